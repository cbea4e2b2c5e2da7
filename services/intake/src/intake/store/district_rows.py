"""The tables of district additions, numbers given, persons merged, and benefits enjoyed."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, PrimaryKeyConstraint, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.rows import BEHIND, Base
from servicekit.sealing import Sealed
from servicekit.walls import by_place


class AdditionRow(Base):
    """A version of a district's additions to the commitment: appended, never changed."""

    __tablename__ = "additions"
    __table_args__ = (PrimaryKeyConstraint("agency", "n", name="additions_pkey"),)

    agency: Mapped[str] = mapped_column(String(9))
    n: Mapped[int]
    clauses: Mapped[list[Any]] = mapped_column(JSONB)
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(String(80))
    city_version: Mapped[str] = mapped_column(String(40))
    city_digest: Mapped[str] = mapped_column(String(64))


class NumberRow(Base):
    """The last application number given by an agency on a day."""

    __tablename__ = "numbers"
    __table_args__ = (PrimaryKeyConstraint("agency", "day", name="numbers_pkey"),)

    agency: Mapped[str] = mapped_column(String(9))
    day: Mapped[date]
    last: Mapped[int]


class NumberOfPersonRow(Base):
    """An identity number (hashed) that stands for a person known under another one."""

    __tablename__ = "person_numbers"

    number_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_key: Mapped[str] = mapped_column(String(64), index=True)


class BenefitRow(Base):
    """An approved application's months as payments tells them, for CHK-JY-CUM and CHK-JY-DUP.

    `running`: from the activation to the stop; the monthly sweep asks about these.
    """

    __tablename__ = "benefits"
    __table_args__ = (
        ForeignKeyConstraint(["application_id"], ["applications.id"], name="benefits_application"),
        Index("benefits_running", "application_id", postgresql_where=text("running")),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    months: Mapped[list[Any]] = mapped_column(JSONB)
    months_used: Mapped[int | None]
    stop_code: Mapped[str] = mapped_column(String(20))
    ended: Mapped[bool]
    running: Mapped[bool]
    ended_on: Mapped[date | None]
    age_fixed_on: Mapped[date | None]


class EarlierRow(Base):
    """What stays of a benefit whose dossier was destroyed: it counts for life."""

    __tablename__ = "earlier"
    __table_args__ = {"info": by_place(street="", agency="NULL")}  # of no place: the city's alone

    application_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_key: Mapped[str] = mapped_column(String(64), index=True)
    id_number: Mapped[str] = mapped_column(Sealed("earlier.id_number"))
    category: Mapped[str] = mapped_column(String(20))
    months_used: Mapped[int]
    stop_code: Mapped[str] = mapped_column(String(20))
    ended_on: Mapped[date | None]
    age_fixed_on: Mapped[date | None]
