"""Drafts: what somebody has typed and not submitted, sealed, for its owner alone."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, String, select
from sqlalchemy.orm import Mapped, mapped_column

from intake.store.rows import Base
from servicekit.sealing import Sealed
from servicekit.walls import of_whoever

AWARE = DateTime(timezone=True)


class DraftRow(Base):
    """`owner`: an officer's account, or the draft's own id for a person who signs in by phone.

    `entrance` finds a person's draft by number and phone (`who`) without opening anything.
    """

    __tablename__ = "drafts"
    __table_args__ = ({"info": of_whoever("owner")},)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(80), index=True)
    entrance: Mapped[str] = mapped_column(String(64), unique=True)
    who: Mapped[str] = mapped_column(Sealed("drafts.who"))
    content: Mapped[str] = mapped_column(Sealed("drafts.content"))
    saved_at: Mapped[datetime] = mapped_column(AWARE)
    submitted_at: Mapped[datetime | None] = mapped_column(AWARE)


class Drafts:
    """By id, and by number and phone."""

    def __init__(self, uow: Any) -> None:
        self.session, self.sealer = uow.session, uow.sealer

    def of(self, who: str) -> DraftRow | None:
        """The draft of a number and phone."""
        entrance = self.sealer.search_hash(who)
        found: DraftRow | None = self.session.scalar(
            select(DraftRow).where(DraftRow.entrance == entrance)
        )
        return found

    def find(self, draft_id: UUID, *, lock: bool = False) -> DraftRow | None:
        """By id, where the caller is its owner: the wall hides all others."""
        found: DraftRow | None = self.session.get(DraftRow, draft_id, with_for_update=lock or None)
        return found

    def open(self, draft_id: UUID, owner: str, who: str, now: datetime) -> DraftRow:
        """A new one, empty."""
        entrance = self.sealer.search_hash(who)
        row = DraftRow(
            id=draft_id, owner=owner, who=who, entrance=entrance, content="{}", saved_at=now
        )
        self.session.add(row)
        self.session.flush()
        return row

    def remove(self, row: DraftRow) -> None:
        """Destroyed."""
        self.session.delete(row)
        self.session.flush()
