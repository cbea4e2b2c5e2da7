"""The gateway's own tables: officers, keys, who holds which key, sessions, failed attempts."""

import json
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime

from gateway.officers.posts import ROLES
from servicekit.tables import kit_tables

MOMENT = DateTime(timezone=True)


def _roles_fit() -> str:
    """Roles of the tier alone; one administrator is never another one too."""
    fits = [
        f"(tier = '{tier}' AND roles <@ '{json.dumps(roles)}'::jsonb)"
        for tier, roles in ROLES.items()
    ]
    one = "(tier <> 'operator' OR jsonb_array_length(roles) = 1)"
    return f"({' OR '.join(fits)}) AND jsonb_array_length(roles) > 0 AND {one}"


class Base(DeclarativeBase):
    """Tables of the gateway's database."""


class OfficerRow(Base):
    """An officer (经办人员); the account name never changes and is never given away again."""

    __tablename__ = "officers"
    __table_args__ = (
        CheckConstraint(_roles_fit(), name="officers_roles"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="officers_term"),
        CheckConstraint("failed_logins >= 0", name="officers_failed_logins"),
        CheckConstraint(
            "(password_hash = '') = (password_set_at IS NULL)", name="officers_password"
        ),
    )

    account: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(50))
    tier: Mapped[str] = mapped_column(String(10))
    division: Mapped[str] = mapped_column(String(9))
    roles: Mapped[list[str]] = mapped_column(JSONB)
    password_hash: Mapped[str] = mapped_column(String(300), default="")
    password_from: Mapped[str] = mapped_column(String(10), default="")  # see officers.passwords
    password_set_at: Mapped[datetime | None] = mapped_column(MOMENT)
    former_hashes: Mapped[list[str]] = mapped_column(JSONB, deferred=True, default=list)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    disabled: Mapped[bool] = mapped_column(server_default=text("false"))
    failed_logins: Mapped[int] = mapped_column(server_default=text("0"))
    locked_until: Mapped[datetime | None] = mapped_column(MOMENT)

    def serves_on(self, day: date) -> bool:
        """Whether the officer may work on that day."""
        begun = self.valid_from <= day
        return not self.disabled and begun and (self.valid_to is None or day <= self.valid_to)


class KeyRow(Base):
    """A key (钥匙盘) by its serial number; no two serial numbers share one public key."""

    __tablename__ = "keys"

    serial: Mapped[str] = mapped_column(String(60), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    public: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[str] = mapped_column(String(64), unique=True)
    sign_count: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    cloned_at: Mapped[datetime | None] = mapped_column(MOMENT)


class KeyBindingRow(Base):
    """Who holds a key, from when until when: one key one officer, one officer one key."""

    __tablename__ = "key_bindings"
    __table_args__ = (
        CheckConstraint("bound_to IS NULL OR bound_to > bound_from", name="key_bindings_period"),
        Index(
            "key_bindings_one_officer",
            "key_serial",
            unique=True,
            postgresql_where=text("bound_to IS NULL"),
        ),
        Index(
            "key_bindings_one_key",
            "officer",
            unique=True,
            postgresql_where=text("bound_to IS NULL"),
        ),
        Index("key_bindings_of_key", "key_serial"),
        Index("key_bindings_of_officer", "officer"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    key_serial: Mapped[str] = mapped_column(ForeignKey(KeyRow.serial))
    officer: Mapped[str] = mapped_column(ForeignKey(OfficerRow.account))
    bound_from: Mapped[datetime] = mapped_column(MOMENT)
    bound_to: Mapped[datetime | None] = mapped_column(MOMENT)


class SessionRow(Base):
    """A sign-in. Only the SHA-256 of the token is kept."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("sessions_of_officer", "officer"),
        Index("sessions_of_key", "key_serial"),
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    address: Mapped[str] = mapped_column(String(45), default="")
    officer: Mapped[str] = mapped_column(ForeignKey(OfficerRow.account))
    key_serial: Mapped[str] = mapped_column(ForeignKey(KeyRow.serial))
    created: Mapped[datetime] = mapped_column(MOMENT)
    last_seen: Mapped[datetime] = mapped_column(MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(MOMENT)
    guesses: Mapped[int] = mapped_column(server_default=text("0"), default=0)  # of the password


class AttemptRow(Base):
    """A failed attempt from an address; forgotten after the time that a lock lasts."""

    __tablename__ = "attempts"
    __table_args__ = (Index("attempts_place", "place", "at"), Index("attempts_at", "at"))

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    place: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(MOMENT)


class TallyRow(Base):
    """How often one account or address has asked since `ends` less a minute; see `limits`.

    Unlogged: a count of the present minute need not survive a crash of the server.
    """

    __tablename__ = "tallies"
    __table_args__ = (Index("tallies_ends", "ends"), {"prefixes": ["UNLOGGED"]})

    place: Mapped[str] = mapped_column(String(80), primary_key=True)
    n: Mapped[int]
    ends: Mapped[datetime] = mapped_column(MOMENT)


class CodeRow(Base):
    """A sign-in code that was sent; only its scrypt hash is kept."""

    __tablename__ = "codes"
    __table_args__ = (Index("codes_application", "application_id", "expires_at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    code_hash: Mapped[str] = mapped_column(String(300))
    sent_at: Mapped[datetime] = mapped_column(MOMENT)
    expires_at: Mapped[datetime] = mapped_column(MOMENT)
    tries: Mapped[int] = mapped_column(server_default=text("0"), default=0)


class ApplicantSessionRow(Base):
    """An applicant's sign-in to their own case."""

    __tablename__ = "applicant_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid, unique=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(Uuid)
    channel: Mapped[str] = mapped_column(String(10))
    created: Mapped[datetime] = mapped_column(MOMENT)
    last_seen: Mapped[datetime] = mapped_column(MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(MOMENT)


kit = kit_tables(Base.metadata)
