"""Rows of the files of deduction results: the ledger of files, and each of their lines."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Numeric,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from payments.rows.base import MONTH, Base
from servicekit.walls import behind, by_place


class FileRow(Base):
    """扣款结果文件: what was announced, how much of it arrived, how far it is posted.

    `handled` is the last line that has its outcome; it moves in the transaction that posts.
    """

    __tablename__ = "deduction_files"

    file_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    agency: Mapped[str] = mapped_column(String(12))
    month: Mapped[str] = mapped_column(MONTH)
    sequence: Mapped[int]
    lines: Mapped[int]
    total: Mapped[Decimal] = mapped_column(Numeric(15, 2))
    corrects: Mapped[UUID | None] = mapped_column(default=None)
    state: Mapped[str] = mapped_column(String(10))
    announced_at: Mapped[datetime]
    announced_by: Mapped[str] = mapped_column(String(80))
    received_at: Mapped[datetime | None] = mapped_column(default=None)
    received_by: Mapped[str] = mapped_column(String(80), default="")
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    size: Mapped[int] = mapped_column(BigInteger, default=0)
    last_line: Mapped[int] = mapped_column(default=0)
    header: Mapped[str] = mapped_column(String(80), default="")
    trailer: Mapped[str] = mapped_column(String(80), default="")
    faults: Mapped[list[Any]] = mapped_column(JSONB, default=list)
    handled: Mapped[int] = mapped_column(default=0)
    outcomes: Mapped[dict[str, int]] = mapped_column(JSONB, default=dict)

    __table_args__ = (
        UniqueConstraint("digest", name="deduction_files_digest"),
        UniqueConstraint("agency", "month", "sequence", name="deduction_files_numbered"),
        {"info": by_place(street="")},
    )


class LineRow(Base):
    """One line: a deduction by the number of the benefit, without a person's data.

    `outcome` is empty until the line was handled; `before` is what a correction replaces.
    """

    __tablename__ = "deduction_lines"

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("deduction_files.file_id", name="deduction_lines_file"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[UUID]
    month: Mapped[str] = mapped_column(MONTH)
    attempt: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(String(4))
    deducted: Mapped[Decimal] = mapped_column(Numeric(9, 2))
    deferred: Mapped[bool]
    purpose: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(String(40), default="")
    before: Mapped[str] = mapped_column(String(40), default="")

    __table_args__ = (
        Index("deduction_lines_case", "application_id", "file_id"),
        {"info": behind("deduction_files", "file_id", "file_id")},
    )
