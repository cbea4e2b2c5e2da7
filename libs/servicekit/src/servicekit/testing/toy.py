"""Two tiny services that exercise the kit: one counts, the other keeps what it heard."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, String, UniqueConstraint, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from contracts.caller import PUBLIC
from contracts.message import Command, Event, Query
from contracts.rights import Right
from contracts.wire import described
from kernel.errors import Conflict, NotFound
from servicekit.deadlines import Deadline
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.store import Store
from servicekit.tables import kit_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Where a counter stands."""

    counter: UUID
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Command):
    """Adds to a counter; `alarm` sets a deadline so many seconds ahead."""

    service, answer = "counter", Counted

    counter: UUID
    by: int = 1
    secret: str = "quiet"
    alarm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look(Query):
    """Where a counter stands."""

    service, answer = "counter", Counted

    counter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterMoved(Event):
    """A counter moved."""

    source, aggregate = "counter", "counter"

    counter: UUID
    value: int
    secret: str = described("personal", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterRang(Event):
    """A counter's alarm went off."""

    source, aggregate = "counter", "counter"

    counter: UUID


class CounterBase(DeclarativeBase):
    """The counter's tables."""


class CounterRow(CounterBase):
    __tablename__ = "counters"
    __table_args__ = (UniqueConstraint("value", "id", name="counters_value"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(Integer)


class KeeperBase(DeclarativeBase):
    """The keeper's tables."""


class HeardRow(KeeperBase):
    __tablename__ = "heard"

    id: Mapped[int] = mapped_column(primary_key=True)
    counter: Mapped[UUID]
    what: Mapped[str] = mapped_column(String(80))


def count(form: Count, uow: Any) -> Counted:
    """Adds, says so, and may set an alarm; thirteen is refused."""
    row = uow.session.get(CounterRow, form.counter, with_for_update=True)
    row = row or CounterRow(id=form.counter, value=0)
    row.value += form.by
    if row.value == 13:
        raise Conflict("十三不行。", code="thirteen")
    uow.session.add(row)
    if form.alarm is not None:
        uow.deadlines.set("alarm", form.counter, uow.now + timedelta(seconds=form.alarm))
    uow.emit(CounterMoved(counter=form.counter, value=row.value, secret=form.secret))
    uow.note(form.counter, "counted", "计数")
    return Counted(counter=form.counter, value=row.value)


def look(form: Look, uow: Any) -> Counted:
    """Reads a counter."""
    row = uow.session.get(CounterRow, form.counter)
    if row is None:
        raise NotFound("没有这个计数器。")
    return Counted(counter=row.id, value=row.value)


def ring(deadline: Deadline, uow: Any) -> None:
    """The alarm goes off; a counter at two is alarmed once more, a minute later."""
    row = uow.session.get(CounterRow, UUID(deadline.subject))
    if row.value == 2:
        row.value = 3
        uow.deadlines.set("alarm", deadline.subject, uow.now + timedelta(seconds=60))
    uow.emit(CounterRang(counter=UUID(deadline.subject)))


FAULTS: dict[str, int] = {}


def hear_move(event: CounterMoved, uow: Any) -> None:
    """Keeps a move; "fail:N" in the secret fails the first N times, "refuse" is refused."""
    word, _, times = event.secret.partition(":")
    if word == "refuse":
        raise Conflict("不收。", code="not-taken")
    if word == "fail" and FAULTS.setdefault(str(event.counter), int(times)) > 0:
        FAULTS[str(event.counter)] -= 1
        raise RuntimeError("a bad day")
    uow.session.add(HeardRow(counter=event.counter, what=f"moved {event.value}"))


def hear_ring(event: CounterRang, uow: Any) -> None:
    """Keeps an alarm."""
    uow.session.add(HeardRow(counter=event.counter, what="rang"))


def heard(session: Any, counter: UUID) -> list[str]:
    """What the keeper heard of a counter, in order."""
    query = select(HeardRow.what).where(HeardRow.counter == counter).order_by(HeardRow.id)
    return list(session.scalars(query))


ANYBODY = Right(frozenset({PUBLIC}), "", "")


class CounterService:
    """Counts."""

    name = "counter"
    store = Store(
        metadata=CounterBase.metadata,
        kit=kit_tables(CounterBase.metadata),
        constraints={"counters_pkey": lambda: Conflict("已存在。", code="exists")},
    )
    desk = DeskProvider()

    obey = obeys({Count: count, Look: look}, {Count: ANYBODY, Look: ANYBODY})
    read = reads({})
    ring = rings({"alarm": ring}, interval=0.1)


class KeeperService:
    """Keeps what it heard."""

    name = "keeper"
    store = Store(metadata=KeeperBase.metadata, kit=kit_tables(KeeperBase.metadata))
    desk = DeskProvider()

    obey = obeys({})
    read = reads({CounterMoved: hear_move, CounterRang: hear_ring})
    ring = rings({}, interval=0.1)
