"""Keyset cursors of the waiting room: where a page ended, as an opaque text."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from kernel.errors import Invalid

MOST = 100


def checked_limit(limit: int) -> int:
    """1 to 100 rows on a page; raises Invalid."""
    if not 1 <= limit <= MOST:
        sentence = f"每页条数应在1至{MOST}之间。"
        raise Invalid(sentence, fields={"limit": sentence}, code="bad-limit")
    return limit


def cursor_of(at: datetime, number: str) -> str:
    """The cursor that goes on after this row."""
    place = json.dumps([at.astimezone(UTC).isoformat(), number])
    return base64.urlsafe_b64encode(place.encode()).decode()


def place_of(cursor: str | None) -> tuple[datetime, str] | None:
    """Where a page begins; raises Invalid for anything that is no cursor."""
    if cursor is None:
        return None
    try:
        at, number = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        when = datetime.fromisoformat(at)
        if when.utcoffset() != timedelta(0):
            raise ValueError("a moment is written in UTC: PostgreSQL cannot read every offset")
        return when, str(UUID(number))
    except (ValueError, TypeError, AttributeError):
        sentence = "翻页标记无效，请从第一页重新查询。"
        raise Invalid(sentence, fields={"cursor": sentence}, code="bad-cursor") from None
