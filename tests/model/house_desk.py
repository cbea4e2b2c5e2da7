"""The same walks over a real house: PostgreSQL with its constraints, letters that come twice."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.caller import Caller
from contracts.message import Command, Event
from policy import Policy
from servicekit.testing.house import House


class HouseRows(Mapping[type, Any]):
    """Rows as the database has them now, by table and key."""

    def __init__(self, room: Any) -> None:
        self._engine = room.engine  # with every right: walls hide rows from who says nothing

    @property
    def tables(self) -> "HouseRows":
        return self

    def of(self, kind: type) -> list[Any]:
        with Session(self._engine) as session:
            return list(session.scalars(select(kind)))

    def __getitem__(self, kind: type) -> dict[Any, Any]:
        key = kind.__mapper__.primary_key  # type: ignore[attr-defined]
        return {tuple(getattr(row, column.key) for column in key): row for row in self.of(kind)}

    def __iter__(self) -> Iterator[type]:
        return iter(())

    def __len__(self) -> int:
        return 0


class HouseDesk:
    """A service in a house of its own, with the methods of `MemoryDesk`."""

    def __init__(self, service: Any, clock: Any, **_: Any) -> None:
        self.house, self.name, self._dice = House(clock, service), service.name, random.Random(1)
        self.rows = HouseRows(self.house[self.name])
        self.world = self.house[self.name].desk.world

    def read_by(self, book: Policy) -> None:
        """From now on another rule pack is in force."""
        desk = self.house[self.name].desk
        desk.world = self.world = replace(desk.world, policy=book)

    def ask(self, command: Command, caller: Caller) -> Any:
        """Each command is given twice under one key: the second time is only an answer."""
        key = uuid4().hex
        answer = self.house.ask(command, caller, key)
        assert self.house.ask(command, caller, key) == answer
        return answer

    def tell(self, event: Event) -> None:
        """Each letter comes once, twice or three times."""
        body = self.house.tell(event)
        for _ in range(self._dice.randrange(3)):
            self.house[self.name].desk.receive(body)

    def hand_on(self, key_serial: str) -> bool:
        """Not here: the house's presser has every key held long since by whoever presses it."""
        return False

    def ring(self) -> None:
        self.house.ring(copies=2)

    def of(self, event: type[Event]) -> list[Any]:
        return self.house.said(self.name, event)

    def waiting(self) -> list[str]:
        """What open deadlines are about."""
        room = self.house[self.name]
        table = room.desk.store.kit.deadlines
        still_open = (table.c.fired_at.is_(None), table.c.cancelled_at.is_(None))
        with room.engine.connect() as connection:
            return list(connection.scalars(select(table.c.subject).where(*still_open)))

    def close(self) -> None:
        assert self.house[self.name].parked() == []
        self.house.close()
