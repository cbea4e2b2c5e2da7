"""The cellar's shelf of attempts: who was tried how, what the providers said of it, who called."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from notify.domain.attempt import ALIVE, LOST, NOT_TAKEN, REFUSED, UNDELIVERED, UNKNOWN, Attempt
from notify.domain.traffic import LOOK_BACK, LOOKED_AT, Past, Record
from notify.tables import AttemptRow, CallRow, ConsentRow, ReceiptRow

__all__ = ["Attempts", "Calls", "Consents", "Receipts"]

_FIELDS = [spec.name for spec in fields(Attempt) if spec.name != "number"]
_FAILED = (UNKNOWN, NOT_TAKEN, UNDELIVERED, LOST, "overdue")
_NEVER_SENT = (NOT_TAKEN, REFUSED, LOST)


class Attempts:
    """Attempts; callers hold the lock of the message."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now

    def add(self, attempt: Attempt) -> None:
        """A fresh attempt."""
        self.session.add(AttemptRow(**{name: getattr(attempt, name) for name in _FIELDS}))
        self.session.flush()

    def find(self, attempt_id: UUID) -> Attempt | None:
        """The attempt of this reference."""
        row = self.session.get(AttemptRow, attempt_id, populate_existing=True)
        return row and _attempt(row)

    def theirs(self, provider: str, reference: str) -> Attempt | None:
        """The attempt that the provider knows by a number of its own."""
        row = self.session.scalar(
            select(AttemptRow)
            .where(AttemptRow.theirs == reference, AttemptRow.provider == provider)
            .order_by(AttemptRow.number.desc())
            .limit(1)
        )
        return row and _attempt(row)

    def save(self, attempt: Attempt) -> None:
        """What became of it."""
        row = self.session.get_one(AttemptRow, attempt.id)
        for name in _FIELDS:
            if getattr(row, name) != getattr(attempt, name):
                setattr(row, name, getattr(attempt, name))

    def alive(self, message_id: UUID) -> Attempt | None:
        """The one attempt of a message that may still reach the person."""
        row = self.session.scalar(
            select(AttemptRow)
            .where(AttemptRow.message_id == message_id, AttemptRow.state.in_(ALIVE))
            .execution_options(populate_existing=True)
        )
        return row and _attempt(row)

    def of(self, message_id: UUID) -> Sequence[Attempt]:
        """All of a message, oldest first."""
        rows = self.session.scalars(
            select(AttemptRow)
            .where(AttemptRow.message_id == message_id)
            .order_by(AttemptRow.number)
        )
        return [_attempt(row) for row in rows]

    def sent_since(self, address_key: str, template: str, since: datetime) -> int:
        """How often this number was sent this kind of message."""
        return int(
            self.session.scalar(
                select(func.count()).where(
                    AttemptRow.address_key == address_key,
                    AttemptRow.template == template,
                    AttemptRow.began_at >= since,
                    AttemptRow.state.not_in(_NEVER_SENT),
                )
            )
        )

    def record(self, provider: str) -> Record:
        """What became of a provider's recent attempts."""
        rows = self.session.execute(
            select(AttemptRow.began_at, AttemptRow.state, AttemptRow.heard_at)
            .where(AttemptRow.provider == provider, AttemptRow.began_at > self.now - LOOK_BACK)
            .order_by(AttemptRow.began_at.desc(), AttemptRow.number.desc())
            .limit(LOOKED_AT)
        )
        return Record(provider, tuple(_past(*row) for row in rows if row.state != REFUSED))


def _past(began: datetime, state: str, heard: datetime | None) -> Past:
    return Past(began, failed=state in _FAILED, heard=heard)


class Receipts:
    """What providers told, each word once."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now

    def add(self, provider: str, reference: str, status: str, attempt: Attempt | None) -> bool:
        """False when this provider said this of this reference before."""
        values = {
            "provider": provider,
            "reference": reference,
            "status": status,
            "at": self.now,
            "attempt_id": attempt.id if attempt else None,
            "application_id": attempt.application_id if attempt else None,
        }
        put = upsert(ReceiptRow).values(values).on_conflict_do_nothing(constraint="receipts_once")
        return bool(self.session.execute(put).rowcount)

    def alone(self, provider: str, theirs: str) -> None:
        """Until the commit nobody else says or hears of this number of the provider's own.

        Whoever learns whose it is and whoever is told of it would else miss each other.
        """
        name = f"notify.receipt.{provider}.{theirs}"
        self.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def claim(self, attempt: Attempt) -> Sequence[str]:
        """What was told of the provider's own number before we knew whose it is."""
        self.alone(attempt.provider, attempt.theirs)
        early = self.session.scalars(
            select(ReceiptRow)
            .where(
                ReceiptRow.provider == attempt.provider,
                ReceiptRow.reference == attempt.theirs,
                ReceiptRow.attempt_id.is_(None),
            )
            .order_by(ReceiptRow.number)
        ).all()
        for row in early:
            row.attempt_id, row.application_id = attempt.id, attempt.application_id
        return [row.status for row in early]

    def of(self, attempt_ids: Sequence[UUID]) -> Sequence[ReceiptRow]:
        """Receipts of these attempts, oldest first."""
        return list(
            self.session.scalars(
                select(ReceiptRow)
                .where(ReceiptRow.attempt_id.in_(attempt_ids))
                .order_by(ReceiptRow.number)
            )
        )


class Calls:
    """Calls of the street."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now, self.caller = uow.session, uow.now, uow.caller

    def add(self, message_id: UUID, application_id: UUID, outcome: str) -> None:
        """The caller of this transaction has called."""
        self.session.add(
            CallRow(
                message_id=message_id,
                application_id=application_id,
                officer=self.caller.subject,
                outcome=outcome,
                at=self.now,
            )
        )
        self.session.flush()

    def of(self, message_id: UUID) -> Sequence[CallRow]:
        """Calls about a message, oldest first."""
        query = select(CallRow).where(CallRow.message_id == message_id).order_by(CallRow.number)
        return list(self.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent to one WeChat message."""

    id: UUID
    openid: str


class Consents:
    """Consents; each carries one message."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now

    def add(self, application_id: UUID, openid: str) -> None:
        """The person agreed to one more message."""
        self.session.add(
            ConsentRow(id=uuid4(), application_id=application_id, openid=openid, given_at=self.now)
        )
        self.session.flush()

    def unused(self, application_id: UUID) -> int:
        """How many messages the person has agreed to and not had."""
        return int(
            self.session.scalar(
                select(func.count()).where(
                    ConsentRow.application_id == application_id, ConsentRow.attempt_id.is_(None)
                )
            )
        )

    def take(self, application_id: UUID, attempt_id: UUID) -> str:
        """Uses the oldest one up and gives its openid; empty when there is none."""
        row = self.session.scalar(
            select(ConsentRow)
            .where(ConsentRow.application_id == application_id, ConsentRow.attempt_id.is_(None))
            .order_by(ConsentRow.number)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        if row is None:
            return ""
        row.attempt_id = attempt_id
        return str(row.openid)

    def give_back(self, attempt_id: UUID) -> None:
        """The message was never taken, so the consent still stands."""
        rows = self.session.scalars(select(ConsentRow).where(ConsentRow.attempt_id == attempt_id))
        for row in rows:
            row.attempt_id = None


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(**{name: getattr(row, name) for name in _FIELDS}, number=row.number)
