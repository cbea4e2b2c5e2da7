"""What officers, applicants and the demo's audience see of the messages."""

from datetime import datetime
from typing import Any

from contracts.caller import APPLICANT
from contracts.notify import (
    ListMessages,
    MessagePage,
    MessageView,
    PhoneMessage,
    PhoneScreen,
    ShowPhone,
)
from kernel.contact import mask_phone
from kernel.errors import Invalid, NotFound
from notify.clients.sms import provider_name
from notify.domain.message import CALL_LIST, Message

MOST = 100


def list_messages(form: ListMessages, uow: Any) -> MessagePage:
    """Messages of one case or of the caller's jurisdiction, newest first."""
    if form.application_id:
        _must_see(form, uow)
    limit = max(1, min(form.limit, MOST))
    found = uow.messages.page(
        uow.caller,
        application_id=form.application_id,
        state=form.state,
        before=_before(form.cursor),
        limit=limit + 1,
    )
    items = tuple(_view(message) for message in found[:limit])
    more = str(found[limit - 1].number) if len(found) > limit else None
    return MessagePage(items=items, next_cursor=more)


def _must_see(form: ListMessages, uow: Any) -> None:
    if uow.caller.tier == APPLICANT and uow.caller.subject == str(form.application_id):
        return
    contact = uow.contacts.find(form.application_id)
    street, agency = (contact.street_code, contact.agency) if contact else ("", "")
    if contact is None or not uow.caller.covers(street, agency):
        raise NotFound("没有找到该申请。")


def _before(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 19):
        raise Invalid("翻页位置不正确，请从第一页重新查询。", code="bad-cursor")
    return int(cursor)


def _view(message: Message) -> MessageView:
    return MessageView(
        message_id=message.id,
        application_id=message.application_id,
        template=message.template,
        occasion=message.occasion,
        text=message.text,
        address=mask_phone(message.address) if message.address else "",
        channel="call" if message.state == CALL_LIST else message.channel,
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
    if provider_name(uow) != "demo":
        raise NotFound("这里没有演示手机。", code="no-demo-phone")
    shown = uow.phones.newest(max(1, min(form.limit, MOST)))
    return PhoneScreen(
        items=tuple(
            PhoneMessage(phone=mask_phone(phone), at=at.isoformat(), text=text)
            for phone, at, text in shown
        )
    )
