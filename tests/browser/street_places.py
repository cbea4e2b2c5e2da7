"""What stands in the addresses of the counter's pages: one case in each state they are about."""

from collections.abc import Callable
from functools import cache

from pages_town import Town

from simulators.story.answers import until
from simulators.story.people import Person


@cache
def accepted(town: Town) -> str:
    """Checked and waiting for its initial review."""
    return town.accepted()


@cache
def draft(town: Town) -> str:
    """Two forms and no photographs."""
    return town.east.submit(town.person(), town.now.date())


@cache
def unheard(town: Town) -> str:
    """A message to somebody with a fixed line, whom no text reaches: the street calls."""
    case = town.accepted(town.person(contact="010-65120000", emergency_contact="010-65120001"))
    town.east.reject(case, town.east.clerk, "R-EMP")
    path = "/messages"

    def listed() -> str:
        found = town.east.clerk.get(path, application_id=case, state="call_list")["items"]
        return str(found[0]["message_id"]) if found else ""

    return until(listed, 60, "电话通知") or ""


def case_of(town: Town, person: Person) -> str:
    """The application of somebody of the town."""
    form = {"id_number": person.id_number}
    return str(town.east.clerk.post("/applications/search", form)["items"][0]["application_id"])


def _at(application_id: str, **other: str) -> dict[str, str]:
    return {"application_id": application_id, **other}


PLACES: dict[str, Callable[[Town], dict[str, str]]] = {
    "case": lambda town: _at(accepted(town)),
    "draft": lambda town: _at(draft(town)),
    "check": lambda town: _at(accepted(town), code="CHK-GA-ID"),
    "starting": lambda town: _at(case_of(town, town.hesitant)),
    "enjoying": lambda town: _at(case_of(town, town.enjoyer)),
    "message": lambda town: {"message_id": unheard(town)},
}
