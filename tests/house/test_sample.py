"""抽查 through all services: drawn, found false by two, stopped from the start, claimed back."""

from datetime import date, datetime

from town import officer

from contracts.caller import CITY, CITY_OFFICER, Caller
from contracts.inspections import ConfirmInspection, RecordInspection
from contracts.intake import GetApplication
from contracts.payments import BenefitStopped
from contracts.reporting import AnnounceSample, DrawSample, GetProjection, GetSample


def city(name):
    return Caller(
        subject=name,
        name=name,
        tier=CITY,
        roles=(CITY_OFFICER,),
        division="110000",
        key_serial=f"K-{name}",
    )


def test_a_failed_inspection_ends_the_benefit_from_its_start(town):
    town = town(datetime(2021, 7, 5, 10))
    person = town.person()
    case = town.enjoying(person)
    town.turn_to(2021, 8, 20)
    town.deduct(case, "2021-08")
    public = AnnounceSample(month="2021-07", source="双色球开奖号码", value_on=date(2021, 8, 24))
    sample = town.ask(public, city("draws")).sample_id
    town.turn_to(2021, 8, 25)
    town.ask(DrawSample(sample_id=sample, value="01 02 03"), city("draws"))

    one = {"sample_id": sample, "application_id": case}
    town.ask(RecordInspection(**one, outcome="failed", findings="在单位参保"), city("a"))
    assert town.entitlement(case).state == "active"  # one hand ends nothing
    town.ask(ConfirmInspection(**one, upheld=True, findings="核实"), city("b"))

    view = town.entitlement(case)
    assert (view.state, view.stop_code, view.stop_month) == ("stopped", "S09", "2021-08")
    found = town.house.ask(GetSample(sample_id=sample), city("draws"))
    assert (found.strata[0].failed, found.claimed) == (1, "1114.88")
    assert town.house.ask(GetProjection(application_id=case), city("a")).state == "stopped"
    town.street = "110101002"
    again = town.apply(person)  # 失信承诺: the list we keep ourselves answers CHK-BLK
    clerk = officer("clerk-110101002", "street_clerk", "110101002")
    checks = town.house.ask(GetApplication(application_id=again), clerk).checks
    [barred] = [check for check in checks if check.code == "CHK-BLK"]
    assert (barred.result, barred.detail) == (
        "FAIL",
        "曾因虚假承诺停止补贴，限制申请的期限未公布",
    )
    [stopped] = town.said("payments", BenefitStopped, case)
    assert stopped.stopped_on == date(2021, 8, 25)  # from that day a published bar would run
