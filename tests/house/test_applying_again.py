"""A second application of one person: what was enjoyed before counts against the cap.

Domain §3 (n = min(cap, cap − months used, months to retirement)), §16.21, §16.23, Q17; through
intake, review and payments.
"""

from datetime import datetime

from town import again, clerk, desk

from contracts.intake import ApplicationAccepted
from contracts.payments import StartConfirmed, StopBenefit
from contracts.review import GetCase, InitialReviewPassed
from kernel.month import Month


def enjoyed(town, person, months):
    """A benefit of which so many months were subsidised, then stopped at the person's wish."""
    case = town.enjoying(person)
    start = Month.parse(town.entitlement(case).start_month)
    last = start + months - 1
    for month in Month.range(start, last):
        town.turn_to(month.year, month.month, 20)
        town.deduct(case, str(month))
        town.report(case)
    form = StopBenefit(application_id=case, code="S10", event_month=str(last), note="本人申请")
    town.ask(form, desk(town.agency))
    town.turn_to((last + 1).year, (last + 1).month, 3)
    town.enrol()
    return case


def test_fourteen_months_of_thirty_six_leave_twenty_two(town):
    town = town(datetime(2021, 7, 5, 10))
    person = town.person()
    first = enjoyed(town, person, 14)
    assert town.entitlement(first).months_used == 14

    case = town.enjoying(again(person))

    accepted = town.said("intake", ApplicationAccepted, case)[-1]
    assert (accepted.facts.months_used, str(accepted.facts.age_fixed_on)) == (14, "2021-07-05")
    assert town.said("review", InitialReviewPassed, case)[-1].months == 22
    assert town.said("payments", StartConfirmed, case)[-1].months == 22
    grounds = town.house.ask(GetCase(application_id=case), clerk(town.street)).basis
    assert any(ground.values.get("已享受月数") == "14" for ground in grounds)


def test_a_graduate_s_months_are_counted_apart(town):
    town = town(datetime(2021, 7, 5, 10))
    graduate = town.person(
        1,
        category="PGRAD",
        education="20",
        former_status="06",
        unemployed_days=120,
        graduated_on=datetime(2021, 6, 20).date(),
    )
    enjoyed(town, graduate, 2)

    case = town.apply(again(graduate, category="PUN1Y", unemployed_days=420, graduated_on=None))
    town.report_up(case)

    assert town.said("intake", ApplicationAccepted, case)[-1].facts.months_used == 0
    assert town.said("review", InitialReviewPassed, case)[-1].months == 36
