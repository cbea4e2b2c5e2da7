"""The reference model of one approved application, first part: its start month and its lists.

Written from 京劳服失发〔2019〕1号 附件1 三.4, 四.4 and domain 3, 5, 8, 16.8. Months are running
numbers (see `days`). Each step says whether the documents allow it now and takes it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import days

STARTING = ("start_check", "querying", "finding", "refund_pending")
RUNNING = ("confirmed", "enlisted", "active")
LIVING = (*STARTING, *RUNNING)


def cutoff(start: int) -> date:
    """The 24th of the start month, or the working day before it (附件1 三.4; domain Q3)."""
    return days.rolled(days.first_of(start).replace(day=24), -1)


@dataclass
class Suspicion:
    """疑似停止情形: what one source reported of one month."""

    code: str
    month: int
    reporter: str
    dismissed: bool = False


@dataclass
class Started:
    """One entitlement as the street's clerk would keep it: what is on the card, until it runs."""

    id: Any
    retires: int  # the month of retirement
    cap: int  # months of a life
    granted: int
    proposed: int
    family: list["Started"] = field(default_factory=list)  # all entitlements of this person
    state: str = "start_check"
    finding: str = ""
    found_on: date = date.min
    taken: tuple[int, ...] = ()  # months with a contribution on record
    request: Any = None
    refund: Any = None
    rolls: int = 0
    armed: bool = False  # the cutoff of the proposed start is watched
    start: int = 0
    end: int = 0
    enrolment: str = "none"
    collect: int = 0  # the month from which a list may name the person again
    results: dict[tuple[int, int], tuple[str, bool]] = field(default_factory=dict)
    paid: set[int] = field(default_factory=set)
    decided: tuple[int, str] | None = None  # first month without benefit, and why
    stop: tuple[int, str] | None = None
    duty: int = 0  # the first window that could be met
    turned: int = 0  # the month whose turn was seen
    filed: set[int] = field(default_factory=set)
    heard: dict[tuple[int, int], datetime] = field(default_factory=dict)  # when results came
    given_back: dict[int, datetime] = field(default_factory=dict)  # months refunded, when last
    street: str = ""
    leaving: tuple[str, int] | None = None  # to which street, from which month
    centre: str = ""  # the district whose centre deducts
    let_go: date | None = None  # when that is told to stop, though another owns the case
    made_up: set[int] = field(default_factory=set)  # paid before the base was published
    to_make_up: set[int] = field(default_factory=set)  # of these, what was paid ever since
    suspicions: dict[Any, "Suspicion"] = field(default_factory=dict)  # by the source's number

    def term(self, start: int) -> int:
        """Months from a start: as granted, never beyond retirement (附件3 二.4) or the cap."""
        used = sum(len(other.paid) for other in self.others)
        return max(0, min(self.granted, self.retires - start + 1, self.cap - used))

    @property
    def agency(self) -> str:
        """The district of the street it belongs to (domain Q18)."""
        return self.street[:6]

    @property
    def others(self) -> list["Started"]:
        return [other for other in self.family if other is not self]

    # -- the start month

    def begin(self, day: date) -> None:
        self.armed = True
        self.forward(day)

    def forward(self, day: date) -> bool:
        target = self.proposed
        while day > cutoff(target):
            target += 1
        return target == self.proposed or self.move(target)

    def move(self, target: int) -> bool:
        self.proposed = target
        self._anew()
        self.armed = self.term(target) > 0
        return self.armed

    def _anew(self) -> None:
        self.state, self.finding, self.taken, self.request = "start_check", "", (), None

    def check(self, day: date) -> bool:
        if self.state not in ("start_check", "querying", "finding"):
            return False
        if self.forward(day):
            self.state, self.finding, self.taken = "querying", "", ()
        return True

    def answer(self, lines: list[tuple[int, str, bool]], day: date) -> None:
        here = {payer for month, payer, _ in lines if month == self.proposed}
        if any(payer == "employer" and lasting for _, payer, lasting in lines):
            self.finding = "employer_open"
        elif "employer" in here:
            self.finding = "employer_ended"
        elif "unemployment_insurance" in here:
            self.finding = "unemployment"
        else:
            self.finding = "self_paid" if here else "clean"
        self.state, self.found_on, self.request = "finding", day, None
        self.taken = tuple(month for month, _, _ in lines)

    def confirm(self, day: date) -> bool:
        clean = self.state == "finding" and self.finding == "clean"
        fresh = clean and day < days.after(self.found_on, 6)  # five working days, as for checks
        months = self.term(self.proposed)
        if not (clean and fresh and day <= cutoff(self.proposed) and months):
            return False
        self.state, self.armed = "confirmed", False
        self.start, self.end = self.proposed, self.proposed + months - 1
        return True

    def refuse(self) -> bool:
        employed = self.state == "finding" and self.finding == "employer_open"
        if not (employed or (self.state in STARTING and not self.term(self.proposed))):
            return False
        self.state, self.armed, self.request, self.refund = "refused", False, None, None
        return True

    def postpone(self) -> bool:
        agreed = self.finding in ("self_paid", "employer_ended", "unemployment")
        if not (self.state == "refund_pending" or (self.state == "finding" and agreed)):
            return False
        target = self.proposed + 1
        while target in self.taken:
            target += 1
        if not self.move(target):
            self.state, self.request, self.refund = "refused", None, None
        return True

    def ask_refund(self) -> bool:
        if self.state != "finding" or self.finding != "self_paid":
            return False
        self.state = "refund_pending"
        return True

    def refunded(self, done: bool, day: date) -> None:
        self.refund = None
        if self.state != "refund_pending":
            return
        if done:
            self.state, self.finding, self.found_on = "finding", "clean", day
        else:
            self.move(self.proposed + 1)

    # -- lists

    def enlist(self, month: int, agency: str) -> bool:
        """On the list of its district; who came from another one once that let go (16.8)."""
        waits = (
            agency == self.agency
            and self.state in ("confirmed", "active")
            and self.enrolment == "none"
            and max(self.start, self.collect) <= month
        )
        if waits:
            self.enrolment, self.centre = "listed", agency
            self.state = "enlisted" if self.state == "confirmed" else self.state
        return waits

    def delist(self, month: int, agency: str) -> bool:
        over = self.state in ("stopped", "completed") and self.stop and self.stop[0] <= month
        if over and self.enrolment == "enrolled" and agency == self.agency == self.centre:
            self.enrolment = "removing"
            return True
        return False

    @property
    def left_behind(self) -> bool:
        """Ended, and the centre of a district it has left goes on deducting."""
        over = self.state in ("stopped", "completed") and self.stop is not None
        return over and self.enrolment == "enrolled" and self.centre != self.agency

    def watch_leaving(self, not_before: date = date.min) -> None:
        """Whoever enlisted a person removes them, by itself, from the month of the stop (16.8)."""
        if self.left_behind and self.stop:
            self.let_go = max(days.first_of(self.stop[0]), not_before)

    def leave(self, day: date) -> None:
        """The old district's centre lets go (S12) before the new one's list takes the person."""
        if self.state == "active" and self.enrolment == "enrolled" and self.centre != self.agency:
            self.enrolment, self.collect = "removing", min(days.month(day), self.end + 1)

    def enrolled(self, accepted: bool, day: date) -> None:
        self.enrolment = "enrolled" if accepted else "none"
        if self.state == "enlisted":
            self.state = "active" if accepted else "confirmed"
            if accepted:
                self.begin_reports(day)
                self.settle(day)
        self.watch_leaving()

    def removed(self, accepted: bool, day: date) -> None:
        if self.enrolment != "removing":
            return
        self.enrolment = "none" if accepted else "enrolled"
        if not accepted and self.state == "confirmed":  # the stop was lifted meanwhile
            self.state = "active"
            self.begin_reports(day)
            self.settle(day)
        self.watch_leaving(days.first_of(days.month(day) + 1))

    # -- what the months do (see `benefit_card`)

    def begin_reports(self, day: date) -> None:
        raise NotImplementedError

    def settle(self, day: date) -> None:
        raise NotImplementedError
