"""How a service stands: what has not left, what waits for people, what is due and not rung."""

from importlib.metadata import version
from typing import Any

from sqlalchemy import func, select, text

from contracts.operating import Condition, GetCondition
from servicekit.migrate import KIT
from servicekit.relay import LOCK
from servicekit.revisions import newest

VERSIONS = "alembic_version"
# The relay holds this lock as long as it carries; a lock's halves stand as two numbers.
RELAYS = text(
    "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE datname = current_database() AND locktype = 'advisory' AND granted"
    " AND (classid::bigint << 32 | objid::bigint) = :lock)"
)


def get_condition(query: GetCondition, uow: Any) -> Condition:
    """Counts of one service, at one moment."""
    return Condition(
        service=query.of,
        at=uow.now,
        release=version("lingbu-servicekit"),
        migrations=_migrations(uow),
        expected=tuple(sorted((newest(KIT), newest(query.of)))),
        **_letters(uow),
        **_deadlines(uow),
        relay=bool(uow.session.scalar(RELAYS, {"lock": LOCK})),
        bus=uow.world.bus(),
    )


def _migrations(uow: Any) -> tuple[str, ...]:
    """Revisions of both lines; none where tables were made without migrations."""
    there = uow.session.scalar(select(func.to_regclass(VERSIONS).is_not(None)))
    if not there:
        return ()
    return tuple(sorted(uow.session.scalars(text(f"SELECT version_num FROM {VERSIONS}"))))  # nosec B608 - a name of ours


def _letters(uow: Any) -> dict[str, Any]:
    kit = uow.store.kit
    outbox, parked = kit.outbox.c, kit.parked.c
    age = func.extract("epoch", func.clock_timestamp() - func.min(outbox.created_at))
    last = func.max(outbox.last_error)
    unsent = select(func.count(), age, last).where(outbox.sent_at.is_(None))
    count, seconds, error = uow.session.execute(unsent).one()
    mine = select(
        func.count().filter(parked.redrive_at.is_(None)),
        func.count().filter(parked.redrive_at.is_not(None)),
    ).where(parked.settled_at.is_(None))
    waiting, delayed = uow.session.execute(mine).one()
    return {
        "unsent": count,
        "unsent_seconds": int(seconds or 0),
        "unsent_error": error or "",
        "heard_at": uow.session.scalar(select(func.max(kit.inbox.c.applied_at))),
        "parked": waiting,
        "delayed": delayed,
        "held": uow.session.scalar(select(func.count()).select_from(kit.held)),
    }


def _deadlines(uow: Any) -> dict[str, Any]:
    rows = uow.store.kit.deadlines.c
    late = rows.due_at <= uow.now
    query = select(
        func.count().filter(late),
        func.min(rows.due_at).filter(late),
        func.count().filter(rows.failures > 0),
    ).where(rows.fired_at.is_(None), rows.cancelled_at.is_(None))
    count, first, failing = uow.session.execute(query).one()
    seconds = int((uow.now - first).total_seconds()) if first else 0
    return {"overdue": count, "overdue_seconds": seconds, "failing": failing}
