"""The case of 2019-04-01, told wherever Lingbu can run, with every letter once and three times."""

import sys
from collections import Counter

import pytest

from simulators.story.answers import until
from simulators.story.case_2019 import Told, tell

SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "simulators")
MONTH = {
    "month": "2019-05",
    "state": "deducted",
    "pension_personal": "203.22",
    "pension_subsidy": "474.18",
    "unemployment_personal": "6.77",
    "unemployment_subsidy": "33.87",
    "medical_personal": "59.27",
    "medical_subsidy": "355.62",
    "personal": "269.26",
    "subsidy": "863.67",
    "total": "1132.93",
}
ROSTER = {
    "row": 1,
    "name": "王**",
    "sex": "女",
    "age": 41,
    "street": "东华门街道",
    "project": "家政",
    "months": 36,
    "applied_on": "2019-04-01",
    "period": "2019.05-2022.04",
    "category": "4045人员",
}


@pytest.mark.parametrize("copies", [1, 3])
def test_on_the_memory_bus(embedded, copies):
    house = embedded(copies=copies)
    holds(house, tell(house.lingbu, sys.stdout))


@pytest.mark.connected
@pytest.mark.parametrize("copies", [1, 3])
def test_on_rabbitmq_with_a_process_for_each_service(distributed, copies):
    house = distributed(copies=copies)
    holds(house, tell(house.lingbu, sys.stdout))


def holds(house, told: Told) -> None:
    """What must be true of the case however its letters travelled."""
    assert MONTH.items() <= told.month.items()
    assert ROSTER.items() <= told.roster_row.items()
    assert (told.sums["persons"], told.sums["subsidy"]) == (1, "863.67")
    assert told.counts["total"] == 1
    assert Counter(m["template"] for m in told.messages) == {"T1": 1, "T6": 1}
    assert {m["state"] for m in told.messages} <= {"sent", "delivered"}
    until(lambda: all(sent(house, name) for name in SERVICES), what="发件箱清空")
    assert house.parked() == []
    assert house.count("intake", "applications") == 1
    assert house.count("review", "cases") == 1
    assert house.count("payments", "entitlements") == 1
    assert house.count("notify", "messages") == 2
    for name in SERVICES:
        assert house.count(name, "held") == 0, name


def sent(house, name: str) -> bool:
    return bool(house.count(name, "outbox", "sent_at IS NULL") == 0)
