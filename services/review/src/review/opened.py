"""When an officer of a post opened a dossier: who decides within a minute has not read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, PrimaryKeyConstraint, String
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from review.domain.case import Case
from review.tables import BEHIND, Base


class OpeningRow(Base):
    """The first look of an officer at one version of a dossier."""

    __tablename__ = "openings"
    __table_args__ = (
        PrimaryKeyConstraint("application_id", "dossier_version", "officer"),
        {"info": BEHIND},
    )

    application_id: Mapped[UUID] = mapped_column(ForeignKey("cases.application_id"))
    dossier_version: Mapped[int]
    officer: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]


class Openings:
    """First looks by case, version and officer."""

    def __init__(self, uow: Any) -> None:
        self.session, self.now = uow.session, uow.now

    def note(self, case: Case, officer: str) -> None:
        """Keeps the first look; a later one changes nothing."""
        row = {"application_id": case.application_id, "dossier_version": case.dossier_version}
        put = insert(OpeningRow).values(**row, officer=officer, opened_at=self.now)
        self.session.execute(put.on_conflict_do_nothing())

    def seconds(self, case: Case, officer: str) -> int:
        """For how long the officer has had this version open; 0 if never."""
        key = (case.application_id, case.dossier_version, officer)
        row = self.session.get(OpeningRow, key)
        return max(0, int((self.now - row.opened_at).total_seconds())) if row else 0
