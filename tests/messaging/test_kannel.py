"""Against real Kannel: whole Chinese texts, joined parts, its reports; killed in the middle."""

import os
import threading
from datetime import date

import kannel_node
import pytest
from post_office import until

from contracts.payments import (
    BenefitStopped,
    DeductionFailed,
    PersonalAmountChanged,
    ReportDue,
    StartConfirmed,
)
from contracts.review import ApplicationRejected
from notify.clients.kannel import Kannel

pytestmark = pytest.mark.connected

DUE = date(2019, 7, 31)
SECRET = "a-secret-of-two-0123456789"


@pytest.fixture
def kannel(office):
    absent = kannel_node.missing()
    if absent:
        reason = f"本机没有 Kannel（{absent}）：Debian 的 kannel 和 kannel-extras"
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail(reason)
        pytest.skip(reason)
    with kannel_node.Kannel().running() as node:
        office.settings |= {
            "SMS_PROVIDER": "kannel",
            "SMS_READ_SECONDS": "3",
            "CALLBACK_ADDRESS": office.address,
            "KANNEL_ADDRESS": node.address,
            "KANNEL_USER": kannel_node.USER,
            "KANNEL_PASSWORD": kannel_node.PASSWORD,
            "KANNEL_CALLBACK_SECRET": SECRET,
        }
        yield node


def sayings(case):
    """T1 is said by `approve`; the other printed texts of 附件4, and two longer ones."""
    stop = {"code": "S02", "from_month": "2019-08", "reason_text": "连续2个月扣款不成功"}
    return [
        ApplicationRejected(
            application_id=case,
            stage="district",
            reason_code="R-EMP",
            reason_text="存在单位参保缴费",
        ),
        ReportDue(application_id=case, due=DUE, stop_month="2019-08", days_left=15),
        DeductionFailed(application_id=case, month="2019-05", code="01", consecutive=1, pay_by=DUE),
        PersonalAmountChanged(
            application_id=case, from_month="2019-07", personal_amount="277.61", pay_by=DUE
        ),
        StartConfirmed(
            application_id=case,
            start_month="2019-05",
            end_month="2022-04",
            months=36,
            personal_amount="269.26",
        ),
        BenefitStopped(application_id=case, months_used=2, **stop),
    ]


def test_the_texts_arrive_whole_and_their_reports_come_back(office, kannel):
    cases = [office.apply(contact=f"1380000000{n}") for n in range(6)]
    for n, case in enumerate(cases):  # each to a phone of its own
        office.open().tell(sayings(case)[n])
    office.approve(office.apply(contact="13800000009"))
    office.open().ring()

    office.until(["delivered"] * 7)

    said = {message.template: message for message in office.messages()}
    assert set(said) == {"T1", "T2", "T3", "T4", "T5", "T6", "T7"}
    expected = sorted(f"【北京人社】{message.text}" for message in said.values())
    assert sorted(text for _, text in kannel.texts()) == expected
    parts = kannel.parts()
    assert len(parts) == sum(message.segments for message in said.values())
    assert {part.join[1] for part in parts if part.join} == {2}
    assert all(len(part.text) <= 70 for part in parts)


def test_killed_in_the_middle_none_comes_twice_and_none_is_lost(office, kannel, monkeypatch):
    house = office.open()
    numbers = [f"139{n:08d}" for n in range(20)]
    people = {number: office.apply(f"王{number[-2:]}", contact=number) for number in numbers}

    for number in numbers[:3]:
        office.approve(people[number])
    house.ring()
    office.until(["delivered"] * 3)

    kannel.detach()  # what it takes now lies in its store
    for number in numbers[3:]:
        office.approve(people[number])
    cut = threading.Thread(target=kannel.kill)
    monkeypatch.setattr(Kannel, "send", _with_a_cut(Kannel.send, cut))
    house.ring()
    cut.join()
    states = office.states()
    assert "sent" in states and {"queued", "unknown"} & set(states), states

    kannel.start()
    kannel.attach()
    for _ in range(40):  # backoff and trickle, by the clock of this house
        house.turn(minutes=1)
        if "queued" not in office.states():
            break
    until(lambda: set(office.states()) <= {"delivered", "unknown"}, lambda: str(office.states()))

    unknown = {one.application_id for one in office.messages() if one.state == "unknown"}

    def lost():
        return {people[number] for number in set(numbers) - {to for to, _ in kannel.texts()}}

    until(lambda: lost() <= unknown, lambda: f"neither arrived nor waited for: {lost()}")
    arrived = [to for to, _ in kannel.texts()]
    assert len(arrived) == len(set(arrived)), "sent twice"
    house.turn(hours=72)
    house.turn(hours=72)
    called = {one.application_id for one in office.messages() if one.state == "call_list"}
    assert lost() == called


def _with_a_cut(send, cut):
    """The power goes while the ninth message is on its way."""
    calls = []

    def sending(self, parcel):
        calls.append(1)
        if len(calls) == 9:
            cut.start()
        return send(self, parcel)

    return sending


def test_the_wrong_password_sends_nothing(office, kannel):
    office.settings["KANNEL_PASSWORD"] = "another-password-entirely"
    case = office.send()
    assert (office.states(), office.tries(case)) == (["queued"], [("sms", "not_taken")])
    assert kannel.texts() == []
