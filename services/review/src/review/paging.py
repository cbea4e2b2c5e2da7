"""Keyset cursors: where a page ended, as an opaque text."""

import base64
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from kernel.errors import Invalid

MOST = 100
T = TypeVar("T")


def checked_limit(limit: int) -> int:
    """1 to 100 rows on a page; raises Invalid."""
    if not 1 <= limit <= MOST:
        sentence = f"每页条数应在1至{MOST}之间。"
        raise Invalid(sentence, fields={"limit": sentence}, code="bad-limit")
    return limit


def cursor_of(at: date, application_id: UUID) -> str:
    """The cursor that goes on after this row."""
    at = at.astimezone(UTC) if isinstance(at, datetime) else at
    place = json.dumps([at.isoformat(), str(application_id)])
    return base64.urlsafe_b64encode(place.encode()).decode()


def place_of(cursor: str | None, moment: bool) -> tuple[Any, UUID] | None:
    """Where a page begins: a moment (or a day) and an id; raises Invalid for anything else."""
    if cursor is None:
        return None
    try:
        at, application_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        when = datetime.fromisoformat(at) if moment else date.fromisoformat(at)
        if isinstance(when, datetime) and when.utcoffset() != timedelta(0):
            raise ValueError("a moment is written in UTC: PostgreSQL cannot read every offset")
        return when, UUID(application_id)
    except (ValueError, TypeError, AttributeError):
        sentence = "翻页标记无效，请从第一页重新查询。"
        raise Invalid(sentence, fields={"cursor": sentence}, code="bad-cursor") from None


def cut(rows: Sequence[tuple[Any, T]], limit: int) -> tuple[list[T], Any | None]:
    """The rows of this page, and the key of its last one if there are more."""
    page = [item for _, item in rows[:limit]]
    return page, rows[limit - 1][0] if len(rows) > limit else None
