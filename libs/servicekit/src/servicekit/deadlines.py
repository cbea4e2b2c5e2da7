"""Deadlines as rows: the trigger date and the rule stay beside the due time.

One that was counted in working days also keeps which calendar it was counted by. When another
calendar is in force it does not fire before it has been counted again. A turned clock drives
them, and any number of replicas may look: `SKIP LOCKED` gives each row to one of them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select

from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI
from policy.calendar import edition
from servicekit import statements
from servicekit.core import Core
from servicekit.tables import KitTables

MAX_BACKOFF = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One thing that is due. `subject` is what it is about, usually an application id."""

    id: int
    kind: str
    subject: str
    due_at: datetime
    trigger_on: datetime
    rule: str
    provisional: bool
    fired_at: datetime | None = None


class Deadlines:
    """The deadlines of one service, inside the caller's transaction."""

    def __init__(self, core: Core, tables: KitTables, now: datetime) -> None:
        self._core, self._table, self._now = core, tables.deadlines, now

    def set(
        self,
        kind: str,
        subject: object,
        due_at: datetime,
        *,
        rule: str = "",
        trigger_on: datetime | None = None,
        calendar: WorkingCalendar | None = None,
    ) -> None:
        """Opens a deadline, or moves the open one of this kind and subject.

        `calendar` is what its day was counted by, None for one that no holiday moves. It is
        provisional in a year whose holidays are not published.
        """
        day = due_at.astimezone(SHANGHAI).date()
        values = {
            "kind": kind,
            "subject": str(subject),
            "due_at": due_at,
            "trigger_on": trigger_on or self._now,
            "rule": rule,
            "provisional": int(calendar is not None and calendar.is_provisional(day)),
            "calendar": edition(calendar) if calendar is not None else "",
        }
        self._core.execute(statements.set_deadline(self._table), values)

    def cancel(self, kind: str, subject: object) -> None:
        """Closes the open deadline of this kind and subject, if there is one."""
        closed = {"b_kind": kind, "b_subject": str(subject), "cancelled_at": self._now}
        self._core.execute(statements.cancel_deadlines(self._table, True), closed)

    def cancel_all(self, subject: object) -> None:
        """Closes every open deadline of a subject."""
        closed = {"b_subject": str(subject), "cancelled_at": self._now}
        self._core.execute(statements.cancel_deadlines(self._table, False), closed)

    def of(self, subject: object) -> list[Deadline]:
        """Open deadlines of a subject, nearest first."""
        query = statements.open_deadlines(self._table)
        rows = self._core.execute(query, {"b_subject": str(subject)})
        return [_deadline(row) for row in rows]

    def take_due(self, calendar: str) -> Deadline | None:
        """Locks one due deadline that no other replica holds; None when nothing is due.

        One that was counted by another calendar than this edition is not due but stale.
        """
        return self._take(statements.due_deadline(self._table), calendar)

    def take_stale(self, calendar: str) -> Deadline | None:
        """Locks one open deadline that was counted by another calendar; None when all are right."""
        return self._take(statements.stale_deadline(self._table), calendar)

    def _take(self, query: Select[tuple[object, ...]], calendar: str) -> Deadline | None:
        here = {"b_now": self._now, "b_calendar": calendar}
        row = self._core.execute(query, here).first()
        return _deadline(row) if row else None

    def stamp(self, deadline: Deadline, calendar: str) -> None:
        """This calendar leaves the deadline where its handler has put it."""
        stamped = {"b_id": deadline.id, "calendar": calendar}
        self._core.execute(statements.stamp_deadline(self._table), stamped)

    def mark_fired(self, deadline: Deadline) -> None:
        fired = {"b_id": deadline.id, "fired_at": self._now}
        self._core.execute(statements.fire_deadline(self._table), fired)

    def mark_failed(self, deadline_id: int) -> None:
        """Puts a deadline whose handler failed a little later, doubling each time."""
        table = self._table
        failures = self._core.scalar(
            table.update()
            .where(table.c.id == deadline_id)
            .values(failures=table.c.failures + 1)
            .returning(table.c.failures)
        )
        wait = min(timedelta(seconds=2 ** min(failures or 1, 10)), MAX_BACKOFF)
        self._core.execute(
            table.update().where(table.c.id == deadline_id).values(retry_at=self._now + wait)
        )


def _deadline(row: Row[tuple[object, ...]]) -> Deadline:
    return Deadline(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        due_at=row.due_at,
        trigger_on=row.trigger_on,
        rule=row.rule,
        provisional=bool(row.provisional),
        fired_at=row.fired_at,
    )
