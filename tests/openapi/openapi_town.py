"""A house with something in it for each operation, and the people who ask."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import policy
from contracts.rights import RIGHTS
from gateway.demo_accounts import accounts_of
from gateway.officers.rights import RIGHTS as OWN_RIGHTS
from gateway.routes import CONTENTS
from kernel.clock import SHANGHAI
from simulators.story.answers import ready_for_second, until
from simulators.story.client import Lingbu
from simulators.story.counters import Counter
from simulators.story.people import Person, invent
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)
APPLICANT, NOBODY = "applicant", "nobody"
OFFICERS = (
    "donghuamen-clerk",
    "donghuamen-reader",
    "dongcheng-post1",
    "dongcheng-post2",
    "dongcheng-clerk",
    "city",
    "operator",
    "security",
    "auditor",
)
EVERYBODY = (NOBODY, APPLICANT, *OFFICERS)


@dataclass(frozen=True)
class Town:
    """Where it is, and whose session the applicant's is."""

    address: str
    token: str

    def environment(self, who: str) -> Mapping[str, str]:
        """For `hooks`: who asks."""
        values = {"LINGBU_AT": self.address}
        if who == APPLICANT:
            return values | {"LINGBU_TOKEN": self.token}
        return values | ({} if who == NOBODY else {"LINGBU_AS": who})


def settle(lingbu: Lingbu) -> Town:
    """One case that waits at the street, one in publicity, one enjoyed, and an applicant."""
    lingbu.set_clock(MONDAY)
    counter = Counter(lingbu, DONGHUAMEN)
    waiting, published, enjoyed = (invent(n, MONDAY.date()) for n in (1, 2, 3))
    case = _reviewed(counter, enjoyed)
    counter.first_post(case)
    lingbu.set_clock(MONDAY + timedelta(days=14))
    until(lambda: ready_for_second(counter.case(case)), 60, "公示期满")
    counter.second_post(case)
    until(lambda: counter.entitlement(case), 60, "享受")
    _reviewed(counter, published)
    counter.take(waiting, MONDAY.date() + timedelta(days=14))
    lingbu.set_clock(MONDAY + timedelta(days=15))  # publicity begins on the next working day
    return Town(lingbu.address, _signed_in(lingbu, enjoyed))


def _reviewed(counter: Counter, person: Person) -> str:
    on = counter.lingbu.now().date()
    case = counter.take(person, on)
    counter.face_check(case, on, "属实")
    until(lambda: _ready(counter.case(case)), 60, "初审就绪")
    counter.initial_review(case)
    return case


def _ready(case: Any) -> bool:
    return bool(case["state"] == "initial_review" and case["face_checked"])


def _signed_in(lingbu: Lingbu, person: Person) -> str:
    number = {"id_number": person.id_number}
    lingbu.ask("POST", "/api/v1/applicants/codes", number)
    text = until(lambda: [m["text"] for m in lingbu.phone() if "验证码" in m["text"]])[0]
    form = number | {"code": re.findall(r"\d{6}", text)[0]}
    return str(lingbu.ask("POST", "/api/v1/applicants/sessions", form)["token"])


def owned() -> Mapping[str, list[str]]:
    """Each operation with the first of those who may do it; who may not are asked too, but less."""
    accounts = accounts_of(policy.load(), MONDAY.date())
    posts = {one.account: set(one.roles) for one in accounts} | {APPLICANT: {APPLICANT}}
    found: dict[str, list[str]] = {who: [] for who in EVERYBODY}
    for route in (route for _, _, routes in CONTENTS for route in routes):
        right = (RIGHTS | OWN_RIGHTS).get(route.command)
        holders = [who for who in (*OFFICERS, APPLICANT) if right and right.posts & posts[who]]
        owner = NOBODY if route.public else (holders or OFFICERS)[0]
        found[owner].append(route.operation)
    return found
