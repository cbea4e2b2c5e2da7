"""Parked letters driven again, or discarded for good: for the command line and for the pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from servicekit.core import Core
from servicekit.letterbox import meta_of
from servicekit.letters import Inbox
from servicekit.parking import Parking
from servicekit.tables import KitTables

__all__ = ["discard", "redrive"]


def redrive(rows: Sequence[Row[Any]], session: Session, kit: KitTables, now: datetime) -> int:
    """Marks letters; the service itself drives them within a second. Returns how many."""
    return Parking(session, kit).ask_redrive([row.id for row in rows], _long_ago(now))


def discard(rows: Sequence[Row[Any]], session: Session, kit: KitTables, now: datetime) -> int:
    """Settles letters unread; those that waited behind them go on. Returns how many."""
    parking, inbox = Parking(session, kit), Inbox(Core(session), kit)
    for row in rows:
        parking.settle(row.id, "discarded", now)
        meta = meta_of(row.body)
        if meta and meta.sequence:
            inbox.skip(meta.source, meta.aggregate_id, meta.sequence)
            behind = inbox.first_held(meta.source, meta.aggregate_id)
            if behind is not None:
                parking.park(behind, meta_of(behind), "held", "discarded", 0, _long_ago(now))
    return len(rows)


def _long_ago(now: datetime) -> datetime:
    """Due at once under any clock, a turned-back one too."""
    return now.replace(year=2000)
