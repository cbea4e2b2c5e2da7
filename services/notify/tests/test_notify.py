"""What people are told: once for its occasion, word for word, inside the window, with receipts."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from notify_cases import MORNING, accepted, approved, facts, messages, person, thrice

from contracts.caller import APPLICANT, DISTRICT, STREET, Caller
from contracts.intake import ApplicationCorrected
from contracts.notify import ListMessages, MessageFailed, ShowPhone
from contracts.payments import (
    BenefitStopped,
    DeductionFailed,
    PersonalAmountChanged,
    ReportDue,
    StartConfirmed,
    StartPostponed,
    StartRefused,
)
from contracts.review import ApplicationRejected
from kernel.clock import SHANGHAI
from kernel.errors import Invalid, NotFound

CLERK = Caller(subject="c1", tier=STREET, roles=("street_clerk",), division="110101001")
OTHER = Caller(subject="c2", tier=STREET, roles=("street_clerk",), division="110105021")
DISTRICT_OFFICER = Caller(subject="d1", tier=DISTRICT, roles=("district_clerk",), division="110101")


T1 = "经区复核确认，同意李秀英（身份证尾号0029）自2019年05月起享受36个月的灵活就业社会保险补贴。"
DUE = date(2019, 7, 31)
SAYINGS = [
    (approved, T1),
    (
        lambda case: StartPostponed(application_id=case, start_month="2019-06", months=36),
        "经区复核确认，同意李秀英（身份证尾号0029）自2019年06月起享受36个月的灵活就业社会保险补贴。",
    ),
    (
        lambda case: ApplicationRejected(
            application_id=case,
            stage="district",
            reason_code="R-EMP",
            reason_text="存在单位参保缴费",
        ),
        "经确认，李秀英（身份证尾号0029）因存在单位参保缴费原因，不同意享受灵活就业社会保险补贴政策。",
    ),
    (
        lambda case: StartRefused(
            application_id=case, reason_code="R-EMP", reason_text="存在单位参保缴费"
        ),
        "经确认，李秀英（身份证尾号0029）因存在单位参保缴费原因，不同意享受灵活就业社会保险补贴政策。",
    ),
    (
        lambda case: ReportDue(application_id=case, due=DUE, stop_month="2019-08", days_left=15),
        "请于2019年07月31日前，及时通过微信、PC端或者到街道（乡镇）经办机构报告本人就业情况。"
        "逾期未报告则视为个人自愿放弃，并于2019年08月停止补贴。",
    ),
    (
        lambda case: DeductionFailed(
            application_id=case, month="2019-05", code="01", consecutive=1, pay_by=DUE
        ),
        "请于2019年07月31日前，及时向个人账户存储足额个人应缴纳的社会保险费用。"
        "扣款不成功的将停止社会保险补贴。",
    ),
    (
        lambda case: PersonalAmountChanged(
            application_id=case, from_month="2019-07", personal_amount="277.61", pay_by=DUE
        ),
        "请于2019年07月31日前，按新的个人缴费标准，向个人账户存储足额个人应缴纳的社会保险费用。"
        "扣款不成功的将停止社会保险补贴。",
    ),
    (
        lambda case: StartConfirmed(
            application_id=case,
            start_month="2019-05",
            end_month="2022-04",
            months=36,
            personal_amount="269.26",
        ),
        "李秀英（身份证尾号0029），您的灵活就业社会保险补贴自2019年05月起开始享受。"
        "请每月在本人邮政储蓄银行账户（尾号0003）足额留存社会保险费个人应缴部分269.26元。",
    ),
    (
        lambda case: BenefitStopped(
            application_id=case,
            code="S02",
            from_month="2019-08",
            reason_text="连续2个月扣款不成功",
            months_used=2,
        ),
        "李秀英（身份证尾号0029），因连续2个月扣款不成功，您的灵活就业社会保险补贴自2019年08月起停止。"
        "如有异议，请致电12333。",
    ),
]


@pytest.mark.parametrize(("say", "text"), SAYINGS)
def test_each_occasion_is_told_word_for_word_and_reaches_the_phone(house, say, text):
    case = uuid4()
    house.tell(accepted(case))
    house.tell(say(case))

    house.turn(minutes=1)
    house.turn(minutes=1)

    [message] = messages(house)
    assert (message.text, message.state, message.attempts) == (text, "delivered", 1)
    assert message.address == "138****0000"
    [shown] = house.ask(ShowPhone()).items
    assert (shown.phone, shown.text) == ("138****0000", f"【北京人社】{text}")
    assert house["notify"].letters() == []


def test_every_letter_three_times_gives_one_message_each(house):
    case = uuid4()
    thrice(house, accepted(case))
    for say, _ in SAYINGS:
        thrice(house, say(case))
        house.tell(say(case))  # and once more as another letter of the same occasion
        house.turn(minutes=1, copies=3)
        house.turn(minutes=1, copies=3)

    assert len(messages(house)) == len(SAYINGS)
    assert len(house.ask(ShowPhone()).items) == len(SAYINGS)
    assert {message.state for message in messages(house)} == {"delivered"}
    assert house["notify"].letters() == []
    assert house["notify"].parked() == []


def test_a_message_told_before_the_person_is_known_waits_for_the_address(house):
    case = uuid4()
    house.tell(approved(case))
    house.turn(minutes=1)
    assert house.ask(ShowPhone()).items == ()

    house.tell(accepted(case))
    house.turn(minutes=1)

    assert [message.text for message in messages(house)] == [T1]
    assert len(house.ask(ShowPhone()).items) == 1


@pytest.mark.parametrize("contact", ["010-88886666", "li_xiuying78"])
def test_whom_no_text_message_can_reach_is_called(house, contact):
    case = uuid4()
    house.tell(accepted(case, contact=contact, phone=""))
    house.tell(approved(case))
    house.turn(minutes=1)

    [message] = messages(house)
    assert (message.state, message.channel, message.text) == ("call_list", "call", T1)
    assert house.ask(ShowPhone()).items == ()
    assert [event.reason for event in house.said("notify", MessageFailed)] == ["no-mobile"]


def test_the_family_of_a_deceased_person_is_called(house):
    case = uuid4()
    house.tell(accepted(case))
    house.tell(
        BenefitStopped(
            application_id=case,
            code="S06",
            from_month="2019-08",
            reason_text="人员状态异常",
            months_used=2,
        )
    )
    house.turn(minutes=1)

    assert house.ask(ShowPhone()).items == ()
    assert [message.state for message in messages(house)] == ["call_list"]


@pytest.mark.parametrize(
    ("told_at", "sent_at"),
    [
        ("2019-04-12T07:59:59", "2019-04-12T08:00"),
        ("2019-04-12T08:00:00", "2019-04-12T08:00"),
        ("2019-04-12T19:59:59", "2019-04-12T19:59:59"),
        ("2019-04-12T20:00:00", "2019-04-13T08:00"),
        ("2019-04-12T23:30:00", "2019-04-13T08:00"),
    ],
)
def test_nobody_is_woken_by_a_message(house, told_at, sent_at):
    case = uuid4()
    house.clock.set(datetime.fromisoformat(told_at).replace(tzinfo=SHANGHAI))
    house.tell(accepted(case))
    house.tell(approved(case))
    house.ring()
    opens = datetime.fromisoformat(sent_at).replace(tzinfo=SHANGHAI)
    if house.clock.now() < opens:
        assert house.ask(ShowPhone()).items == ()
        house.clock.set(opens)
        house.ring()

    [message] = messages(house)
    assert datetime.fromisoformat(message.sent_at) == opens


def test_a_message_found_after_closing_waits_for_the_morning(house):
    case = uuid4()
    house.clock.set(datetime(2019, 4, 12, 19, 59, tzinfo=SHANGHAI))
    house.tell(accepted(case))
    house.tell(approved(case))
    house.clock.set(datetime(2019, 4, 12, 21, tzinfo=SHANGHAI))  # nobody looked until then
    house.ring()
    assert [message.state for message in messages(house)] == ["queued"]

    house.turn(hours=11)
    house.turn(minutes=1)

    assert [message.state for message in messages(house)] == ["delivered"]


def test_a_text_that_names_a_past_day_is_not_sent(house):
    case = uuid4()
    house.tell(accepted(case))
    house.clock.set(datetime(2019, 7, 31, 21, tzinfo=SHANGHAI))
    house.tell(SAYINGS[5][0](case))

    house.turn(days=1)

    assert house.ask(ShowPhone()).items == ()
    assert [event.reason for event in house.said("notify", MessageFailed)] == ["too-late"]


def test_officers_see_the_messages_of_their_jurisdiction(house):
    case = uuid4()
    house.tell(accepted(case))
    house.tell(approved(case))

    assert len(house.ask(ListMessages(), CLERK).items) == 1
    assert len(house.ask(ListMessages(application_id=case), DISTRICT_OFFICER).items) == 1
    assert house.ask(ListMessages(), OTHER).items == ()
    with pytest.raises(NotFound):
        house.ask(ListMessages(application_id=case), OTHER)
    me = Caller(subject=str(case), tier=APPLICANT)
    assert len(house.ask(ListMessages(application_id=case), me).items) == 1
    stranger = Caller(subject=str(uuid4()), tier=APPLICANT)
    assert house.ask(ListMessages(), stranger).items == ()


def test_pages_of_messages_go_back_in_time_without_gaps(house):
    case = uuid4()
    house.tell(accepted(case))
    for say, _ in SAYINGS:
        house.tell(say(case))

    cursor, seen = None, []
    while True:
        page = house.ask(ListMessages(limit=4, cursor=cursor))
        seen += [item.template for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert seen == ["T7", "T6", "T5", "T4", "T3", "T2", "T2", "T1", "T1"]
    with pytest.raises(Invalid):
        house.ask(ListMessages(cursor="x"))


def test_a_corrected_contact_is_used_for_what_has_not_been_sent_yet(house):
    case = uuid4()
    house.clock.set(datetime(2019, 4, 12, 21, tzinfo=SHANGHAI))
    house.tell(accepted(case))
    house.tell(approved(case))
    house.tell(
        ApplicationCorrected(
            application_id=case,
            dossier_version=2,
            digest="e",
            publicity_relevant=False,
            facts=facts(),
            person=person(contact="13911112222", phone="13911112222"),
        )
    )

    house.clock.set(MORNING + timedelta(days=1))
    house.ring()

    assert [shown.phone for shown in house.ask(ShowPhone()).items] == ["139****2222"]


def test_nothing_personal_lies_open_in_the_tables(house):
    case = uuid4()
    house.tell(accepted(case))
    house.tell(approved(case))
    house.turn(minutes=1)

    with house["notify"].engine.connect() as connection:
        tables = ("contacts", "messages", "demo_phone", "audit", "outbox")
        dump = "".join(
            str(row)
            for table in tables
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert all(secret not in dump for secret in ("李秀英", "0029", "13800000000", "0003）"))
