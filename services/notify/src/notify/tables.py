"""Tables of the cellar: address book, messages and what became of them, the demo's phone screen."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Date,
    DateTime,
    Identity,
    Index,
    Integer,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.sealing import Sealed
from servicekit.tables import kit_tables
from servicekit.walls import behind, by_place

AWARE = DateTime(timezone=True)


class Base(DeclarativeBase):
    """notify's tables."""


class ContactRow(Base):
    """One applicant; without a person while only other services have spoken of the case."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index("contacts_division", "agency", "street_code"),
        {"info": by_place(case="application_id")},
    )

    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    street_code: Mapped[str] = mapped_column(String(9), default="")
    agency: Mapped[str] = mapped_column(String(9), default="")
    person_key: Mapped[str] = mapped_column(String(64), default="")
    person: Mapped[str | None] = mapped_column(Sealed("contacts.person"))


class MessageRow(Base):
    """One message for one occasion: `messages_key` is what makes it once."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("key", name="messages_key"),
        Index("messages_application", "application_id", "number"),
        Index("messages_state", "state", "number"),
        {"info": behind("contacts")},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    key: Mapped[str] = mapped_column(String(120))
    application_id: Mapped[UUID] = mapped_column(Uuid)
    template: Mapped[str] = mapped_column(String(8))
    occasion: Mapped[str] = mapped_column(String(60))
    values: Mapped[dict[str, str]] = mapped_column(JSONB)
    last_day: Mapped[date | None] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Sealed("messages.text"))
    shown: Mapped[str] = mapped_column(Sealed("messages.shown"))
    address: Mapped[str] = mapped_column(Sealed("messages.address"))
    to_other: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40))
    segments: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(AWARE)
    sent_at: Mapped[datetime | None] = mapped_column(AWARE)
    delivered_at: Mapped[datetime | None] = mapped_column(AWARE)


class AttemptRow(Base):
    """One attempt: `attempts_alive` is why a message is never under way twice."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("attempts_message", "message_id", "number"),
        Index("attempts_provider", "provider", "began_at"),
        Index("attempts_address", "address_key", "began_at"),
        Index("attempts_theirs", "theirs", postgresql_where="theirs <> ''"),
        Index(
            "attempts_alive",
            "message_id",
            unique=True,
            postgresql_where="state IN ('sending', 'unknown', 'accepted')",
        ),
        {"info": behind("contacts")},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    message_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    way: Mapped[str] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(Sealed("attempts.address"))
    address_key: Mapped[str] = mapped_column(String(64))
    template: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(40))
    began_at: Mapped[datetime] = mapped_column(AWARE)
    ended_at: Mapped[datetime | None] = mapped_column(AWARE)
    heard_at: Mapped[datetime | None] = mapped_column(AWARE)
    theirs: Mapped[str] = mapped_column(String(64))
    queries: Mapped[int] = mapped_column(Integer)


class ReceiptRow(Base):
    """A receipt as a provider gave it, once; without an attempt when we know none of that name."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("provider", "reference", "status", name="receipts_once"),
        Index("receipts_attempt", "attempt_id"),
        {"info": behind("contacts")},
    )

    number: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    provider: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(AWARE)
    attempt_id: Mapped[UUID | None] = mapped_column(Uuid)
    application_id: Mapped[UUID | None] = mapped_column(Uuid)


class CallRow(Base):
    """A call of the street to somebody whom no message reached."""

    __tablename__ = "calls"
    __table_args__ = (Index("calls_message", "message_id"), {"info": behind("contacts")})

    number: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    message_id: Mapped[UUID] = mapped_column(Uuid)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    officer: Mapped[str] = mapped_column(String(80))
    outcome: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(AWARE)


class ConsentRow(Base):
    """A person's consent to one WeChat message; `attempt_id` is the one that used it."""

    __tablename__ = "consents"
    __table_args__ = (
        Index("consents_application", "application_id", "number"),
        {"info": behind("contacts")},
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    openid: Mapped[str] = mapped_column(Sealed("consents.openid"))
    given_at: Mapped[datetime] = mapped_column(AWARE)
    attempt_id: Mapped[UUID | None] = mapped_column(Uuid)


class PhoneRow(Base):
    """What the demo's phone shows; a reference is there once."""

    __tablename__ = "demo_phone"

    reference: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, Identity(), unique=True)
    phone: Mapped[str] = mapped_column(Sealed("demo_phone.phone"))
    text: Mapped[str] = mapped_column(Sealed("demo_phone.text"))
    at: Mapped[datetime] = mapped_column(AWARE)


kit = kit_tables(Base.metadata)
