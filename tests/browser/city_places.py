"""What stands in the addresses of the city's pages: samples, inspections, plans, a month."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from simulators.story.answers import Refused, until
from simulators.story.client import Lingbu, Officer

CITY, EAST = "city", "dongcheng-clerk"
OWNERS = {CITY: "", EAST: "110101"}


def announce(lingbu: Lingbu, in_month: datetime, known: datetime) -> None:
    """The city's sample and a district's of a month, by a value that is known on a later day."""
    for account in OWNERS:
        until(partial(_announced, lingbu.officer(account), in_month, known), 60, "抽查总体")


def _announced(officer: Officer, in_month: datetime, known: datetime) -> Mapping[str, Any] | None:
    month = f"{in_month:%Y-%m}"
    form = {"month": month, "source": "双色球红球号码", "value_on": f"{known:%Y-%m-%d}"}
    try:
        return sample_of(officer, month) or officer.post("/samples", form)
    except Refused as refused:
        if refused.code != "nobody-to-sample":  # reporting has not heard of the approval yet
            raise
        return None


def sample_of(officer: Officer, month: str) -> Mapping[str, Any] | None:
    """An owner's sample of a month."""
    found = officer.get("/samples", month=month)["items"]
    return next((one for one in found if one["agency"] == OWNERS[officer.account]), None)


def drawn(officer: Officer, month: str) -> dict[str, str]:
    """A case that the owner's sample has drawn and whose inspection is open or proposed."""
    sample = sample_of(officer, month)
    assert sample is not None
    if sample["state"] == "announced":
        officer.post(f"/samples/{sample['sample_id']}/draw", {"value": "03 08 15 21 27 33"})

    def inspected() -> Mapping[str, Any] | None:
        found = (
            line
            for state in ("open", "proposed")
            for line in officer.get("/inspections", state=state, limit=100)["items"]
        )
        return next((one for one in found if one["sample_id"] == sample["sample_id"]), None)

    one = until(inspected, 60, "抽查件") or {}
    return {name: str(one[name]) for name in ("sample_id", "application_id")}


def proposed(officer: Officer, month: str) -> dict[str, str]:
    """One that the officer has found wanting, waiting for a second hand."""
    one = drawn(officer, month)
    lines = officer.get("/inspections", state="open", limit=100)["items"]
    if one["sample_id"] in {line["sample_id"] for line in lines}:
        finding = {"outcome": "failed", "findings": "到户核查，承诺内容不属实。"}
        officer.post(f"/inspections/{one['sample_id']}/{one['application_id']}/finding", finding)
    return one


def _april(account: str, make: Callable[[Officer, str], dict[str, str]]) -> Callable[..., Any]:
    return lambda town: make(town.lingbu.officer(account), "2019-04")


PLACES: dict[str, Callable[..., dict[str, str]]] = {
    "sampled": _april(EAST, lambda clerk, month: _only("sample_id", drawn(clerk, month))),
    "drawn": _april(EAST, drawn),
    "proposed": _april(CITY, proposed),
    "planned": lambda town: {"agency": "110101"},
    "reconciled": lambda town: {"month": "2019-04"},
}


def _only(name: str, found: Mapping[str, str]) -> dict[str, str]:
    return {name: found[name]}
