"""What officers, applicants and the demo's audience see of the messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.caller import APPLICANT
from contracts.notify import (
    AttemptView,
    CallView,
    GetMessage,
    ListMessages,
    MessageDetail,
    MessagePage,
    MessageView,
    PhoneMessage,
    PhoneScreen,
    ReceiptView,
    ShowPhone,
)
from kernel.contact import mask_phone
from kernel.errors import Invalid, NotFound
from notify.clients.sms import provider_names
from notify.domain.attempt import Attempt
from notify.domain.message import Message

MOST = 100


def list_messages(form: ListMessages, uow: Any) -> MessagePage:
    """Messages of one case or of the caller's jurisdiction, newest first."""
    if form.application_id:
        _must_see(form.application_id, uow)
    limit = max(1, min(form.limit, MOST))
    found = uow.messages.page(
        uow.caller,
        application_id=form.application_id,
        state=form.state,
        before=_before(form.cursor),
        limit=limit + 1,
    )
    items = tuple(_view(message, uow) for message in found[:limit])
    more = str(found[limit - 1].number) if len(found) > limit else None
    return MessagePage(items=items, next_cursor=more)


def get_message(form: GetMessage, uow: Any) -> MessageDetail:
    """One message with all that was tried; in clear for whoever has to call and read it out."""
    message: Message | None = uow.messages.find(form.message_id)
    if message is None or (message.to_other and uow.caller.tier == APPLICANT):
        raise NotFound("没有找到该申请。")
    _must_see(message.application_id, uow)
    if form.clear:
        _note_clear_read(message, form.reason, uow)
    tries = uow.attempts.of(message.id)
    heard = uow.receipts.of([one.id for one in tries])
    view = _view(message, uow, clear=form.clear)
    return MessageDetail(
        message=view,
        reason=message.reason,
        address=_whom_to_call(message, uow) if form.clear else view.address,
        tries=tuple(_try(one, [r for r in heard if r.attempt_id == one.id]) for one in tries),
        calls=tuple(
            CallView(officer=call.officer, outcome=call.outcome, at=call.at.isoformat())
            for call in uow.calls.of(message.id)
        ),
    )


def _note_clear_read(message: Message, reason: str, uow: Any) -> None:
    if len(reason.strip()) < 2:
        sentence = "查看完整个人信息须写明理由。"
        raise Invalid(sentence, fields={"reason": sentence}, code="reason-needed")
    title = "查看完整联系方式和消息原文"
    uow.note(message.application_id, "clear_read", title, clause="个人信息保护", why=reason)


def _whom_to_call(message: Message, uow: Any) -> str:
    """The person's own way to be reached today, not the one a message went to."""
    contact = uow.contacts.find(message.application_id)
    if message.to_other or contact is None or contact.person is None:
        return message.address
    return str(contact.person.contact)


def _try(attempt: Attempt, heard: Sequence[Any]) -> AttemptView:
    return AttemptView(
        way=attempt.way,
        provider=attempt.provider,
        address=mask_phone(attempt.address),
        state=attempt.state,
        reason=attempt.reason,
        began_at=attempt.began_at.isoformat(),
        receipts=tuple(ReceiptView(status=one.status, at=one.at.isoformat()) for one in heard),
    )


def _must_see(application_id: UUID, uow: Any) -> None:
    if uow.caller.tier == APPLICANT and uow.caller.subject == str(application_id):
        return
    contact = uow.contacts.find(application_id)
    street, agency = (contact.street_code, contact.agency) if contact else ("", "")
    if contact is None or not uow.caller.covers(street, agency):
        raise NotFound("没有找到该申请。")


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid("翻页位置不正确，请从第一页重新查询。", code="bad-cursor")
    return int(cursor)


def _view(message: Message, uow: Any, *, clear: bool = False) -> MessageView:
    """The person reads what was sent to them; officers see it masked unless it is on record."""
    own = uow.caller.tier == APPLICANT
    return MessageView(
        message_id=message.id,
        application_id=message.application_id,
        template=message.template,
        occasion=message.occasion,
        text=message.text if own or clear else message.shown,
        address=mask_phone(message.address) if message.address else "",
        channel=message.channel,
        state=message.state,
        segments=message.segments,
        attempts=message.attempts,
        created_at=message.created_at.isoformat(),
        sent_at=_iso(message.sent_at),
        delivered_at=_iso(message.delivered_at),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def show_phone(form: ShowPhone, uow: Any) -> PhoneScreen:
    """The demo's phone screen; elsewhere there is none."""
    if "demo" not in provider_names(uow):
        raise NotFound("这里没有演示手机。", code="no-demo-phone")
    shown = uow.phones.newest(max(1, min(form.limit, MOST)))
    return PhoneScreen(
        items=tuple(
            PhoneMessage(phone=mask_phone(phone), at=at.isoformat(), text=text)
            for phone, at, text in shown
        )
    )
