"""重号更正: two numbers of one person never make two benefits, nor a second cap (domain §16.27)."""

import json
from uuid import uuid4

import pytest
from payments_cases import CLERK, Case, at
from sqlalchemy import text

from contracts.intake import NumbersMerged
from contracts.outside import StatusReported
from contracts.payments import MonthSubsidised, StartRefused, StopBenefit
from kernel import identity
from servicekit.testing.house import SEALER

BORN = at("1978-03-07").date()
FORMER, CURRENT = (identity.compose("110101", BORN, n) for n in (22, 32))
KEPT, OTHER = map(SEALER.search_hash, (FORMER, CURRENT))


@pytest.fixture
def former(house):
    """Of the former number, in a year whose bases are all known."""
    house.clock.set(at("2021-05-06"))
    return person(house, KEPT)


def person(house, key):
    case = Case(house, start="2021-05")
    case.person_key = key
    return case


def merge(house, kept=KEPT, other=OTHER):
    house.tell(NumbersMerged(kept_key=kept, other_key=other))


def stop(house, case, month):
    form = StopBenefit(application_id=case.id, code="S10", event_month=month, note="本人申请")
    house.ask(form, CLERK)


def notes(case, what):
    return [item for item in case.view().history if item.what == what]


def test_months_of_both_numbers_count_against_one_cap(house, former):
    former.active()
    former.deduct("2021-05")
    stop(house, former, "2021-05")
    second = person(house, OTHER).open()
    merge(house)
    assert second.find().confirm().view().months == 35


@pytest.mark.parametrize("merged_first", [True, False])
def test_a_second_benefit_under_the_other_number_is_held(house, former, merged_first):
    former.active()
    second = person(house, OTHER)
    if merged_first:
        merge(house)
        second.open()
    else:
        second.open()
        merge(house)
    [said] = second.said(StartRefused)
    assert (said.application_id, said.reason_text) == (second.id, "正在享受同类补贴")
    assert (second.view().state, former.view().state) == ("refused", "active")


def test_of_two_the_one_that_runs_stays_whichever_number_is_kept(house, former):
    former.open()
    running = person(house, OTHER).active()
    merge(house)
    assert (former.view().state, running.view().state) == ("refused", "active")
    merge(house)  # told again
    assert len(notes(running, "person_corrected")) == 1


def test_of_two_that_run_both_streets_are_told_and_no_month_is_paid_twice(house, former):
    former.active()
    second = person(house, OTHER).active()
    former.deduct("2021-05")
    merge(house)
    second.deduct("2021-05")
    second.deduct("2021-06")
    former.deduct("2021-06")
    assert [(said.application_id, said.month) for said in former.said(MonthSubsidised)] == [
        (former.id, "2021-05"),
        (second.id, "2021-06"),
    ]
    assert second.ledger()["2021-05"] == former.ledger()["2021-06"] == "void"
    assert len(notes(former, "second_benefit")) == len(notes(second, "second_benefit")) == 1

    stop(house, former, "2021-05")  # looked into: one of them ends
    third = person(house, KEPT).open()
    assert third.view().state == "refused"  # the other still lives, under whichever key


def test_two_numbers_merged_in_turn_are_one_in_any_order(house, former):
    further = SEALER.search_hash(identity.compose("110101", BORN, 42))
    merge(house, OTHER, further)
    merge(house)
    former.active()
    assert person(house, further).open().view().state == "refused"
    assert person(house, OTHER).open().view().state == "refused"


def test_a_report_under_either_number_reaches_the_benefit(house, former):
    former.active()
    merge(house)
    for number, reporter in ((FORMER, "公安"), (CURRENT, "民政")):
        subject = json.dumps({"id_number": number})
        house.tell(
            StatusReported(
                event_id=uuid4(),
                reporter=reporter,
                status="death",
                month="2021-05",
                subject=subject,
            )
        )
    assert former.view().stop_code == "S06"


def test_the_database_knows_one_living_benefit(house, former):
    former.active()
    merge(house)
    person(house, OTHER).open()
    living = "SELECT count(*) FROM entitlements WHERE person_key = :key AND state = 'active'"
    with house["payments"].engine.connect() as connection:
        assert connection.execute(text(living), {"key": KEPT}).scalar() == 1
