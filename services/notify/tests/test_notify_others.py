"""T8 to T14, and what is not said: to whom, once, and never beside what contradicts it."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest
from notify_cases import accepted, approved, messages, thrice

from contracts.notify import MessageFailed, ShowPhone
from contracts.payments import (
    BenefitExtended,
    BenefitResumed,
    BenefitStopped,
    DeductionFailed,
    ExpiryNear,
    PersonalAmountChanged,
    ReportDue,
    StartChoiceNeeded,
    StartPostponed,
)
from contracts.review import CaseReturned, ObjectionResolved
from kernel.clock import SHANGHAI
from kernel.month import Month
from notify.domain.occasion import comes_late
from policy import load

CUTOFF = date(2019, 5, 24)
OBJECTION = UUID(int=7)


@pytest.fixture
def case(house):
    case = uuid4()
    house.tell(accepted(case))
    return case


def failed(case, code="01", month="2019-05", stops=False):
    return DeductionFailed(
        application_id=case, month=month, code=code, consecutive=1, pay_by=CUTOFF, stops=stops
    )


def stopped(case, code="S02"):
    return BenefitStopped(
        application_id=case,
        code=code,
        from_month="2019-08",
        reason_text="连续2个月扣款不成功",
        months_used=2,
    )


def extended(case, end="2021-11"):
    return BenefitExtended(application_id=case, end_month=end, months=48, automatic=True)


def resumed(case, lifted="S02"):
    return BenefitResumed(
        application_id=case,
        state="active",
        end_month="2022-04",
        lifted=lifted,
        lifted_from="2019-08",
    )


def objection(case, contact="13911112222", upheld=False):
    return ObjectionResolved(
        application_id=case, objection_id=OBJECTION, upheld=upheld, objector_contact=contact
    )


def returned(case, to="applicant", round_=1):
    return CaseReturned(application_id=case, to=to, reason="照片不清", round=round_)


SAID = [
    (
        lambda case: StartChoiceNeeded(application_id=case, month="2019-05", decide_by=CUTOFF),
        "T8",
        "李秀英（身份证尾号0029），您2019年05月已有社会保险缴费。请于2019年05月24日前联系"
        "街道（乡镇）经办机构选择顺延或退费，逾期按顺延办理。",
    ),
    (
        lambda case: ExpiryNear(application_id=case, end_month="2022-04"),
        "T9",
        "李秀英（身份证尾号0029），您的灵活就业社会保险补贴将于2022年04月期满。",
    ),
    (
        objection,
        "T10",
        "您对李**灵活就业社会保险补贴公示提出的异议已核查，结果为不成立。如有疑问，请致电12333。",
    ),
    (
        returned,
        "T12",
        "李秀英（身份证尾号0029），您的灵活就业社会保险补贴申请材料须补正后继续办理，"
        "请尽快联系街道（乡镇）经办机构。",
    ),
    (
        extended,
        "T13",
        "李秀英（身份证尾号0029），您的灵活就业社会保险补贴享受期限已延长至2021年11月。",
    ),
    (
        resumed,
        "T14",
        "李秀英（身份证尾号0029），您的灵活就业社会保险补贴已恢复享受，将于2022年04月期满，"
        "此前的停止通知不再有效。",
    ),
]


@pytest.mark.parametrize(("say", "template", "text"), SAID)
def test_each_is_told_once_and_word_for_word(house, case, say, template, text):
    thrice(house, say(case))
    house.tell(say(case))

    house.turn(minutes=1)
    house.turn(minutes=1)

    [message] = messages(house)
    assert (message.template, message.text, message.state) == (template, text, "delivered")
    assert message.segments <= 2


def test_the_objector_is_told_not_the_applicant_and_learns_no_full_name(house, case):
    house.tell(objection(case))
    house.turn(minutes=1)
    house.turn(minutes=1)

    [shown] = house.ask(ShowPhone()).items
    assert shown.phone == "139****2222"
    assert "李秀英" not in shown.text


def test_an_objector_with_a_landline_is_called_and_one_without_address_is_not_told(house, case):
    house.tell(objection(case, contact="010-88886666"))
    house.tell(ObjectionResolved(application_id=case, objection_id=uuid4(), upheld=True))
    house.turn(minutes=1)

    assert [(m.template, m.state) for m in messages(house)] == [("T10", "call_list")]
    assert house.ask(ShowPhone()).items == ()


@pytest.mark.parametrize(
    ("code", "told"),
    [("01", ["T4"]), ("02", ["T11", "T4"]), ("03", ["T11", "T4"]), ("99", ["T4"])],
)
def test_a_closed_or_frozen_account_is_told_beside_the_failure(house, case, code, told):
    thrice(house, failed(case, code))
    assert sorted(m.template for m in messages(house)) == told
    words = {m.template: m.text for m in messages(house)}
    if "T11" in words:
        assert "邮政储蓄银行账户（尾号0003）因账户" in words["T11"]
        assert "无法扣款。请于2019年05月24日前到街道（乡镇）经办机构办理变更。" in words["T11"]


def test_the_failure_that_stops_the_benefit_is_told_by_the_stop_alone(house, case):
    house.tell(failed(case, month="2019-06"))
    house.turn(minutes=1)
    house.tell(failed(case, code="02", month="2019-07", stops=True))
    house.tell(stopped(case))

    assert [m.template for m in messages(house)] == ["T7", "T4"]


def test_what_a_stop_overtakes_is_not_sent_in_the_morning(house, case):
    house.clock.set(datetime(2019, 4, 12, 22, tzinfo=SHANGHAI))
    house.tell(failed(case))
    house.tell(ReportDue(application_id=case, due=CUTOFF, stop_month="2019-08", days_left=5))
    house.tell(approved(case))
    house.tell(stopped(case))

    house.clock.set(datetime(2019, 4, 13, 8, tzinfo=SHANGHAI))
    house.turn(minutes=1)
    house.turn(minutes=1)

    states = {m.template: m.state for m in messages(house)}
    expected = {"T1": "delivered", "T7": "delivered", "T3": "failed", "T4": "failed"}
    assert states == expected
    assert house.said("notify", MessageFailed) == []


def test_a_transfer_is_no_stop_to_tell(house, case):
    house.tell(stopped(case, "S12"))
    assert messages(house) == ()


def late_evening(house):
    house.clock.set(datetime(2019, 4, 12, 22, tzinfo=SHANGHAI))


def next_morning(house):
    house.clock.set(datetime(2019, 4, 13, 8, tzinfo=SHANGHAI))
    house.turn(minutes=1)
    house.turn(minutes=1)
    return {m.template: m.state for m in messages(house)}


def test_who_was_told_of_an_end_that_is_extended_is_told_so(house, case):
    house.tell(stopped(case, "S01"))
    house.turn(minutes=1)
    house.tell(extended(case))
    house.tell(resumed(case, "S01"))
    house.turn(minutes=1)
    house.turn(minutes=1)
    assert [(m.template, m.state) for m in messages(house)] == [
        ("T13", "delivered"),
        ("T7", "delivered"),
    ]


def test_an_end_that_moved_before_the_morning_is_told_by_the_extension_alone(house, case):
    late_evening(house)
    house.tell(ExpiryNear(application_id=case, end_month="2020-11"))
    house.tell(stopped(case, "S01"))
    house.tell(extended(case))
    assert next_morning(house) == {"T9": "failed", "T7": "failed", "T13": "delivered"}


def test_a_stop_lifted_before_anybody_was_told_needs_no_message(house, case):
    late_evening(house)
    house.tell(stopped(case))
    house.tell(resumed(case))
    assert next_morning(house) == {"T7": "failed"}


def test_a_stop_overtakes_what_was_said_of_going_on(house, case):
    late_evening(house)
    house.tell(extended(case))
    house.tell(stopped(case))
    assert next_morning(house) == {"T13": "failed", "T7": "delivered"}


def test_of_two_reminders_that_wait_only_the_newer_goes_out(house, case):
    late_evening(house)
    for due in (CUTOFF, date(2019, 5, 27), date(2019, 5, 27)):
        house.tell(ReportDue(application_id=case, due=due, stop_month="2019-06", days_left=5))
    next_morning(house)
    said = {message.text[:14]: message.state for message in messages(house)}
    assert said == {"请于2019年05月24日前": "failed", "请于2019年05月27日前": "delivered"}


def test_what_the_street_itself_must_correct_is_not_told_to_the_applicant(house, case):
    house.tell(returned(case, to="street"))
    assert messages(house) == ()


def test_each_return_is_an_occasion_of_its_own(house, case):
    house.tell(returned(case, round_=1))
    house.tell(returned(case, round_=2))
    assert [m.occasion for m in messages(house)] == ["round-2", "round-1"]


def test_july_is_told_once_a_year_to_a_person_with_two_applications(house, case):
    other = uuid4()
    house.tell(accepted(other))  # the same person: the same keyed hash
    for each, year in ((case, 2019), (other, 2019), (other, 2020)):
        house.tell(
            PersonalAmountChanged(
                application_id=each,
                from_month=f"{year}-07",
                personal_amount="277.61",
                pay_by=date(year, 7, 19),
            )
        )
    assert [m.occasion for m in messages(house)] == ["2020", "2019"]


def test_a_name_longer_than_gateways_take_is_cut_and_the_message_goes_out(house):
    case = uuid4()
    house.tell(accepted(case, name="阿" * 50))
    house.tell(returned(case))
    house.turn(minutes=1)

    [message] = messages(house)
    assert message.text.startswith("阿" * 35 + "（身份证尾号0029）")


@pytest.mark.parametrize(
    ("start", "day", "late"),
    [
        ("2019-05", date(2019, 5, 24), False),
        ("2019-05", date(2019, 5, 25), True),
        ("2019-08", date(2019, 8, 24), False),  # a Saturday: payments may still think otherwise
        ("2019-08", date(2019, 8, 25), True),
        ("2019-05", date(2019, 4, 30), False),
        ("2020-01", date(2020, 2, 3), True),
    ],
)
def test_which_approvals_come_too_late_for_their_month(start, day, late):
    assert comes_late(Month.parse(start), day, load().on(day)) is late


def postponed(case, start="2019-07"):
    return StartPostponed(application_id=case, start_month=start, months=36, automatic=True)


LATE = datetime(2019, 6, 3, 10, tzinfo=SHANGHAI)


@pytest.mark.parametrize("first", ["approval", "postponement"])
def test_a_late_approval_gives_one_message_with_the_month_that_holds(house, case, first):
    house.turn_to(LATE)
    said = [replace(approved(case), approved_at=LATE), postponed(case, "2019-06")]
    for event in said if first == "approval" else reversed(said):
        thrice(house, event)
    for _ in range(2):
        house.turn(minutes=1)
    [message] = messages(house)
    assert (message.template, message.state) == ("T1", "delivered")
    assert "自2019年06月起享受36个月" in message.text


def test_an_approval_heard_after_its_postponement_is_not_told_any_more(house, case):
    house.tell(postponed(case, "2019-06"))
    house.tell(approved(case))
    [message] = messages(house)
    assert "自2019年06月起" in message.text


def test_a_first_month_that_waits_for_the_morning_is_overtaken_by_the_second(house, case):
    house.turn_to(datetime(2019, 4, 12, 22, tzinfo=SHANGHAI))
    house.tell(approved(case))
    house.tell(postponed(case, "2019-06"))
    house.turn_to(datetime(2019, 4, 13, 8, 1, tzinfo=SHANGHAI))
    house.turn(minutes=1)
    assert sorted(message.state for message in messages(house)) == ["delivered", "failed"]
    [shown] = house.ask(ShowPhone()).items
    assert "自2019年06月起" in shown.text


def test_a_start_postponed_later_is_told_as_a_correction(house, case):
    house.tell(approved(case))
    house.turn(minutes=1)
    house.tell(postponed(case, "2019-06"))
    house.turn(minutes=1)
    shown = [line.text for line in house.ask(ShowPhone()).items]
    assert ["自2019年06月起" in shown[0], "自2019年05月起" in shown[1], len(shown)] == [
        True,
        True,
        2,
    ]
