"""Stops and what follows from them: domain §6.3, §10, §16.14, §16.16, §16.17, §16.20, §16.21."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from payments_cases import CLERK, DISTRICT_OFFICER, ID_NUMBER, OTHER_STREET, Case, at

from contracts.intake import ApplicationCorrected
from contracts.outside import RefundAnswered, RefundAsked, StatusReported
from contracts.payments import (
    BenefitActivated,
    BenefitStopped,
    DismissSuspicion,
    ListBenefitWork,
    ListEntitlements,
    MonthSubsidised,
    StartRefused,
    StopBenefit,
    SubsidyReversed,
)
from kernel.errors import Conflict
from kernel.month import Month
from payments.domain.stops import Stop, after_paid, agreed, outranks
from servicekit.testing.house import SEALER

MAY, JUNE, JULY = (Month(2021, number) for number in (5, 6, 7))


@pytest.mark.parametrize(
    ("new", "standing", "recover", "wins"),
    [
        (Stop("S10", JUNE), None, False, True),
        (Stop("S10", JUNE), Stop("S03", JULY), False, True),
        (Stop("S10", JULY), Stop("S03", JUNE), False, False),
        (Stop("S10", JUNE), Stop("S03", JUNE), False, False),
        (Stop("S09", MAY), Stop("S04", MAY), True, True),
        (Stop("S09", MAY), Stop("S09", MAY), True, False),
    ],
)
def test_which_decision_stands(new, standing, recover, wins):
    assert outranks(new, standing, recover) is wins


@pytest.mark.parametrize(
    ("reports", "month"),
    [
        ([], None),
        ([("公安", MAY)], None),
        ([("公安", MAY), ("公安", MAY)], None),  # one source, twice
        ([("公安", MAY), ("民政", MAY)], MAY),
        ([("公安", MAY), ("民政", JUNE)], None),  # people decide
        ([("公安", MAY), ("民政", JUNE), ("卫健", JUNE)], JUNE),
    ],
)
def test_a_death_needs_two_sources_that_agree(reports, month):
    assert agreed(reports) == month


@pytest.mark.parametrize(
    ("paid", "stop"), [([], MAY), ([MAY], JUNE), ([MAY, JUNE], JULY), ([JUNE], MAY)]
)
def test_paid_months_may_be_kept(paid, stop):
    assert after_paid(MAY, paid) == stop


@pytest.fixture
def active(house):
    """Active from 2021-05, a year whose bases are all known."""
    house.clock.set(at("2021-05-06"))
    case = Case(house, start="2021-05")
    case.person_key = SEALER.search_hash(ID_NUMBER)
    return case.active()


def stop(house, case, code, month, caller=CLERK):
    form = StopBenefit(application_id=case.id, code=code, event_month=month, note="核实")
    return house.ask(form, caller)


def reported(status, month, reporter="公安"):
    return StatusReported(
        event_id=uuid4(),
        reporter=reporter,
        status=status,
        month=month,
        subject=json.dumps({"id_number": ID_NUMBER}),
    )


def test_a_death_that_two_sources_report_stops_and_takes_later_months_back(house, active):
    for month in ("2021-05", "2021-06", "2021-07"):
        active.deduct(month)
    first, second = reported("death", "2021-05"), reported("death", "2021-05", "民政")
    for event in (first, first):
        house.tell(event)
    assert active.view().state == "active"
    assert [s.reporter for s in active.view().suspicions] == ["公安"]
    house.tell(second)
    [said] = active.said(BenefitStopped)
    assert (said.code, said.from_month, said.months_used) == ("S06", "2021-06", 1)
    assert [back.month for back in active.said(SubsidyReversed)] == ["2021-06", "2021-07"]
    # the personal part goes to the heirs through the centre
    assert [asked.month for asked in active.said(RefundAsked)] == ["2021-06", "2021-07"]
    decided = [item for item in active.view().history if item.what == "stop_decided"][0]
    assert decided.basis[0].values["信息来源"] == "公安、民政"


def test_a_death_after_the_end_still_takes_months_back(house, active):
    active.deduct("2021-05")
    active.deduct("2021-06")
    stop(house, active, "S10", "2021-06")
    stop(house, active, "S06", "2021-05")
    last = active.said(BenefitStopped)[-1]
    assert (last.code, last.from_month, last.months_used) == ("S06", "2021-06", 1)
    assert [back.month for back in active.said(SubsidyReversed)] == ["2021-06"]


def test_what_one_source_reports_people_look_into(house, active):
    house.tell(reported("employment", "2021-05", "社保"))
    view = active.view()
    assert (view.state, view.suspicions[0].code) == ("active", "S04")
    assert "dismiss_suspicion" in view.allowed
    event_id = view.suspicions[0].event_id
    form = DismissSuspicion(application_id=active.id, event_id=event_id, note="同名不同人")
    house.ask(form, CLERK)
    assert active.view().suspicions[0].dismissed
    assert "dismiss_suspicion" not in active.view().allowed


def test_a_dismissed_report_is_no_source(house, active):
    house.tell(reported("death", "2021-05"))
    event_id = active.view().suspicions[0].event_id
    form = DismissSuspicion(application_id=active.id, event_id=event_id, note="本人到场")
    house.ask(form, DISTRICT_OFFICER)
    house.tell(reported("death", "2021-05", "民政"))
    assert active.view().state == "active"


def test_nobody_else_is_suspected(house, active):
    other = Case(house, start="2021-05").active()
    house.tell(reported("retirement", "2021-06", "社保"))
    assert [s.code for s in active.view().suspicions] == ["S05"]
    assert other.view().suspicions == ()


def test_a_false_commitment_found_after_the_end_goes_back_to_the_start(house, active):
    for month in ("2021-05", "2021-06"):
        active.deduct(month)
    stop(house, active, "S10", "2021-06")
    house.clock.set(at("2021-09-01"))
    stop(house, active, "S09", "2021-09", DISTRICT_OFFICER)
    last = active.said(BenefitStopped)[-1]
    assert (last.code, last.from_month, last.months_used) == ("S09", "2021-05", 0)
    assert last.recovery == active.view().recovery == "1712.64"  # 2 × 856.32
    assert [b.month for b in active.said(SubsidyReversed)] == ["2021-05", "2021-06"]
    assert active.said(RefundAsked) == []  # the person pays back and gets nothing back
    with pytest.raises(Conflict):
        stop(house, active, "S09", "2021-09", DISTRICT_OFFICER)


def test_an_employer_in_the_middle_of_a_month_takes_that_month_back(house, active):
    active.deduct("2021-05")
    active.deduct("2021-06")
    stop(house, active, "S04", "2021-06")
    assert [b.month for b in active.said(SubsidyReversed)] == ["2021-06"]
    assert [asked.month for asked in active.said(RefundAsked)] == ["2021-06"]  # two payers


def unreported(house, case):
    """The month after the window is deducted before the report falls due."""
    for month in ("2021-05", "2021-06", "2021-07", "2021-08"):
        case.deduct(month)
    house.turn_to(at("2021-08-03"))
    return case.said(BenefitStopped)


def test_a_month_deducted_before_the_stop_without_report_is_refunded(house, active):
    [said] = unreported(house, active)
    assert (said.code, said.from_month, said.months_used) == ("S03", "2021-08", 3)
    [asked] = active.said(RefundAsked)
    assert asked.month == "2021-08"
    house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))
    house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))
    answers = [h for h in active.view().history if h.what == "month_refund_answered"]
    assert len(answers) == 1
    assert active.ledger()["2021-08"] == "void"


def test_a_refunded_month_is_not_paid_when_the_stop_is_lifted(house, active):
    active.deduct("2021-05", "01")
    active.deduct("2021-07")
    active.deduct("2021-06", "01")
    [asked] = active.said(RefundAsked)
    house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))
    active.deduct("2021-05", attempt=2)  # §16.14: the stop is lifted
    assert active.view().state == "active"
    assert active.ledger() == {"2021-05": "deducted", "2021-06": "failed", "2021-07": "planned"}
    paid = [said.month for said in active.said(MonthSubsidised)]
    assert paid == ["2021-07", "2021-05"]


def test_a_refund_that_crosses_the_lifting_undoes_the_month(house, active):
    active.deduct("2021-05", "01")
    active.deduct("2021-07")
    active.deduct("2021-06", "01")
    [asked] = active.said(RefundAsked)
    active.deduct("2021-05", attempt=2)
    assert active.ledger()["2021-07"] == "deducted"
    house.tell(RefundAnswered(request_id=asked.request_id, refunded=True))
    assert active.ledger()["2021-07"] == "planned"
    assert [b.month for b in active.said(SubsidyReversed)] == ["2021-07", "2021-07"]
    assert len(active.said(RefundAsked)) == 1


def test_a_month_deducted_again_after_its_refund_is_refunded_again(house, active):
    active.deduct("2021-05", "01")
    active.deduct("2021-07")
    active.deduct("2021-06", "01")
    [first] = active.said(RefundAsked)
    house.tell(RefundAnswered(request_id=first.request_id, refunded=True))
    active.deduct("2021-05", attempt=2)  # the stop is lifted
    house.turn_to(at("2021-07-10"))
    active.deduct("2021-07", attempt=2)
    assert active.ledger()["2021-07"] == "deducted"
    stop(house, active, "S04", "2021-07")
    assert [asked.month for asked in active.said(RefundAsked)] == ["2021-07", "2021-07"]


def test_who_stops_and_applies_again_gets_what_is_left(house, active):
    active.deduct("2021-05")
    active.deduct("2021-06")
    stop(house, active, "S10", "2021-06")
    second = active.again()
    second.open()
    assert second.view().months == 36  # as review said; ours is the last word
    second.find().confirm()
    assert second.view().months == 34


def corrected(case, key):
    return ApplicationCorrected(
        application_id=case.id,
        dossier_version=2,
        digest="1" * 64,
        publicity_relevant=False,
        facts=replace(case.facts, birth_date=at("1979-01-09").date()),
        person=case.accepted().person,
        person_key=key,
    )


def test_a_correction_that_the_approval_overtook_still_names_the_person(house, case):
    case.open()
    house.tell(corrected(case, "k-corrected"))
    other = case.again()
    other.person_key = "k-corrected"
    assert other.open().view().state == "refused"


def test_a_correction_into_somebody_who_enjoys_already_ends_the_start(house, case):
    running = Case(house).active()
    case.open()
    house.tell(corrected(case, running.person_key))
    assert case.view().state == "refused"
    assert case.said(StartRefused)[-1].reason_code == "CHK-JY-OTHER"
    assert running.view().state == "active"


def test_a_correction_of_a_running_benefit_waits_for_people(house, case):
    running = Case(house).active()
    case.active()
    house.tell(corrected(case, running.person_key))
    assert case.view().state == "active"
    assert "second_benefit" in [item.what for item in case.view().history]
    assert len(case.said(BenefitActivated)) == 2


def test_reports_that_nobody_has_looked_into_are_a_worklist(house, active):
    def listed(caller):
        return [one.application_id for one in house.ask(suspected, caller).items]

    suspected = ListEntitlements(suspected=True)
    assert listed(CLERK) == []
    told = reported("household_left", "2021-06")
    house.tell(told)
    assert listed(CLERK) == listed(DISTRICT_OFFICER) == [active.id]
    assert listed(OTHER_STREET) == []
    work = house.ask(ListBenefitWork(kind="suspicion"), CLERK)
    assert [one.application_id for one in work.suspicions] == [active.id]
    looked = DismissSuspicion(application_id=active.id, event_id=told.event_id, note="户籍未迁")
    house.ask(looked, CLERK)
    assert listed(CLERK) == []
