"""A service without a database: its real tables of handlers, repositories and rules over rows kept
in memory, fast enough for machines that take a hundred thousand steps.

What PostgreSQL does by itself (constraints, locks, the order of commits) is not here; the house
tests have it. So a guard that only a constraint would hold up falls here.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Select
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BindParameter, BooleanClauseList, Null, TextClause

from contracts.caller import SYSTEM_CALLER, Caller
from contracts.message import Command, Event
from contracts.rights import RIGHTS
from kernel.errors import Forbidden
from policy import Policy
from servicekit.deadlines import Deadline
from servicekit.signing.decisions import Signed
from servicekit.signing.keys import SigningKey
from servicekit.signing.signers import Signer
from servicekit.testing.house import world_at
from servicekit.uow import UnitOfWork
from servicekit.walls import info_of


class Rows:
    """Rows by table and key; the session of a unit of work over them."""

    def __init__(self) -> None:
        self.tables: dict[type, dict[Any, Any]] = {}
        self._before: list[tuple[Any, dict[str, Any]]] = []
        self._added: list[tuple[type, Any]] = []

    def of(self, kind: type) -> list[Any]:
        """Every row of a table."""
        return list(self.tables.get(kind, {}).values())

    def begin(self) -> None:
        self._before, self._added = [], []

    def rollback(self) -> None:
        """Rows as they were; what was added is gone."""
        for row, values in reversed(self._before):
            row.__dict__.clear()
            row.__dict__.update(values)
        for kind, key in self._added:
            self.tables[kind].pop(key, None)
        self.begin()

    def add(self, row: Any) -> None:
        kind = type(row)
        for column, default in _defaults(kind):
            if column not in row.__dict__:
                setattr(row, column, default() if callable(default) else default)
        key = _key(kind, row)
        known = self.tables.setdefault(kind, {}).get(key)
        if known is None:
            self.tables[kind][key] = row
            self._added.append((kind, key))
        elif known is not row:
            raise AssertionError(f"two rows of {kind.__name__} with one key: {key}")

    def add_all(self, rows: Any) -> None:
        for row in rows:
            self.add(row)

    def flush(self) -> None:
        """Rows are where they belong as soon as they are added."""

    # What a read across all places says to the database (servicekit.walls): no walls are here.

    info: Mapping[str, Any] = info_of(SYSTEM_CALLER)
    no_autoflush = nullcontext()

    def connection(self) -> "Rows":
        return self

    def exec_driver_sql(self, statement: str, values: tuple[str, ...]) -> None:
        """Nobody is kept out."""

    def get(self, kind: type, key: Any, with_for_update: bool = False) -> Any:
        row = self.tables.get(kind, {}).get(key if isinstance(key, tuple) else (key,))
        return None if row is None else self._seen(row)

    def get_one(self, kind: type, key: Any) -> Any:
        row = self.get(kind, key)
        assert row is not None, f"no {kind.__name__} {key}"
        return row

    def scalars(self, query: "Select[Any] | TextClause", values: Any = None) -> list[Any]:
        if isinstance(query, TextClause):
            return []  # SQL as text (months compared by night): the walks over a real house have it
        kind = _entity(query)
        if kind is None:
            return []  # a lock; there is nobody to wait for
        chosen = [row for row in self.of(kind) if _holds(query.whereclause, row, values)]
        for order in reversed(query._order_by_clauses):
            down = getattr(order, "modifier", None) is operators.desc_op
            name = (order.element if down else order).key
            chosen.sort(key=lambda row: getattr(row, name), reverse=down)  # noqa: B023
        limit = query._limit_clause
        return [self._seen(row) for row in chosen[: limit.value if limit is not None else None]]

    def scalar(self, query: "Select[Any]", values: Any = None) -> Any:
        if query._raw_columns[0]._annotations.get("parententity") is None:  # count(*)
            return len(self.scalars(query, values))
        return next(iter(self.scalars(query, values)), None)

    def execute(self, query: "Select[Any] | TextClause", values: Any = None) -> list[Any]:
        return self.scalars(query, values)

    def _seen(self, row: Any) -> Any:
        self._before.append((row, dict(row.__dict__)))
        return row


_known: dict[type, Any] = {}


def _defaults(kind: Any) -> list[tuple[str, Any]]:
    if kind not in _known:
        columns = [(c.key, c.default) for c in kind.__mapper__.columns]
        _known[kind] = [
            (name, None if d is None else (lambda d=d: d.arg(None)) if d.is_callable else d.arg)
            for name, d in columns
        ]
    return _known[kind]


def _key(kind: Any, row: Any) -> tuple[Any, ...]:
    return tuple(getattr(row, column.key) for column in kind.__mapper__.primary_key)


def _entity(query: Any) -> Any:
    for part in (*query._raw_columns, *query._from_obj):
        entity = part._annotations.get("parententity")
        if entity is not None:
            return entity.class_
    return None


def _holds(clause: Any, row: Any, values: Any) -> bool:
    if clause is None:
        return True
    if isinstance(clause, BooleanClauseList):
        every = all if clause.operator is operators.and_ else any
        return every(_holds(part, row, values) for part in clause.clauses)
    left, right = getattr(row, clause.left.key), _value(clause.right, row, values)
    if clause.operator is operators.in_op:
        return left in right
    if clause.operator in (operators.is_, operators.is_not):
        return (left is right) == (clause.operator is operators.is_)
    return left is not None and bool(clause.operator(left, right))


def _value(side: Any, row: Any, values: Any) -> Any:
    if isinstance(side, BindParameter):
        return values[side.key] if side.required else side.effective_value
    return None if isinstance(side, Null) else getattr(row, side.key)


class Dues:
    """Open deadlines of a service, by kind and subject; the methods of `Deadlines`."""

    def __init__(self) -> None:
        self.open: dict[tuple[str, str], Deadline] = {}
        self._before: dict[tuple[str, str], Deadline] = {}
        self.now: datetime
        self._count = 0

    def begin(self, now: datetime) -> None:
        self._before, self.now = dict(self.open), now

    def rollback(self) -> None:
        self.open = self._before

    def set(self, kind: str, subject: object, due_at: datetime, **more: Any) -> None:
        self._count += 1
        more.pop("calendar", None)  # the notices of the release are all there are here
        values = {"trigger_on": self.now, "rule": "", "provisional": False} | more
        self.open[kind, str(subject)] = Deadline(
            id=self._count, kind=kind, subject=str(subject), due_at=due_at, **values
        )

    def cancel(self, kind: str, subject: object) -> None:
        self.open.pop((kind, str(subject)), None)

    def cancel_all(self, subject: object) -> None:
        for due in self.of(subject):
            self.cancel(due.kind, subject)

    def of(self, subject: object) -> list[Deadline]:
        mine = (due for due in self.open.values() if due.subject == str(subject))
        return sorted(mine, key=lambda due: due.due_at)

    def next_due(self, now: datetime) -> Deadline | None:
        due = (due for due in self.open.values() if due.due_at <= now)
        return min(due, key=lambda due: (due.due_at, due.id), default=None)


class MemoryUnit(UnitOfWork):
    """One transaction in memory: all of it, or nothing."""

    def __init__(self, desk: "MemoryDesk", caller: Caller) -> None:
        super().__init__(None, desk.store, desk.world, caller)  # type: ignore[arg-type]
        self._desk, self._calendar = desk, desk.world.calendar

    def __enter__(self) -> "MemoryUnit":
        self.now = self.clock.now()
        self.session: Any = self._desk.rows
        self.deadlines: Any = self._desk.dues
        self.signers: Any = self
        self.session.begin()
        self.deadlines.begin(self.now)
        self._said: list[Event] = []
        for name, repository in self._desk.repositories.items():
            setattr(self, name, repository(self))
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if error is not None:
            self.session.rollback()
            self.deadlines.rollback()
        else:
            self._desk.said.extend(self._said)

    def emit(self, event: Event) -> None:
        self._said.append(event)

    def note(self, subject: object, action: str, title: str, **more: Any) -> None:
        """History is the house tests' matter."""

    def sign(self, form: Any, sentence: str, **facts: Any) -> Signed:
        """Signatures too; here every key is its holder's, with a certificate of its own."""
        self.holding(self.caller.key_serial, self.caller.subject)
        own = f"certificate of {self.caller.key_serial}"
        return Signed(challenge_id=uuid4(), fingerprint=own, digest="", rebound_at=None)

    def holding(self, key_serial: str, officer: str) -> Signer:
        """As `Signers` answers of a key in its holder's hand."""
        if not key_serial:
            raise Forbidden("未识别到钥匙盘。", code="key-missing")
        key = SigningKey(serial=key_serial, kind="", public="")
        return Signer(key=key, rebound_at=self._desk.handed_on.get(key_serial))

    def history(self, subject: object) -> tuple[Any, ...]:
        return ()


