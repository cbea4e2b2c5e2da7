"""补缴 and chosen bases (京人社就发〔2020〕19号 第六条、第七条), asked at the counter."""

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, OTHER_STREET, Case, at
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from contracts.payments import GetMonthCost, MonthSubsidised, PayArrears, StopBenefit
from kernel.errors import Conflict, Forbidden, Invalid, NotFound


@pytest.fixture
def putting_off(house):
    """A running benefit; the contribution of November 2020 was put off."""
    house.clock.set(at("2020-10-08"))
    case = Case(house, start="2020-10", months=36).active()
    house.clock.set(at("2020-12-02"))
    case.deduct("2020-10")
    case.deduct("2020-11", "01", deferred=True)
    house.clock.set(at("2021-07-05"))
    return case


def pay(house, case, caller=CLERK, **changes):
    values = {"month": "2020-11", "base": "6000", "paid_on": at("2021-07-02").date()}
    return house.ask(PayArrears(application_id=case.id, **(values | changes)), caller)


def test_a_month_put_off_is_paid_up_once_and_not_subsidised(house, putting_off):
    assert "pay_arrears" in putting_off.view().allowed
    answer = pay(house, putting_off)
    [pension] = answer.sums
    assert (pension.insurance, pension.base, pension.total) == ("pension", "6000.00", "1200.00")
    assert (pension.personal, pension.subsidy) == ("1200.00", "0.00")
    assert "不计补贴" in answer.sentence

    view = putting_off.view()
    [line] = view.arrears
    assert (line.month, line.total, str(line.paid_on)) == ("2020-11", "1200.00", "2021-07-02")
    assert putting_off.ledger()["2020-11"] == "deferred"
    assert "2020-11" not in [said.month for said in putting_off.said(MonthSubsidised)]
    assert "pay_arrears" not in view.allowed
    with pytest.raises(Conflict) as twice:
        pay(house, putting_off, DISTRICT_OFFICER)
    assert twice.value.code == "arrears-paid-already"


def test_the_record_says_why_on_which_base_and_until_when(house, putting_off):
    pay(house, putting_off)
    [step] = [item for item in putting_off.view().history if item.what == "arrears_paid"]
    until, limits, sums, unsubsidised = step.basis
    assert step.clause == "京人社就发〔2020〕19号 第七条"
    assert until.dates == {
        "补缴月份": "2020-11",
        "补缴日期": "2021-07-02",
        "最后补缴日期": "2021-12-31",
    }
    assert limits.values == {"下限": "5360", "上限": "28221", "选定基数": "6000.00"}
    assert sums.values["合计"] == "1200.00" and sums.clause
    assert "未规定" in unsubsidised.sentence


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"base": "5359.99"}, "base-outside-limits"),
        ({"base": "28221.01"}, "base-outside-limits"),
        ({"base": "3613", "paid_on": at("2021-06-30").date()}, None),  # that day's floor
        ({"base": "3613"}, "base-outside-limits"),
        ({"base": "-6000"}, "base-not-a-number"),
        ({"base": "6e3"}, "base-not-a-number"),
        ({"base": "NaN"}, "base-not-a-number"),
        ({"paid_on": at("2021-07-06").date()}, "paid-on-in-future"),
        ({"paid_on": at("2020-05-06").date()}, "arrears-not-yet"),
        ({"month": "2020-10"}, "month-not-deferred"),  # it was deducted
        ({"month": "2021-01"}, "month-not-deferred"),
    ],
)
def test_what_may_not_be_paid_up(house, putting_off, changes, code):
    if code is None:
        assert pay(house, putting_off, **changes).total == "722.60"
        return
    with pytest.raises((Conflict, Invalid)) as refused:
        pay(house, putting_off, **changes)
    assert refused.value.code == code
    assert putting_off.view().arrears == ()


def test_after_2021_it_is_too_late(house, putting_off):
    house.clock.set(at("2022-01-04"))
    assert "pay_arrears" not in putting_off.view().allowed
    with pytest.raises(Conflict) as refused:
        pay(house, putting_off, paid_on=at("2022-01-04").date())
    assert refused.value.code == "arrears-too-late"
    last = at("2021-12-31").date()  # told later, paid in time
    assert pay(house, putting_off, paid_on=last).paid_on == last


def test_who_may_record_it(house, putting_off):
    with pytest.raises(NotFound):
        pay(house, putting_off, OTHER_STREET)
    with pytest.raises(Forbidden):
        pay(house, putting_off, putting_off.person)
    assert pay(house, putting_off, DISTRICT_OFFICER).month == "2020-11"


def test_the_database_keeps_one_for_each_month(house, putting_off):
    pay(house, putting_off)
    again = text("INSERT INTO arrears SELECT * FROM arrears")
    with pytest.raises(IntegrityError, match="arrears_once_a_month"):
        with house["payments"].engine.begin() as connection:
            connection.execute(again)


def cost(house, case, caller=CLERK, **values):
    return house.ask(GetMonthCost(application_id=case.id, **values), caller)


def test_who_is_subsidised_stays_on_the_floor(house, putting_off):
    known = cost(house, putting_off, month="2021-03")
    assert known.subsidised and (known.floor, known.ceiling) == ("3613", "26541")
    assert (known.personal, known.subsidy, known.total) == ("277.61", "856.32", "1133.93")
    with pytest.raises(Conflict) as refused:
        cost(house, putting_off, month="2021-03", base="9000")
    assert refused.value.code == "subsidised-on-the-floor"


def test_after_the_benefit_a_base_may_be_chosen_and_all_of_it_is_ones_own(house, putting_off):
    stop = {"code": "S10", "event_month": "2021-07", "note": "本人申请"}
    house.ask(StopBenefit(application_id=putting_off.id, **stop), CLERK)
    chosen = cost(house, putting_off, putting_off.person, month="2021-08", base="10000")
    assert not chosen.subsidised
    assert [part.base for part in chosen.sums] == ["10000.00", "10000.00", "5360.00"]
    assert [part.total for part in chosen.sums] == ["2000.00", "100.00", "375.20"]
    assert (chosen.personal, chosen.subsidy, chosen.total) == ("2475.20", "0.00", "2475.20")
    assert cost(house, putting_off, month="2021-08").total == "1500.80"  # the floor
    with pytest.raises(Conflict):
        cost(house, putting_off, month="2021-07", base="10000")  # still subsidised


@pytest.mark.parametrize(
    ("month", "base", "code"),
    [
        ("2020-09", "9000", "base-not-chosen-yet"),
        ("2024-01", "5868", "policy-missing"),  # no ceiling is known
        ("2023-10", "abc", "base-not-a-number"),
        ("2023-10", "99999999", "base-not-a-number"),
    ],
)
def test_a_base_that_cannot_be_chosen(house, putting_off, month, base, code):
    with pytest.raises((Conflict, Invalid)) as refused:
        cost(house, putting_off, month=month, base=base)
    assert refused.value.code == code
    with pytest.raises(NotFound):
        cost(house, putting_off, OTHER_STREET, month=month, base=base)
