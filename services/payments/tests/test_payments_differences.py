"""补差: months collected on the old base are made up when the new one is published.

Domain §4.3 (the July run is provisional, a difference follows), §16.13 and §16.28.
"""

import shutil
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
from payments_cases import CLERK, Case, at

import policy
from contracts.outside import DifferenceAsked
from contracts.payments import (
    BenefitStopped,
    DeductionFailed,
    DifferenceSettled,
    MonthSubsidised,
    StopBenefit,
)
from kernel.month import Month
from payments.domain.differences import due
from payments.domain.ledger import deferrable

RULES = policy.load()


def parts(cost):
    return {share.insurance: (share.personal, share.subsidy) for share in cost}


def test_the_difference_of_a_month_is_what_is_due_now_minus_what_was_collected():
    """July 2021 on the base of June: 5360 instead of 3613, the medical base unchanged (§4.3)."""
    july = RULES.contribution(Month(2021, 7))
    june = RULES.contribution(Month(2021, 6))
    found = due(parts(june), july)
    assert (found.personal, found.subsidy) == (Decimal("108.31"), Decimal("258.56"))
    assert found.total == Decimal("1500.80") - Decimal("1133.93")
    assert due(parts(july), july).nothing


@pytest.mark.parametrize(
    ("month", "day", "lawful"),
    [
        (Month(2020, 3), "2020-10-01", True),
        (Month(2020, 12), "2021-03-01", True),
        (Month(2021, 1), "2021-03-01", False),
        (Month(2019, 12), "2020-10-01", False),
        (Month(2020, 3), "2020-04-20", True),  # the measure is not known yet
    ],
)
def test_which_months_may_be_put_off(month, day, lawful):
    assert deferrable(month, RULES.on(at(day).date())) is lawful


def test_a_flag_on_a_month_that_cannot_be_put_off_excuses_nobody(house):
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05").active()
    case.deduct("2021-05", "01", deferred=True)
    case.deduct("2021-06", "01")
    assert [said.code for said in case.said(BenefitStopped)] == ["S02"]


def published(tmp_path: Path, base: str):
    """The packs of Beijing with the bases of July 2026."""
    folder = tmp_path / base
    shutil.copytree(str(files("policy") / "data" / "beijing"), folder)
    pack = folder / "contribution.toml"
    text = pack.read_text(encoding="utf-8")
    for name in ("pension", "unemployment", "medical"):
        row = f'[[{name}_base.row]]\nvalue = "7162"'
        start = text.index(row)
        end = text.index("published_to = 2026-06-30", start)
        end += len("published_to = 2026-06-30")
        old = text[start:end]
        new = old.replace("published_to", "to")
        new += f'\n[[{name}_base.row]]\nvalue = "{base}"\ndocument = "2026年度公布"\n'
        new += 'trust = "weak"\nfrom = 2026-07-01\npublished_to = 2027-06-30'
        text = text[:start] + new + text[end:]
    pack.write_text(text, encoding="utf-8")
    return policy.load(str(folder))


@pytest.fixture
def provisional(house):
    """July and August 2026 were collected on the base of 2025."""
    house.clock.set(at("2026-06-08"))
    case = Case(house, start="2026-06").active()
    for month in ("2026-06", "2026-07", "2026-08"):
        case.deduct(month)
    case.report()
    return case


def publish(house, tmp_path, base="7500"):
    desk = house["payments"].desk
    desk.world = replace(desk.world, policy=published(tmp_path, base))
    house.turn_to(at("2026-09-02"))


def test_a_month_before_the_new_base_is_collected_on_the_old_one_and_says_so(house, provisional):
    lines = {line.month: line for line in provisional.view().ledger}
    assert [lines[m].provisional for m in ("2026-06", "2026-07", "2026-08")] == [False, True, True]
    assert {said.personal for said in provisional.said(MonthSubsidised)} == {"515.66"}
    assert provisional.said(DifferenceAsked) == []
    assert "sums_missing" in {found.kind for found in provisional.view().dues}


def test_when_the_base_is_published_each_month_is_made_up_once(house, provisional, tmp_path):
    publish(house, tmp_path)
    asked = provisional.said(DifferenceAsked)
    # 7500: 450.00 + 15.00 + 75.00 = 540.00 instead of 515.66; 1560.00 instead of 1489.70
    assert [(a.month, a.personal, a.subsidy, a.total) for a in asked] == [
        ("2026-07", "24.34", "70.30", "94.64"),
        ("2026-08", "24.34", "70.30", "94.64"),
    ]
    house.turn_to(at("2026-10-02"))
    assert len(provisional.said(DifferenceAsked)) == 2
    told = [h for h in provisional.view().history if h.what == "difference_asked"][0]
    assert told.basis[0].values["个人补差"] == "24.34"


def test_a_difference_that_cannot_be_collected_is_no_failed_month(house, provisional, tmp_path):
    publish(house, tmp_path)
    for month in ("2026-07", "2026-08"):
        provisional.deduct(month, "01", purpose="difference")
    view = provisional.view()
    assert provisional.said(DeductionFailed) == provisional.said(BenefitStopped) == []
    assert (view.state, view.consecutive_failures) == ("active", 0)
    assert [line.state for line in view.differences] == ["failed", "failed"]
    provisional.deduct("2026-08", "77", attempt=2, purpose="difference")  # a code nobody knows
    assert [line.state for line in provisional.view().differences] == ["failed", "failed"]
    provisional.deduct("2026-07", "00", attempt=2, purpose="difference")
    provisional.deduct("2026-07", "00", attempt=2, purpose="difference")
    assert [said.month for said in provisional.said(DifferenceSettled)] == ["2026-07"]
    assert [line.state for line in provisional.view().differences] == ["settled", "failed"]


def test_a_month_that_is_taken_back_takes_its_difference_along(house, provisional, tmp_path):
    publish(house, tmp_path)
    form = StopBenefit(
        application_id=provisional.id, code="S06", event_month="2026-07", note="死亡"
    )
    house.ask(form, CLERK)
    states = {line.month: line.state for line in provisional.view().differences}
    assert states == {"2026-07": "asked", "2026-08": "cancelled"}


def test_a_difference_does_not_wait_until_who_is_resumed_is_listed_again(house, tmp_path):
    """Stopped by two failures, on the list of removals, and July was collected after all."""
    house.clock.set(at("2026-06-08"))
    case = Case(house, start="2026-06").active()
    case.deduct("2026-06", "01")
    case.deduct("2026-07", "01")
    house.clock.set(at("2026-08-05"))
    case.enlist("2026-08")
    case.deduct("2026-07", attempt=2)
    assert case.view().state == "confirmed"
    publish(house, tmp_path)
    assert case.view().state == "confirmed"
    assert [asked.month for asked in case.said(DifferenceAsked)] == ["2026-07"]
