"""重号更正: two identity numbers of one person; edge case 27."""

from datetime import date

import pytest

from contracts.intake import ListApplications, MergePerson, NumbersMerged, WithdrawApplication
from contracts.payments import BenefitActivated, BenefitStopped, MonthSubsidised
from contracts.review import ApplicationApproved
from kernel import identity
from kernel.errors import Conflict, Invalid, NotFound, Refusal
from servicekit.testing.house import SEALER

BORN = date(1970, 3, 7)
FORMER, CURRENT = (identity.compose("110101", BORN, n) for n in (21, 31))
FURTHER = identity.compose("110101", BORN, 41)


def merge(counter, former=FORMER, current=CURRENT):
    form = MergePerson(former_number=former, id_number=current, ground="公安机关更正证明")
    return counter.ask(form, counter.district)


def enjoyed(counter, number, months, stop="S10"):
    """An application of that number, approved, enjoyed and stopped."""
    case = counter.accepted(counter.paper(id_number=number))
    counter.house.tell(
        ApplicationApproved(
            application_id=case,
            approved_at=counter.clock.now(),
            applied_on=date(2019, 4, 1),
            proposed_start="2019-05",
            months=36,
            first_officer="one",
            second_officer="two",
        )
    )
    counter.house.tell(BenefitActivated(application_id=case, start_month="2019-05"))
    for n in range(months):
        month = f"{2019 + (4 + n) // 12}-{(4 + n) % 12 + 1:02d}"
        sums = {"personal": "1.00", "subsidy": "1.00", "total": "2.00"}
        counter.house.tell(MonthSubsidised(application_id=case, month=month, **sums))
    if stop:
        counter.house.tell(
            BenefitStopped(
                application_id=case,
                code=stop,
                from_month="2022-05",
                reason_text="停止",
                months_used=months,
            )
        )
    return case


def results(counter, case):
    return {code: check.result for code, check in counter.checks(case).items()}


def test_27_the_history_of_the_former_number_goes_on_under_the_new_one(counter):
    old = enjoyed(counter, FORMER, 36)
    assert merge(counter).applications == 1
    case = counter.accepted(counter.paper(id_number=CURRENT))
    assert results(counter, case)["CHK-JY-CUM"] == "FAIL"  # 36 months are 36 months
    for number in (FORMER, CURRENT):
        items = counter.ask(ListApplications(id_number=number), counter.clerk).items
        assert {item.application_id for item in items} == {old, case}
    assert counter.view(old).history[-1].what == "person_merged"
    [told] = counter.house.said("intake", NumbersMerged)
    assert (told.kept_key, told.other_key) == tuple(map(SEALER.search_hash, (FORMER, CURRENT)))


def test_27_without_the_correction_the_new_number_is_another_person(counter):
    enjoyed(counter, FORMER, 36)
    case = counter.accepted(counter.paper(id_number=CURRENT))
    assert results(counter, case)["CHK-JY-CUM"] == "PASS"


def test_27_a_running_benefit_bars_the_new_number(counter):
    enjoyed(counter, FORMER, 3, stop="")
    merge(counter)
    case = counter.accepted(counter.paper(id_number=CURRENT))
    assert results(counter, case)["CHK-JY-DUP"] == "FAIL"


def test_27_an_open_application_under_one_number_bars_both(counter):
    counter.submit(counter.paper(id_number=FORMER))
    merge(counter)
    for number in (FORMER, CURRENT):
        with pytest.raises(Conflict) as again:
            counter.submit(counter.paper(id_number=number))
        assert again.value.code == "open-application-exists"


def test_27_two_open_applications_are_settled_first(counter):
    counter.submit(counter.paper(id_number=FORMER))
    second = counter.submit(counter.paper(id_number=CURRENT))
    with pytest.raises(Conflict) as both:
        merge(counter)
    assert both.value.code == "both-have-open-applications"
    counter.ask(WithdrawApplication(application_id=second, reason="重复申请"))
    assert merge(counter).applications == 2


def test_27_a_number_corrected_twice_is_still_one_person(counter):
    enjoyed(counter, FORMER, 36)
    merge(counter)
    merge(counter, CURRENT, FURTHER)
    with pytest.raises(Conflict):
        merge(counter, FURTHER, FORMER)
    case = counter.accepted(counter.paper(id_number=FURTHER))
    assert results(counter, case)["CHK-JY-CUM"] == "FAIL"


def test_27_what_cannot_be_merged_is_refused(counter):
    with pytest.raises(NotFound):
        merge(counter)
    with pytest.raises(Invalid) as wrong:
        merge(counter, current="110101197003070010")
    assert "id_number" in wrong.value.fields
    with pytest.raises(Refusal):
        form = MergePerson(former_number=FORMER, id_number=CURRENT, ground="证明")
        counter.ask(form, counter.clerk)
