"""What payments and review tell of a benefit decides whether the person may apply anew."""

from datetime import date
from uuid import uuid4

import pytest

from contracts.intake import WithdrawApplication
from contracts.payments import (
    BenefitActivated,
    BenefitStopped,
    MonthSubsidised,
    StartRefused,
    SubsidyReversed,
)
from contracts.review import ApplicationApproved

SUMS = {"personal": "1", "subsidy": "2", "total": "3"}


@pytest.fixture
def approved(counter):
    """A case that review approved and payments paid two months of."""
    case = counter.accepted()
    counter.house.tell(approval(case, counter.clock.now()))
    counter.house.tell(BenefitActivated(application_id=case, start_month="2019-05"))
    for month in ("2019-05", "2019-06"):
        counter.house.tell(MonthSubsidised(application_id=case, month=month, **SUMS))
    return case


def approval(case, moment):
    return ApplicationApproved(
        application_id=case,
        approved_at=moment,
        applied_on=date(2019, 4, 1),
        proposed_start="2019-05",
        months=36,
        first_officer="a",
        second_officer="b",
    )


def stop(case, code="S02", months_used=2):
    return BenefitStopped(
        application_id=case,
        code=code,
        from_month="2019-07",
        reason_text="连续两月扣款未成功",
        months_used=months_used,
    )


def own(counter, case):
    return {code: counter.checks(case)[code] for code in ("CHK-JY-DUP", "CHK-JY-CUM", "CHK-BLK")}


def results(counter, case):
    return [check.result for check in own(counter, case).values()]


def test_a_stopped_benefit_lets_the_person_apply_again(counter, approved):
    counter.house.tell(stop(approved))

    assert results(counter, counter.accepted()) == ["PASS", "PASS", "PASS"]


@pytest.mark.parametrize("code", ["S02", "S09"])
def test_a_stop_that_was_lifted_is_no_stop(counter, approved, code):
    counter.house.tell(stop(approved, code, months_used=36))
    counter.house.tell(BenefitActivated(application_id=approved, start_month="2019-05"))
    counter.house.tell(MonthSubsidised(application_id=approved, month="2019-07", **SUMS))

    second = counter.accepted()

    assert results(counter, second) == ["FAIL", "PASS", "PASS"]
    assert own(counter, second)["CHK-JY-CUM"].detail == "已享受3个月"


def test_a_refused_start_that_was_lifted_is_running(counter, approved):
    refused = StartRefused(application_id=approved, reason_code="R-EMP", reason_text="单位参保")
    counter.house.tell(refused)
    counter.house.tell(BenefitActivated(application_id=approved, start_month="2019-06"))

    assert results(counter, counter.accepted())[0] == "FAIL"


def test_a_reversed_month_does_not_count(counter, approved):
    counter.house.tell(SubsidyReversed(application_id=approved, month="2019-06", **SUMS))

    assert own(counter, counter.accepted())["CHK-JY-CUM"].detail == "已享受1个月"


def test_activation_that_overtakes_the_approval_opens_the_benefit(counter):
    case = counter.accepted()
    counter.house.tell(BenefitActivated(application_id=case, start_month="2019-05"))
    counter.house.tell(approval(case, counter.clock.now()))

    assert counter.view(case).state == "approved"
    assert results(counter, counter.accepted())[0] == "FAIL"
    assert counter.house["intake"].parked() == []


def test_an_approval_that_crosses_a_withdrawal_counts_until_payments_ends_it(counter):
    case = counter.accepted()
    counter.ask(WithdrawApplication(application_id=case, reason="本人放弃"))
    counter.house.tell(approval(case, counter.clock.now()))

    assert counter.view(case).state == "withdrawn"
    second = counter.accepted()
    assert results(counter, second)[0] == "FAIL"
    counter.ask(WithdrawApplication(application_id=second, reason="重复"))
    counter.house.tell(stop(case, "S10", months_used=0))

    assert results(counter, counter.accepted()) == ["PASS", "PASS", "PASS"]


def test_a_stop_that_overtakes_the_approval_is_not_forgotten(counter):
    case = counter.accepted()
    counter.ask(WithdrawApplication(application_id=case, reason="本人放弃"))
    counter.house.tell(stop(case, "S10", months_used=0))
    counter.house.tell(approval(case, counter.clock.now()))

    assert results(counter, counter.accepted())[0] == "PASS"


def test_news_of_a_benefit_unknown_here_are_no_trouble(counter):
    counter.house.tell(stop(uuid4()))
    counter.house.tell(BenefitActivated(application_id=uuid4(), start_month="2019-05"))

    assert counter.house["intake"].parked() == []