class MemoryDesk:
    """A service's three tables (obeys, reads, rings) at work in memory."""

    def __init__(self, service: Any, clock: Any, **repositories: Any) -> None:
        self.repositories = service.store.repositories | repositories
        self.store, self.world = service.store, world_at(clock)
        self.obeys, self.reads = service.obey.table, service.read.table
        self.rings = service.ring.table
        self.rows, self.dues, self.said = Rows(), Dues(), []
        self.handed_on: dict[str, datetime] = {}  # keys, since when another officer holds them

    def read_by(self, book: Policy) -> None:
        """From now on another rule pack is in force."""
        self.world = replace(self.world, policy=book)

    def ask(self, command: Command, caller: Caller) -> Any:
        """Carries a command out; raises `Refusal` and then leaves everything as it was."""
        RIGHTS[type(command)].admit(caller, command)
        with MemoryUnit(self, caller) as uow:
            return self.obeys[type(command)](command, uow)

    def tell(self, event: Event) -> None:
        """Delivers a letter."""
        with MemoryUnit(self, SYSTEM_CALLER) as uow:
            self.reads[type(event)](event, uow)

    def hand_on(self, key_serial: str) -> bool:
        """A key goes from one officer to another; False where that cannot be tried."""
        self.handed_on[key_serial] = self.world.clock.now()
        return True

    def ring(self) -> int:
        """Fires what is due, earliest first, until nothing is."""
        fired = 0
        while (due := self.dues.next_due(self.world.clock.now())) is not None:
            assert fired < 1000, f"a deadline that never rests: {due.kind}"
            with MemoryUnit(self, SYSTEM_CALLER) as uow:
                uow.deadlines.cancel(due.kind, due.subject)  # first: the handler may set it anew
                self.rings[due.kind](due, uow)
            fired += 1
        return fired

    def waiting(self) -> list[str]:
        """What open deadlines are about."""
        return [due.subject for due in self.dues.open.values()]

    def close(self) -> None:
        """Nothing is kept."""

    def of(self, event: type[Event]) -> list[Any]:
        """Letters said of one kind."""
        return [said for said in self.said if isinstance(said, event)]
