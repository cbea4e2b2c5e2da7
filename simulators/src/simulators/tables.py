"""Tables of the stand-ins of outside systems."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Index, String, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from servicekit.tables import kit_tables


class Base(DeclarativeBase):
    """The stand-ins' tables. People are known by the keyed hash of their number alone."""


class LessonRow(Base):
    """What was taught about one person."""

    __tablename__ = "lessons"

    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    checks: Mapped[dict[str, str]] = mapped_column(JSONB)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    refund: Mapped[bool] = mapped_column(Boolean)
    deductions: Mapped[dict[str, str]] = mapped_column(JSONB)
    refuse_enrolment: Mapped[str] = mapped_column(String(200))


class AnswerRow(Base):
    """An answer that will be given after a delay."""

    __tablename__ = "answers"

    request_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    event: Mapped[str] = mapped_column(String(80))
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)


class HabitRow(Base):
    """How well a stand-in works, where somebody has set it."""

    __tablename__ = "habits"

    partner: Mapped[str] = mapped_column(String(30), primary_key=True)
    habits: Mapped[dict[str, int]] = mapped_column(JSONB)


class LetterRow(Base):
    """A letter that is said after a delay."""

    __tablename__ = "letters"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    partner: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(60))
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)


class EnrolledRow(Base):
    """A person the centre collects for, month by month."""

    __tablename__ = "enrolled"
    __table_args__ = (Index("enrolled_person", "person"),)

    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person: Mapped[str] = mapped_column(String(64))
    first: Mapped[str] = mapped_column(String(7))
    until: Mapped[str] = mapped_column(String(7))
    personal: Mapped[str] = mapped_column(String(20))


kit = kit_tables(Base.metadata)
