"""Tables of samples: what was fixed, what decided, which cases, and what was found."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Boolean, Date, ForeignKey, Integer, Numeric, String, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from reporting.tables import AWARE, Base
from servicekit.walls import by_place


class SampleRow(Base):
    """One sample; a population is sampled once, so nobody can try until chance obliges."""

    __tablename__ = "samples"
    __table_args__ = (
        UniqueConstraint("agency", "month", name="samples_once"),
        {"info": by_place(street="")},
    )

    sample_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    agency: Mapped[str] = mapped_column(String(9))
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(10))
    algorithm: Mapped[str] = mapped_column(String(40))
    rate: Mapped[Decimal] = mapped_column(Numeric(6, 4))
    least: Mapped[int] = mapped_column(Integer)
    population_hash: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(100))
    value_on: Mapped[date] = mapped_column(Date)
    value: Mapped[str] = mapped_column(String(100))
    seed: Mapped[str] = mapped_column(String(64))
    announced_by: Mapped[str] = mapped_column(String(80))
    announced_at: Mapped[datetime] = mapped_column(AWARE)
    drawn_by: Mapped[str] = mapped_column(String(80))
    drawn_at: Mapped[datetime | None] = mapped_column(AWARE)


class UnitRow(Base):
    """One case of a sample's population; its district is the stratum."""

    __tablename__ = "sample_units"
    __table_args__ = ({"info": by_place(street="")},)

    sample_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("samples.sample_id", name="sample_units_sample"), primary_key=True
    )
    application_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    agency: Mapped[str] = mapped_column(String(9))
    flags: Mapped[list[str]] = mapped_column(JSONB)
    drawn: Mapped[bool] = mapped_column(Boolean)
    outcome: Mapped[str] = mapped_column(String(10))
