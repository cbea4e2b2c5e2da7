"""Long work with how far it is: ordered by an administrator, or told of by a command of upkeep.

A run that is not over stands once for each kind. Whoever works on it writes what it has done under
the condition that it is still running, so a stop counts from the moment it was given.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, Row, Table, func, select

from contracts.runs import DONE, RUNNING, STOPPED, WAITING
from servicekit.walls import say_system

MOST = 20  # that are listed
MOST_FOUND = 200  # findings that are kept word for word
BY_COMMAND = "lingbu"  # whoever gave a command of upkeep is known to the machine, not to us


class Runs:
    """The runs of one service; `core` is a connection, or what works on one."""

    def __init__(self, core: Any, table: Table) -> None:
        self._core, self._table = core, table

    def newest(self) -> Sequence[Row[Any]]:
        """The newest first."""
        table = self._table
        query = select(table).order_by(table.c.begun_at.desc(), table.c.id).limit(MOST)
        return self._core.execute(query).all()  # type: ignore[no-any-return]

    def get(self, run_id: UUID, *, lock: bool = False) -> Row[Any] | None:
        """One run, locked where it is to be changed."""
        query = select(self._table).where(self._table.c.id == run_id)
        found: Row[Any] | None = self._core.execute(
            query.with_for_update() if lock else query
        ).first()
        return found

    def under_way(self, kind: str, *states: str) -> Row[Any] | None:
        """The run of this kind that is not over, if it is in one of these states."""
        states = states or (WAITING, RUNNING, STOPPED)
        mine = (self._table.c.kind == kind, self._table.c.state.in_(states))
        found: Row[Any] | None = self._core.execute(select(self._table).where(*mine)).first()
        return found

    def open(self, kind: str, by: str, *, state: str = WAITING, total: int = 0) -> UUID:
        """A new run."""
        values = {"id": uuid4(), "kind": kind, "state": state, "total": total, "begun_by": by}
        self._core.execute(self._table.insert().values(values | {"counts": {}, "found": []}))
        return values["id"]  # type: ignore[return-value]

    def change(self, run_id: UUID, *states: str, **values: Any) -> bool:
        """Writes these values if the run is in one of these states; says whether it was."""
        mine = (self._table.c.id == run_id, self._table.c.state.in_(states))
        update = self._table.update().where(*mine)
        return bool(self._core.execute(update.values(values)).rowcount)

    def move(self, run_id: UUID, **values: Any) -> bool:
        """It has come further; False where somebody stopped it meanwhile."""
        return self.change(run_id, RUNNING, moved_at=func.clock_timestamp(), **values)

    def end(self, run_id: UUID, **values: Any) -> bool:
        """It is over."""
        return self.move(run_id, state=DONE, ended_at=func.clock_timestamp(), **values)


class Told:
    """A command of upkeep tells the service's table how far it is; one begun before goes on."""

    def __init__(self, engine: Engine, table: Table, kind: str, total: int = 0) -> None:
        self._engine, self._table, self.done = engine, table, 0
        with engine.begin() as connection:
            say_system(connection)
            runs = Runs(connection, table)
            there = runs.under_way(kind)
            self._id = there.id if there else runs.open(kind, BY_COMMAND, state=RUNNING)
            self.done = there.done if there else 0
            counted = {"total": self.done + total if total else 0}
            runs.change(self._id, RUNNING, moved_at=func.clock_timestamp(), **counted)

    def more(self, count: int) -> None:
        """So many rows more are over with."""
        self.done += count
        self._write(lambda runs: runs.move(self._id, done=self.done))

    def end(self) -> None:
        """The command has come to its end."""
        self._write(lambda runs: runs.end(self._id, done=self.done, total=self.done))

    def _write(self, work: Callable[[Runs], Any]) -> None:
        with self._engine.begin() as connection:
            say_system(connection)
            work(Runs(connection, self._table))


def kept(found: Sequence[Any], more: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Findings with those that are new among them: a slice may be walked twice."""
    return [*found, *(one for one in more if one not in found)]
