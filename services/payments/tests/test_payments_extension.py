"""延长享受 (京人社就发〔2020〕19号 第五条): who gets twelve more months (domain Q12, §16.25)."""

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, Case, at

from contracts.payments import (
    BenefitExtended,
    BenefitResumed,
    BenefitStopped,
    ExpiryNear,
    ExtendBenefit,
    StopBenefit,
)
from kernel.errors import Conflict, Forbidden


def running_until(house, end, months=3):
    """A benefit of a few months that ends in `end`, reported as it should be."""
    year, month = map(int, end.split("-"))
    first = year * 12 + month - months
    start = f"{first // 12:04d}-{first % 12 + 1:02d}"
    house.clock.set(at(f"{start}-06"))
    case = Case(house, start=start, months=months).active()
    house.turn_to(at(f"{end}-15"))
    case.report()
    return case


def extend(house, case, caller=DISTRICT_OFFICER):
    form = ExtendBenefit(application_id=case.id, note="仍未稳定就业")
    return house.ask(form, caller)


@pytest.mark.parametrize(
    ("end", "new_end"), [("2020-10", "2021-10"), ("2020-11", "2021-11"), ("2020-12", "2021-12")]
)
def test_who_expires_in_the_last_quarter_of_2020_goes_on_by_itself(house, end, new_end):
    house.clock.set(at("2020-07-06"))
    case = running_until(house, end)
    house.turn_to(at("2021-01-08"))
    [said] = case.said(BenefitExtended)
    assert (said.end_month, said.months, said.automatic) == (new_end, 15, True)
    view = case.view()
    assert (view.state, view.end_month, view.months) == ("active", new_end, 15)
    assert len(view.windows) == 5  # the windows follow
    assert case.said(BenefitStopped) == case.said(BenefitResumed) == []
    [told] = [item for item in view.history if item.what == "extended"]
    assert told.clause == "京人社就发〔2020〕19号 第五条"
    assert told.basis[0].dates == {"原期满月份": end, "新期满月份": new_end}
    assert told.basis[0].values == {"延长月数": "12"}


def test_the_notice_of_the_end_goes_with_the_end(house):
    house.clock.set(at("2020-07-06"))
    told_early = running_until(house, "2020-10")  # told before the measure was in force
    house.turn_to(at("2020-11-02"))
    assert [said.end_month for said in told_early.said(ExpiryNear)] == ["2020-10"]
    for month in ("2020-12", "2021-03", "2021-06", "2021-09"):
        house.turn_to(at(f"{month}-15"))
        told_early.report()
    assert [said.end_month for said in told_early.said(ExpiryNear)] == ["2020-10", "2021-10"]


def test_an_end_that_moves_before_its_notice_is_never_announced(house):
    house.clock.set(at("2020-09-06"))
    case = Case(house, start="2020-09", months=3).active()
    house.turn_to(at("2020-11-15"))
    assert [said.end_month for said in case.said(BenefitExtended)] == ["2021-11"]
    assert case.said(ExpiryNear) == []


def test_who_expires_in_january_2021_is_not_extended(house):
    case = running_until(house, "2021-01")
    house.turn_to(at("2021-02-02"))
    assert case.said(BenefitExtended) == []
    assert case.said(BenefitStopped)[0].code == "S01"
    with pytest.raises(Conflict) as refusal:
        extend(house, case)
    assert refusal.value.code == "not-extendable"


def test_who_expired_before_the_measure_is_extended_by_the_district(house):
    case = running_until(house, "2020-09")
    house.turn_to(at("2020-10-09"))
    assert case.said(BenefitExtended) == []
    assert case.view().state == "completed"
    assert "extend_benefit" in case.view(DISTRICT_OFFICER).allowed
    with pytest.raises(Forbidden):
        extend(house, case, CLERK)
    extend(house, case)
    [said] = case.said(BenefitExtended)
    assert (said.end_month, said.automatic) == ("2021-09", False)
    [resumed] = case.said(BenefitResumed)
    assert (resumed.state, resumed.lifted, resumed.lifted_from) == ("active", "S01", "2020-10")
    assert case.view().state == "active"
    house.turn_to(at("2020-11-02"))
    assert "2020-10" in case.ledger()
    with pytest.raises(Conflict):
        extend(house, case)  # 2021-09 is no expiry of 2020


def test_before_the_measure_nobody_can_extend(house):
    case = running_until(house, "2020-09")
    with pytest.raises(Conflict):
        extend(house, case)


def test_what_was_stopped_for_a_cause_is_not_extended(house):
    case = running_until(house, "2020-09")
    stop = StopBenefit(application_id=case.id, code="S04", event_month="2020-09", note="单位参保")
    house.ask(stop, CLERK)
    house.turn_to(at("2020-10-09"))
    with pytest.raises(Conflict):
        extend(house, case)
    assert case.said(BenefitExtended) == []


def test_the_extension_ends_with_retirement(house):
    house.clock.set(at("2020-09-06"))
    case = Case(house, start="2020-09", months=3)
    case.facts = type(case.facts)(
        **{
            **{name: getattr(case.facts, name) for name in case.facts.__dataclass_fields__},
            "birth_date": at("1971-03-07").date(),
        }
    )
    case.active()
    house.turn_to(at("2020-10-02"))
    assert [said.end_month for said in case.said(BenefitExtended)] == ["2021-03"]
