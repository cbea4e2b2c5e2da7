"""Proofs ordered on the operators' pages: the witness takes them up, slice by slice.

A run goes through the chains first and then through the days. What came of each slice stands in
the run's row, so that it can be stopped, go on in another process, and be looked at meanwhile.
Chains are compared with what the witness had kept when the run was begun or resumed; rows that
came later wait for its next look.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, Row, Table, func

from contracts.runs import RUNNING, STOPPED, VERIFY, WAITING
from servicekit.audit.canonical import micros
from servicekit.audit.verify.daywise import counted, records_of, to_count
from servicekit.audit.verify.finding import Finding
from servicekit.audit.verify.journal import Journal
from servicekit.audit.verify.prove import Day, Means, check_days
from servicekit.audit.verify.purged import check_purged
from servicekit.audit.verify.silence import LIMIT, check_silence
from servicekit.audit.verify.walk import Walked
from servicekit.audit.verify.worker import RecordReader, Task, open_reader
from servicekit.runs import MOST_FOUND, Runs, kept
from servicekit.walls import say_system

log = logging.getLogger(__name__)
SLICE = 1000  # rows walked at a time, about
HEADS = 500  # looked at for the end of a slice
SOME_DAYS = 10
_NEXT = "SELECT chain, n FROM audit_heads WHERE chain >= %s ORDER BY chain LIMIT %s"
NO_WITNESS = "未与见证对照：有数据库全部权限的人改动后重算全部散列，这样查不出来"


@dataclass(slots=True)
class _Work:
    """What is at hand while a run is under way in this process."""

    run_id: UUID
    folder: Any
    reading: RecordReader
    begun: datetime
    found: list[Finding]
    records: list[Any] = field(default_factory=list)
    left: list[date] | None = None
    days: dict[date, Day] = field(default_factory=dict)

    @property
    def until(self) -> int:
        return self.reading.task.until or 0

    def close(self) -> None:
        self.reading.connection.close()
        if self.reading.journal:
            self.reading.journal.close()
        self.folder.cleanup()


@dataclass(slots=True)
class _Silence:
    unkept: int
    waits: int


class Prover:
    """Looks after the ordered proofs of one service."""

    def __init__(self, service: str, engine: Engine, table: Table, means: Means) -> None:
        self.service, self._engine, self._table, self._means = service, engine, table, means
        self._work: _Work | None = None

    def step(self) -> bool:
        """One slice of what is ordered; says whether there may be more. Never raises."""
        try:
            row = self._with(lambda runs: runs.under_way(VERIFY, WAITING, RUNNING))
        except Exception:
            log.exception("no look for ordered proofs", extra={"service": self.service})
            return False
        if row is None:
            self._let_go()
            return False
        try:
            self._go_on(row)
            return True
        except Exception as error:
            log.exception("a proof halted", extra={"service": self.service})
            self._halt(row, error)
            return False

    def _go_on(self, row: Row[Any]) -> None:
        if row.state == WAITING or self._work is None or self._work.run_id != row.id:
            self._begin(row)
        elif not row.counts.get("walked"):
            self._walk(row, self._work)
        elif self._work.left is None:
            self._list_days(self._work)
        elif self._work.left:
            self._count_days(row, self._work)
        else:
            self._end(row, self._work)

    def _begin(self, row: Row[Any]) -> None:
        self._let_go()
        self._work = work = self._open(row.id)
        found, findings = _added(row, work.found)
        values: dict[str, Any] = {"state": RUNNING, "moved_at": func.clock_timestamp()}
        values |= {"found": found, "findings": findings}
        self._with(lambda runs: runs.change(row.id, WAITING, RUNNING, **values))

    def _open(self, run_id: UUID) -> _Work:
        means, folder = self._means, TemporaryDirectory(prefix="lingbu-verify-")
        begun, journal, found = means.now(), None, list[Finding]()
        if means.store is not None:
            path = Path(folder.name) / "journal"
            journal, found = Journal.write(path, self.service, means.store, means.verifier)
        url = self._engine.url.render_as_string(hide_password=False)
        task = Task(
            url=url,
            snapshot="",
            journal=journal.path if journal else None,
            until=journal.until if journal else None,
            turned=means.turned,
        )
        reading = RecordReader(task, open_reader(url), journal)
        return _Work(run_id, folder, reading, begun, found)

    def _walk(self, row: Row[Any], work: _Work) -> None:
        after = _next(work.reading.connection, row.place)
        walked = work.reading.look(row.place, after)
        work.reading.connection.rollback()  # the next slice sees a later moment
        found, findings = _added(row, [*walked.found, *walked.past])
        counts = _counts(row.counts, walked, micros(work.begun - LIMIT))
        values = {"done": row.done + walked.rows, "found": found, "findings": findings}
        values |= {"counts": counts | {"walked": after is None}, "place": after or ""}
        self._move(row, values | {"total": max(row.total, row.done + walked.rows)})

    def _list_days(self, work: _Work) -> None:
        work.records = records_of(work.reading.connection)
        work.left = to_count(work.reading.connection, work.records)

    def _count_days(self, row: Row[Any], work: _Work) -> None:
        assert work.left is not None  # nosec B101 - tells the type checker what step made sure of
        some, work.left = work.left[:SOME_DAYS], work.left[SOME_DAYS:]
        for day in some:
            work.days[day] = counted(work.reading.connection, day)
        self._move(row, {"counts": row.counts | {"days": len(work.days)}})

    def _end(self, row: Row[Any], work: _Work) -> None:
        days = {day: one for day, one in work.days.items() if one.rows}
        verifier, journal = self._means.verifier, work.reading.journal
        kept_days = journal.days() if journal else {}
        more = check_days(self.service, work.records, days, kept_days, verifier)
        more += check_purged(self.service, work.reading.connection, verifier)
        if journal:
            silence = _Silence(row.counts.get("silent", 0), row.counts.get("since", 0))
            more += check_silence(silence, work.until, work.begun)
        found, findings = _added(row, more)
        counts = row.counts | {"days": len(work.records)}
        values = {"found": found, "findings": findings, "counts": counts, "done": row.done}
        if journal is None:
            values["trouble"] = NO_WITNESS
        self._with(lambda runs: runs.end(row.id, total=row.done, **values))
        self._let_go()

    def _move(self, row: Row[Any], values: Mapping[str, Any]) -> None:
        if not self._with(lambda runs: runs.move(row.id, **values)):
            self._let_go()  # stopped meanwhile: this slice is walked again

    def _halt(self, row: Row[Any], error: Exception) -> None:
        said = f"核对中断（{type(error).__name__}），原因见见证进程的日志；排除后请继续"
        self._let_go()
        with suppress(Exception):
            stopped = {"state": STOPPED, "trouble": said[:200]}
            self._with(lambda runs: runs.change(row.id, WAITING, RUNNING, **stopped))

    def _with(self, work: Callable[[Runs], Any]) -> Any:
        with self._engine.begin() as connection:
            say_system(connection)
            return work(Runs(connection, self._table))

    def _let_go(self) -> None:
        if self._work is not None:
            self._work.close()
            self._work = None


def step_each(provers: Iterable[Prover]) -> bool:
    """A slice of each; says whether any may have more."""
    more = [prover.step() for prover in provers]
    return any(more)


def _next(reader: Any, first: str) -> str | None:
    """The chain with which the next slice begins; None where this one is the last."""
    with reader.cursor() as cursor:
        cursor.execute(_NEXT, (first, HEADS))
        heads = cursor.fetchall()
    rows = 0
    for place, (chain, n) in enumerate(heads):
        if place and rows + n > SLICE:
            return str(chain)
        rows += n
    return str(heads[-1][0]) if len(heads) == HEADS else None


def _counts(before: Mapping[str, Any], walked: Walked, late: int) -> dict[str, Any]:
    """`late`: rows written before this moment should have been witnessed."""
    counts = dict(before)
    for name, more in (("chains", walked.chains), ("unwitnessed", walked.unkept)):
        counts[name] = counts.get(name, 0) + more
    if walked.waits and walked.waits < late:
        counts["silent"] = counts.get("silent", 0) + walked.unkept
        counts["since"] = min(counts.get("since") or walked.waits, walked.waits)
    return counts


def _added(row: Row[Any], more: Iterable[Finding]) -> tuple[list[Any], int]:
    """Findings as they are kept, and how many there are: what is mended counts as none."""
    plain = [one.plain() for one in more]
    fresh = [one for one in plain if one not in row.found]
    count = row.findings + sum(one["kind"] != "past" for one in fresh)
    return kept(row.found, fresh)[:MOST_FOUND], count
