"""What one life has at hand while it acts: the town, the slot, its own chance, the officers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from contracts.caller import Caller
from contracts.message import Command
from contracts.simulators import TeachSimulator
from kernel.errors import Refusal
from simulators.simulation import officers
from simulators.simulation.chance import Chance
from simulators.simulation.homes import Home
from simulators.simulation.life import Life
from simulators.simulation.rates import RATES
from simulators.simulation.slots import AFTERNOON, MORNING, at_work, day_of, slot_of
from simulators.simulation.town import Town
from simulators.story.people import Person

__all__ = ["Scene", "Strange"]


class Strange(Exception):
    """A refusal where a clerk who knows the rules would not have been refused."""


@dataclass
class Scene:
    """One life in one slot; a district's own has nobody as `who`.

    A refusal ends what can be done in the slot, so that a repeated slot meets the same refusals.
    """

    town: Town
    life: Life
    home: Home
    who: Person | None
    slot: int
    seed: int
    refusal: Refusal | None = field(default=None, init=False)

    @property
    def chance(self) -> Chance:
        """The draws of this application."""
        return Chance(self.seed, self.life.stem)

    def happens(self, what: str, ref: object = "") -> bool:
        """Whether one of the named things happens; `ref` tells several of one kind apart."""
        return self.chance.happens(f"{what}{ref}", RATES[what])

    # -- who

    @property
    def person(self) -> Person:
        """Whose life it is."""
        if self.who is None:
            raise LookupError("a district is nobody")
        return self.who

    @property
    def application_id(self) -> UUID:
        return UUID(self.life.application_id)

    @property
    def clerk(self) -> Caller:
        return officers.clerk(self.home.street)

    @property
    def reader(self) -> Caller:
        return officers.reader(self.home.street)

    # -- what

    def look(self, question: Command, caller: Caller | None = None) -> Any:
        """Asks, changing nothing."""
        return self.town.ask(question, caller or self.clerk)

    def attempt(self, command: Command, caller: Caller, key: str) -> Any:
        """Gives a command once for ever; None when it was refused, `refusal` says why."""
        if self.refusal is not None:
            raise AssertionError("nothing is ordered after a refusal in the same slot")
        try:
            return self.town.ask(command, caller, f"{self.life.stem}/{key}")
        except Refusal as refusal:
            self.refusal = refusal
            self.life.refused[refusal.code] = self.life.refused.get(refusal.code, 0) + 1
            return None

    def must(self, command: Command, caller: Caller, key: str) -> Any:
        """Gives a command that is due; raises `Strange` when it is refused."""
        answer = self.attempt(command, caller, key)
        if self.refusal is not None:
            raise Strange(f"{self.life.step}: {command.command_name()}: {self.refusal.code}")
        return answer

    def teach(self, key: str, **lesson: Any) -> None:
        """What the outside knows of the person from now on; what it knew before is forgotten."""
        lesson = {"checks": {}} | lesson
        number = self.person.id_number
        self.must(TeachSimulator(id_number=number, **lesson), officers.TEACHER, f"teach-{key}")

    # -- when

    @property
    def today(self) -> date:
        return day_of(self.slot)

    def later(self) -> int:
        """This afternoon, or the next morning on which offices are open."""
        return at_work(self.slot + 1, self.town.calendar)

    def after(self, working_days: int, since: date | None = None, part: int = MORNING) -> int:
        """So many working days after a day, today where none is given; always to come."""
        day = self.town.calendar.add_working_days(since or self.today, working_days)
        return max(slot_of(day, part), self.later())

    def on(self, day: date) -> int:
        """The afternoon of a day, or of the next on which offices are open; always to come."""
        return max(slot_of(self.town.calendar.roll_forward(day), AFTERNOON), self.later())
