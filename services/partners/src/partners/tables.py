"""Tables of the cellar: what was asked, and how each partner's line is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Integer, String, Uuid, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.sealing import Sealed
from servicekit.tables import kit_tables

AWARE = DateTime(timezone=True)
CITY = "current_setting('lingbu.tier', true) IN ('system', 'city')"


class Base(DeclarativeBase):
    """partners' tables."""


class RequestRow(Base):
    """One question; `body` is what was asked, until there is an answer."""

    __tablename__ = "requests"
    __table_args__ = (
        Index(
            "requests_due",
            "partner",
            "next_try_at",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("requests_state", "state", "asked_at"),
        Index("requests_about", "about"),
        {"info": {"wall": CITY}},
    )

    number: Mapped[str] = mapped_column(String(80), primary_key=True)
    partner: Mapped[str] = mapped_column(String(30))
    message: Mapped[str] = mapped_column(String(40))
    about: Mapped[UUID] = mapped_column(Uuid)
    topic: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime] = mapped_column(AWARE)
    horizon_at: Mapped[datetime] = mapped_column(AWARE)
    tries: Mapped[int] = mapped_column(Integer)
    sent_at: Mapped[datetime | None] = mapped_column(AWARE)
    next_try_at: Mapped[datetime] = mapped_column(AWARE)
    error: Mapped[str] = mapped_column(String(60))
    answered_at: Mapped[datetime | None] = mapped_column(AWARE)
    answer: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(10))
    body: Mapped[str | None] = mapped_column(Sealed("requests.body"))


class ByHandRow(Base):
    """What an officer has entered in place of an outside system's answer, and who confirmed it."""

    __tablename__ = "by_hand"
    __table_args__ = (
        CheckConstraint("confirmer <> officer", name="by_hand_two_officers"),
        CheckConstraint("confirmer_key <> officer_key", name="by_hand_two_keys"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmer = '')", name="by_hand_confirmed_by_somebody"
        ),
        {"info": {"wall": CITY}},
    )

    number: Mapped[str] = mapped_column(String(80), primary_key=True)
    outcome: Mapped[str] = mapped_column(Sealed("by_hand.outcome"))
    reason: Mapped[str] = mapped_column(Sealed("by_hand.reason"))
    evidence: Mapped[str] = mapped_column(Sealed("by_hand.evidence"))
    officer: Mapped[str] = mapped_column(String(80))
    officer_key: Mapped[str] = mapped_column(String(80))
    officer_certificate: Mapped[str] = mapped_column(String(64))
    entered_at: Mapped[datetime] = mapped_column(AWARE)
    confirmer: Mapped[str] = mapped_column(String(80))
    confirmer_key: Mapped[str] = mapped_column(String(80))
    confirmer_certificate: Mapped[str] = mapped_column(String(64))
    confirmed_at: Mapped[datetime | None] = mapped_column(AWARE)


class LineRow(Base):
    """The line to one partner."""

    __tablename__ = "lines"

    partner: Mapped[str] = mapped_column(String(30), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    failures: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime | None] = mapped_column(AWARE)
    probe_at: Mapped[datetime | None] = mapped_column(AWARE)
    probes: Mapped[int] = mapped_column(Integer)
    heard_at: Mapped[datetime | None] = mapped_column(AWARE)
    error: Mapped[str] = mapped_column(String(60))


kit = kit_tables(Base.metadata)
