"""A town whose databases are large: one person's life, thousands of others, one more life."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from filling import fill
from listening import Ear
from town import Town, clerk, desk, officer

from contracts.caller import (
    CITY,
    CITY_OFFICER,
    OPERATOR,
    POST_ONE,
    SYSTEM,
    SYSTEM_ADMIN,
    SYSTEM_CALLER,
    Caller,
)
from contracts.message import Query
from kernel.errors import Refusal
from kernel.month import Month
from servicekit.metrics import of_the_kit
from servicekit.relay import Relay
from servicekit.testing.postgres import drop_database
from servicekit.walls import info_of

HOME = "110101001"
STREETS = (HOME, *(f"1101{district:02}001" for district in (2, 5, 6, 7, 8, 9, 11, 12)))
CITY_HALL = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")
OPERATING = Caller(subject="root", tier=OPERATOR, roles=(SYSTEM_ADMIN,))
POST = officer("post-1", POST_ONE, HOME[:6])
ASKING = (clerk(HOME), desk(HOME[:6]), POST, CITY_HALL, OPERATING, SYSTEM_CALLER)


class Scene:
    """What was said, and how many statements each work took with few rows and with many."""

    def __init__(self) -> None:
        self.town = Town(datetime(2019, 4, 1, 9), street=HOME)
        self.ear = Ear(self.town.house)
        self.few, self.many = {}, {}

    def play(self) -> None:
        """A life, all that can be asked about it, the crowd, and the same again."""
        self.few = self._once(1)
        for room in self.town.house.rooms.values():
            fill(room.engine, room.desk.store.metadata, STREETS)
        self.many = self._once(2)
        self.ear.stop()

    def _once(self, number: int) -> dict[tuple[str, str], int]:
        self.ear.forget_counts()
        case = self.town.enjoying(self.town.person(number))
        month = str(Month.of(self.town.clock.today()))
        self.town.deduct(case, month)
        self.town.report(case)
        self.ask_everything(case, month)
        for room in self.town.house.rooms.values():
            self._stand_by(room)
        return dict(self.ear.most)

    def ask_everything(self, case: Any, month: str) -> None:
        """Every question that is answered with nothing known but a case and a month."""
        known = {"application_id": case, "month": month, "from_month": month, "to_month": month}
        known |= {"agency": HOME[:6], "kind": "identity_card"}
        known |= {"by": "district", "measure": "accepted", "figure": "active"}
        for name, room in self.town.house.rooms.items():
            for question in list(room.desk.commands):
                if issubclass(question, Query):
                    self._ask(room, question, known | {"of": name})

    def _ask(self, room: Any, question: type[Query], known: dict[str, Any]) -> None:
        wanted = {
            field.name
            for field in dataclasses.fields(question)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        }
        if wanted <= set(known):
            form = question(**{name: known[name] for name in wanted})
            posts = room.desk.rights[question].posts
            for caller in ASKING:
                if posts & caller.posts or posts == {SYSTEM}:
                    with suppress(Refusal):
                        room.desk.perform(form, caller)

    def _stand_by(self, room: Any) -> None:
        """What a service says while nothing happens: scheduler, relay, metrics."""
        room.desk.tick()
        relay = Relay(room.at_work, room.desk.store.kit, lambda: None)
        relay.carry()
        relay.let_go()
        with room.desk.sessions(info=info_of(SYSTEM_CALLER)) as session:
            list(of_the_kit(session, room.desk.store.kit, room.desk.world.clock.now()))

    def close(self) -> None:
        """The databases go: they are not as a test expects an empty one."""
        for room in self.town.house.rooms.values():
            room.engine.dispose()
            room.at_work.dispose()
            drop_database(room.url)


@contextmanager
def played() -> Iterator[Scene]:
    """One scene, played to its end."""
    scene = Scene()
    try:
        scene.play()
        yield scene
    finally:
        scene.close()
