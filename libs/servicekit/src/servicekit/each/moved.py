"""Deadlines that holiday notices moved, those moved last first."""

from typing import Any

from sqlalchemy import select

from contracts.runs import ListMovedDeadlines, MovedDeadline, MovedDeadlines
from servicekit.each.letters import place_of


def list_moved_deadlines(query: ListMovedDeadlines, uow: Any) -> MovedDeadlines:
    """A page; case numbers are no personal data."""
    moved, limit = uow.store.kit.moved.c, max(1, min(query.limit, 100))
    found = select(uow.store.kit.moved).order_by(moved.id.desc()).limit(limit + 1)
    if query.cursor:
        found = found.where(moved.id < place_of(query.cursor))
    rows = uow.core.execute(found).all()
    page = rows[:limit]
    return MovedDeadlines(
        items=tuple(
            MovedDeadline(
                **{name: getattr(row, name) for name in MovedDeadline.__dataclass_fields__}
            )
            for row in page
        ),
        next_cursor=str(page[-1].id) if len(rows) > limit else None,
    )
