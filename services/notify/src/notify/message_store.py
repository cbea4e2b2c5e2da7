"""The cellar's shelf of messages: each once for its key, found by who may see it."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import String, cast, false, select
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.caller import APPLICANT, CITY, DISTRICT, STREET, SYSTEM, Caller
from notify.domain.message import QUEUED, Message
from notify.tables import ContactRow, MessageRow

_FIELDS = [spec.name for spec in fields(Message) if spec.name != "number"]


class Messages:
    """Messages, each once for its key."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def add(self, message: Message) -> bool:
        """False when this occasion has had its message already."""
        values = {name: getattr(message, name) for name in _FIELDS}
        put = upsert(MessageRow).values(values | {"values": dict(message.values)})
        added = self.session.execute(put.on_conflict_do_nothing(constraint="messages_key"))
        return bool(added.rowcount)

    def lock(self, message_id: UUID) -> Message | None:
        """The message, locked until the end of the transaction."""
        row = self.session.get(MessageRow, message_id, with_for_update=True, populate_existing=True)
        return row and _message(row)

    def lock_if_free(self, message_id: UUID) -> Message | None:
        """The same without waiting; None also when another transaction holds it."""
        skipping = {"skip_locked": True}
        row = self.session.get(
            MessageRow, message_id, with_for_update=skipping, populate_existing=True
        )
        return row and _message(row)

    def find(self, message_id: UUID) -> Message | None:
        """The message, to be looked at."""
        row = self.session.get(MessageRow, message_id)
        return row and _message(row)

    def save(self, message: Message) -> None:
        """Keeps what became of a message that is there."""
        row = self.session.get_one(MessageRow, message.id)
        for name in _FIELDS:
            if getattr(row, name) != getattr(message, name):
                setattr(row, name, getattr(message, name))

    def unworded(self, application_id: UUID) -> Sequence[Message]:
        """Messages that wait for the person to be known."""
        rows = self.session.scalars(
            select(MessageRow)
            .where(MessageRow.application_id == application_id, MessageRow.segments == 0)
            .order_by(MessageRow.number)
        )
        return [_message(row) for row in rows]

    def told(self, application_id: UUID, template: str) -> bool:
        """Whether there is any message of this kind, whatever became of it."""
        one = select(MessageRow.id).where(
            MessageRow.application_id == application_id, MessageRow.template == template
        )
        return self.session.scalar(one.limit(1)) is not None

    def waiting(self, application_id: UUID, templates: Sequence[str]) -> Sequence[Message]:
        """Messages of these kinds that have not gone out yet, locked."""
        rows = self.session.scalars(
            select(MessageRow)
            .where(
                MessageRow.application_id == application_id,
                MessageRow.template.in_(templates),
                MessageRow.state == QUEUED,
            )
            .with_for_update()
        )
        return [_message(row) for row in rows]

    def page(
        self,
        caller: Caller,
        *,
        application_id: UUID | None,
        state: str | None,
        before: int | None,
        limit: int,
    ) -> Sequence[Message]:
        """Messages the caller may see, newest first."""
        query = select(MessageRow).join(
            ContactRow, ContactRow.application_id == MessageRow.application_id
        )
        query = query.where(_seen_by(caller))
        if application_id:
            query = query.where(MessageRow.application_id == application_id)
        if state:
            query = query.where(MessageRow.state == state)
        if before is not None:
            query = query.where(MessageRow.number < before)
        rows = self.session.scalars(query.order_by(MessageRow.number.desc()).limit(limit))
        return [_message(row) for row in rows]


def _seen_by(caller: Caller) -> Any:
    if caller.tier in (CITY, SYSTEM):
        return ContactRow.application_id.is_not(None)
    if caller.tier == DISTRICT:
        return ContactRow.agency == caller.division
    if caller.tier == STREET:
        return ContactRow.street_code == caller.division
    if caller.tier == APPLICANT:
        own = cast(ContactRow.application_id, String) == caller.subject
        return own & MessageRow.to_other.is_(False)  # who objected is not the applicant's to know
    return false()


def _message(row: MessageRow) -> Message:
    return Message(**{name: getattr(row, name) for name in _FIELDS}, number=row.number)
