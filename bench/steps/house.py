"""Lingbu's own step: a command at a desk, with as much of what a desk does as is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, DateTime, Identity, String, Table, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

import policy
from contracts.caller import STREET, STREET_CLERK, Caller
from contracts.message import Command, Event
from contracts.rights import Right
from kernel.clock import FixedClock
from kernel.errors import Conflict
from policy.calendar import published_calendar
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.frontdoor import obeys, reads, rings
from servicekit.sealing import KeyRing, Sealer
from servicekit.store import Store
from servicekit.tables import kit_tables
from servicekit.testing.postgres import as_desk, database_for
from servicekit.uow import World
from steps import STATES

BARE, RECORD, LETTER, KEY = "bare", "record", "letter", "key"
CLERK = Caller(
    subject="clerk", tier=STREET, roles=(STREET_CLERK,), division="110101001", key_serial="K"
)
ANY_CLERK = Right(frozenset({STREET_CLERK}), "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Where the case stands."""

    case: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(Command):
    """One step; `submitted` makes the case."""

    service, answer = "steps", Moved

    case: UUID
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMoved(Event):
    """A step was made."""

    source, aggregate = "steps", "case"

    case: UUID
    state: str


class Base(DeclarativeBase):
    """The tables of a service with one kind of case."""


class CaseRow(Base):
    __tablename__ = "cases"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))


RECORD_TABLE = Table(
    "record",
    Base.metadata,
    Column("n", BigInteger, Identity(), primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("actor", String(40), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
STORE = Store(metadata=Base.metadata, kit=kit_tables(Base.metadata))
PUT = RECORD_TABLE.insert().inline()


def mover(parts: frozenset[str]) -> Any:
    """The handler that does these parts."""

    def move(form: Move, uow: Any) -> Moved:
        if form.to == STATES[0]:
            uow.session.add(CaseRow(id=form.case, state=form.to))
        else:
            row = uow.session.get(CaseRow, form.case, with_for_update=True)
            if STATES.index(form.to) != STATES.index(row.state) + 1:
                raise Conflict("不能这样办理。", code="not-now")
            row.state = form.to
        if RECORD in parts:
            uow.note(form.case, form.to, "办理")
        else:
            said = {"case_id": form.case, "action": form.to, "actor": "clerk", "at": uow.now}
            uow.core.execute(PUT, said)
        if LETTER in parts:
            uow.emit(CaseMoved(case=form.case, state=form.to))
        return Moved(case=form.case, state=form.to)

    return move


class Case:
    """A desk with one connection, as a role that owns no table."""

    def __init__(self, address: str, *parts: str) -> None:
        self.keyed = KEY in parts

        class Steps:
            name, store = "steps", STORE
            obey = obeys({Move: mover(frozenset(parts))}, {Move: ANY_CLERK})
            read, ring = reads({}), rings({})

        engine = make_engine(as_desk(database_for(Base.metadata)), pool_size=1, ping=False)
        self.desk = Desk.of(Steps, make_sessions(engine), _world())
        with engine.connect() as connection:
            self.pid = connection.connection.dbapi_connection.info.backend_pid

    def live(self) -> None:
        """One case to its end."""
        case = uuid4()
        for state in STATES:
            key = f"{case}/{state}" if self.keyed else ""
            self.desk.perform(Move(case=case, to=state), CLERK, key)


def _world() -> World:
    return World(
        clock=FixedClock(datetime(2019, 4, 1, 2, tzinfo=UTC)),
        sealer=Sealer(KeyRing.from_text(KeyRing.generate_text())),
        calendar=published_calendar(),
        policy=policy.load("beijing"),
    )
