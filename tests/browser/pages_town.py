"""Cases in the states that pages are about, made over the API once and looked at by many tests."""

import itertools
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from city_places import announce

from kernel.clock import SHANGHAI
from kernel.month import Month
from simulators.story.answers import until
from simulators.story.client import Lingbu
from simulators.story.counters import Counter
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
FORTNIGHT, FIVE_WEEKS, A_DAY = timedelta(days=14), timedelta(days=35), timedelta(days=1)


class Town:
    """One house, settled on 2019-04-01 and looked at on 2019-05-07.

    `applicant` is in publicity (`published`), `enjoyer` enjoys the subsidy, `drafter` fills in an
    application online; `chooser` and `hesitant` have paid for the start month already and have to
    choose: the one does in a story, the other never.
    """

    _numbers = itertools.count(int(time.time()) % 800_000)  # a house in use knows others

    def __init__(self, lingbu: Lingbu, var: Path) -> None:
        self.lingbu, self.var = lingbu, var
        self.east = Counter(lingbu, DONGHUAMEN)
        self.enjoyer, self.applicant, self.drafter = (self.person() for _ in range(3))
        self.chooser, self.hesitant = self.person(), self.person()
        lingbu.set_clock(MONDAY)
        self.enjoyed = self.reviewed(self.enjoyer)
        self.east.first_post(self.enjoyed)
        lingbu.set_clock(MONDAY + FORTNIGHT)
        self._begin(self.enjoyed)
        choosing = [(person, self.reviewed(person)) for person in (self.chooser, self.hesitant)]
        for _, case in choosing:
            self.east.first_post(case)
        lingbu.set_clock(MONDAY + FIVE_WEEKS)
        for person, case in choosing:
            self._paid_already(person, case)
            self._approve(case)
        self.published = self.reviewed(self.applicant)
        announce(lingbu, MONDAY, MONDAY + FIVE_WEEKS + A_DAY)
        lingbu.set_clock(MONDAY + FIVE_WEEKS + A_DAY)  # publicity begins on the next day
        until(lambda: lingbu.public.get("/publicity")["items"], 60, "公示")

    @property
    def now(self) -> datetime:
        """The moment the house lives in."""
        return self.lingbu.now()

    def person(self, **other: Any) -> Person:
        """Somebody who has not applied yet."""
        return invent(next(self._numbers), MONDAY.date(), **other)

    def accepted(self, person: Person | None = None) -> str:
        """An application that waits for its initial review."""
        on = self.now.date()
        case = self.east.take(person or self.person(), on)
        self.east.face_check(case, on, "属实")
        until(lambda: self._ready(case), 60, "初审就绪")
        return case

    def reviewed(self, person: Person | None = None) -> str:
        """An application that its street has reported up."""
        case = self.accepted(person)
        self.east.initial_review(case)
        return case

    def _ready(self, case: str) -> bool:
        seen = self.east.case(case)
        return bool(seen["state"] == "initial_review" and seen["face_checked"])

    def _begin(self, case: str) -> None:
        """Approved, confirmed, listed and enrolled."""
        self._approve(case)
        self.east.confirm_start(case)
        self.east.close_list(str(Month.of(self.now.date()) + 1))
        until(lambda: self.east.entitlement(case)["state"] == "active", 60, "享受中")

    def _approve(self, case: str) -> None:
        until(lambda: self.east.case(case)["publicity_closed"], 60, "公示期满")
        self.east.second_post(case)
        until(lambda: self.east.entitlement(case), 60, "享受")
        self.east.check_start(case)

    def _paid_already(self, person: Person, case: str) -> None:
        start = self.east.case(case)["proposed_start"]
        line = {"month": start, "payer": "self", "open_ended": False}
        self.lingbu.teach(person.id_number, contributions=[line])
