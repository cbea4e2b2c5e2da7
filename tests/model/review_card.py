"""The reference model of one application in review: what a careful clerk would keep on a card.

Written from 京劳服失发〔2019〕1号 附件1 三.2, 三.3 and domain 6, 7, 12. Each step says whether the
documents allow it now and, if so, takes it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import days

AT_THE_STREET = ("waiting_checks", "initial_review", "returned_to_applicant", "returned_to_street")
AT_THE_DISTRICT = ("publicity", "second_review")
OVER = ("approved", "rejected", "withdrawn")


@dataclass
class Card:
    """One application; `hands` are those of the round that runs."""

    id: Any
    most: int  # months that can be granted
    state: str = "waiting_checks"
    version: int = 1
    matched: bool = False
    answered: date | None = None  # by the registries
    blocked: bool = False
    faced: bool = False
    months: int | None = None
    published: tuple[date, date] | None = None
    ended: bool = False  # publicity, recorded
    initial: tuple[str, str] | None = None  # officer and second reader
    first: tuple[str, str] | None = None  # officer and key
    first_at: datetime | None = None
    second: tuple[str, str] | None = None
    open: list[Any] = field(default_factory=list)  # objections without a result

    @property
    def over(self) -> bool:
        return self.state in OVER

    def match(self, version: int, blocked: bool, day: date) -> None:
        if not self.over and version == self.version:
            self.matched, self.blocked, self.answered = True, blocked, day
            if self.state == "waiting_checks":
                self.state = "initial_review"

    def face(self) -> None:
        self.faced = self.faced or not self.over

    def report(self, name: str, reader: str, version: int, months: int | None, day: date) -> bool:
        ready = self.matched and not self.blocked and self.faced and version == self.version
        asked = months if months is not None else self.most
        if not (self.state == "initial_review" and ready and name != reader and self.most):
            return False
        if not 1 <= asked <= self.most:
            return False
        if self.published is None or asked != self.months:  # else what was published stays
            self.published = (days.after(day, 1), days.after(day, 5))
            self.ended = False
        self.state = "second_review" if self.ended else "publicity"
        self.months, self.initial, self.first = asked, (name, reader), None
        return True

    def pass_first(self, name: str, key: str, version: int, at: datetime) -> bool:
        here = self.state in AT_THE_DISTRICT and self.first is None
        if not (here and self._sound(version) and key and name not in (self.initial or ())):
            return False
        self.first, self.first_at = (name, key), at
        return True

    def pass_second(
        self, name: str, key: str, version: int, handed_on: datetime | None, day: date
    ) -> bool:
        """`handed_on`: when this key last came from another officer's hand (domain 12).

        Answers count for five working days (domain 10).
        """
        if self.answered is None or days.after(self.answered, 5) < day:
            return False
        if self.state != "second_review" or not self.ended or self.first is None or self.open:
            return False
        other = name not in (*(self.initial or ()), self.first[0]) and key != self.first[1]
        if not (self._sound(version) and key and other):
            return False
        if handed_on and self.first_at and handed_on >= self.first_at:
            return False
        self.state, self.second = "approved", (name, key)
        return True

    def give_back(self, by_street: bool) -> bool:
        mine = ("waiting_checks", "initial_review") if by_street else AT_THE_DISTRICT
        if self.state not in mine:
            return False
        self.state = "returned_to_applicant" if by_street else "returned_to_street"
        self.initial = self.first = None
        return True

    def correct(self, version: int, relevant: bool) -> None:
        if self.over or version <= self.version:
            return
        self.version, self.state = version, "waiting_checks"
        self.matched = self.blocked = False
        self.initial = self.first = None
        if relevant:
            self.published, self.ended = None, False

    def object(self, day: date) -> bool:
        shown = self.published and self.published[0] <= day <= self.published[1]
        return bool(shown) and not self.ended and not self.over

    def resolve(self, objection: Any, upheld: bool) -> bool:
        if self.over or objection not in self.open:
            return False
        self.open.remove(objection)
        if upheld:
            self.state = "rejected"
        return True

    def reject(self, by_street: bool) -> bool:
        if self.state not in (AT_THE_STREET if by_street else AT_THE_DISTRICT):
            return False
        self.state = "rejected"
        return True

    def withdraw(self) -> None:
        self.state = self.state if self.over else "withdrawn"

    def rung(self, day: date) -> None:
        """The deadlines of a day were looked at: publicity has ended the day after its last."""
        if self.published and not self.over and day > self.published[1]:
            self.ended = True
            if self.state == "publicity":
                self.state = "second_review"

    def _sound(self, version: int) -> bool:
        return version == self.version and not self.blocked
