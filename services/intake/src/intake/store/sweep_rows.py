"""The tables of the monthly sweep (每月核查) of running benefits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.rows import AWARE, BEHIND, Base
from servicekit.sealing import Sealed
from servicekit.walls import city_only

FOUND = "found <> '' AND closed_at IS NULL"


class SweepRow(Base):
    """The sweep of one month; `after` is the last one asked about, while it is under way."""

    __tablename__ = "sweeps"
    __table_args__ = {"info": city_only()}

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    after: Mapped[UUID | None]
    persons: Mapped[int]
    asked: Mapped[int]
    begun_at: Mapped[datetime | None] = mapped_column(AWARE)
    done_at: Mapped[datetime | None] = mapped_column(AWARE)


class SweepCheckRow(Base):
    """One check of one running benefit: the question of the newest sweep, and what is open.

    `result` belongs to that question. `found` is the last word that was no pass, `since` when it
    first was so; both stay until a pass comes or somebody closes it.
    """

    __tablename__ = "sweep_checks"
    __table_args__ = (
        PrimaryKeyConstraint("application_id", "code", name="sweep_checks_pkey"),
        ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="sweep_checks_application"
        ),
        UniqueConstraint("request_id", name="sweep_checks_request"),
        Index(
            "sweep_checks_found",
            "since",
            "application_id",
            "code",
            postgresql_where=text(FOUND),
        ),
        Index("sweep_checks_pending", "asked_at", postgresql_where=text("result = 'PENDING'")),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID]
    code: Mapped[str] = mapped_column(String(20))
    request_id: Mapped[UUID]
    month: Mapped[str] = mapped_column(String(7))
    asked_at: Mapped[datetime] = mapped_column(AWARE)
    result: Mapped[str] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(AWARE)
    detail: Mapped[str] = mapped_column(String(300))
    found: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime | None] = mapped_column(AWARE)
    closed_at: Mapped[datetime | None] = mapped_column(AWARE)
    closed_by: Mapped[str] = mapped_column(String(80))
    closed_reason: Mapped[str] = mapped_column(Sealed("sweep_checks.closed_reason"))
