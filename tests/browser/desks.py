"""What the district's stories need of their house, whose clock they turn."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import Browser
from reader import Reader

from kernel.clock import SHANGHAI
from kernel.month import Month
from simulators.story.answers import ready_for_second, until
from simulators.story.client import API, Lingbu
from simulators.story.counters import Counter
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN, Place

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
DAY, FORTNIGHT = timedelta(days=1), timedelta(days=14)


class Desks:
    """Cases of one street in the states that its district works on."""

    _numbers = itertools.count(900_000)

    def __init__(self, lingbu: Lingbu, chromium: Browser) -> None:
        self.lingbu, self.chromium = lingbu, chromium
        lingbu.set_clock(MONDAY)
        self.east = Counter(lingbu, DONGHUAMEN)
        self._readers: list[Reader] = []

    def turn(self, moment: datetime) -> None:
        """Forward only: what has happened stays in the past."""
        if self.lingbu.now() < moment:
            self.lingbu.set_clock(moment)

    def reported(self, person: Person | None = None, at: Place = DONGHUAMEN) -> str:
        """A case that waits for its first review, from today on."""
        today, counter = self.lingbu.now().date(), Counter(self.lingbu, at)
        case = counter.take(person or self.person(), today)
        counter.face_check(case, today, "属实")
        until(lambda: self._ready(case, counter), 60, "初审就绪")
        counter.initial_review(case)
        return case

    def rested(self, case: str) -> None:
        """Publicity is over and the registries have answered anew: the second post may be made."""
        self.turn(self.lingbu.now() + FORTNIGHT)
        until(lambda: ready_for_second(self.east.case(case)), 60, "可以第二次复核")

    def person(self) -> Person:
        """Somebody who has not applied yet."""
        return invent(next(self._numbers), self.lingbu.now().date())

    def confirmed(self, person: Person | None = None) -> str:
        """A case whose start month is confirmed: it waits for the month's list."""
        case = self.reported(person)
        self.east.first_post(case)
        self.rested(case)
        self.east.second_post(case)
        until(lambda: self.east.entitlement(case), 60, "享受")
        self.east.check_start(case)
        self.east.confirm_start(case)
        return case

    def _ready(self, case: str, counter: Counter) -> bool:
        seen = counter.case(case)
        return bool(seen["state"] == "initial_review" and seen["face_checked"])

    def sign_out(self, account: str) -> None:
        """The security administrator ends every session of an officer."""
        sign_out(self.lingbu, account)

    def number(self, case: str) -> str:
        """As officers call it."""
        return str(self.east.case(case)["number"])

    def reader(self, width: int = 1366, scripts: bool = True) -> Reader:
        """Somebody before a browser in this house."""
        self._readers.append(Reader(self.chromium, self.lingbu, width, scripts))
        return self._readers[-1]

    def close(self) -> None:
        """Puts the browsers away."""
        for reader in self._readers:
            reader.close()
        self._readers.clear()


def sign_out(lingbu: Lingbu, account: str) -> None:
    """The security administrator ends every session of an officer."""
    security = lingbu.officer("security")
    for one in security.get("/sessions", account=account)["items"]:
        lingbu.ask("DELETE", f"{API}/sessions/{one['session_id']}", **security.credentials())


def object_to(lingbu: Lingbu, case: str) -> str:
    """Somebody objects to a published case; returns the objection's id."""
    form = {
        "objector_name": "王小明",
        "objector_contact": "13800000000",
        "content": "他在某某公司上班。",
    }
    filed = lingbu.public.post(f"/publicity/{case}/objections", form, key=f"objection:{case}")
    return str(filed["objection_id"])


def enjoyed(town: Any) -> str:
    """The case of whom the town's `enjoyer` is."""
    [found] = town.east.district_clerk.get("/entitlements", state="active")["items"]
    return str(found["application_id"])


def suspect(town: Any, case: str) -> str:
    """An outside system tells of an employer; returns the event that is to be looked into."""

    def seen() -> list[dict[str, Any]]:
        return list(town.east.entitlement(case)["suspicions"])

    if not seen():
        month = str(Month.of(town.lingbu.now().date()))
        told = {"reporter": "社保", "status": "employment", "month": month}
        town.lingbu.teach(town.enjoyer.id_number, statuses=[told])
        until(seen, 60, "疑似停止情形")
    return str(seen()[0]["event_id"])
