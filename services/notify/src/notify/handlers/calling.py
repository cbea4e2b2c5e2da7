"""The street's call list, and the consent that opens WeChat."""

from typing import Any

from contracts.caller import APPLICANT
from contracts.notify import CallRecorded, ConsentGiven, GiveConsent, RecordCall
from kernel.errors import Conflict, NotFound
from notify.domain.message import CALL_LIST, Message

OUTCOMES = {
    "reached": "已告知",
    "no_answer": "无人接听",
    "wrong_number": "号码有误",
    "refused": "拒绝接听",
}


def record_call(form: RecordCall, uow: Any) -> CallRecorded:
    """Somebody of the street has called; only who was reached leaves the list."""
    message: Message | None = uow.messages.lock(form.message_id)
    contact = uow.contacts.find(message.application_id) if message else None
    if message is None or contact is None:
        raise NotFound("没有找到这条消息。")
    uow.caller.must_see(contact.street_code, contact.agency)
    if message.state != CALL_LIST:
        raise Conflict("这条消息不在电话通知名单上。", code="not-on-call-list")
    uow.calls.add(message.id, message.application_id, form.outcome)
    after = message.called(form.outcome)
    uow.messages.save(after)
    uow.note(
        message.application_id,
        "called",
        f"电话通知：{OUTCOMES[form.outcome]}（{message.template}）",
        detail={"template": message.template, "outcome": form.outcome},
        why=form.note,
    )
    return CallRecorded(message_id=message.id, state=after.state)


def give_consent(form: GiveConsent, uow: Any) -> ConsentGiven:
    """The person agreed, in WeChat, to one more message (一次性订阅)."""
    contact = uow.contacts.find(form.application_id)
    own = uow.caller.tier == APPLICANT and uow.caller.subject == str(form.application_id)
    if contact is None or not (own or uow.caller.covers(contact.street_code, contact.agency)):
        raise NotFound("没有找到该申请。")
    uow.consents.add(form.application_id, form.openid)
    uow.note(form.application_id, "wechat_consent", "申请人同意接收一条微信消息")
    return ConsentGiven(unused=uow.consents.unused(form.application_id))
