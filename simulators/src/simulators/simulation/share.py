"""One share of the town lives slot by slot, and can be taken over where it stopped."""

from collections.abc import Callable, Mapping
from typing import Any

from simulators.simulation import (
    at_the_counter,
    at_the_district,
    at_the_start,
    enjoying,
    in_review,
    lists,
)
from simulators.simulation.homes import Home, shares_of
from simulators.simulation.journal import Journal, Seen
from simulators.simulation.life import Life
from simulators.simulation.plan import Plan
from simulators.simulation.population import Resident, residents
from simulators.simulation.scene import Scene, Strange
from simulators.simulation.slots import AFTERNOON, MORNING, slot_at, slot_of
from simulators.simulation.town import Town

__all__ = ["Share"]

Look = Callable[[Scene], dict[str, Any]]
Act = Callable[[Scene, dict[str, Any]], None]


def _nothing(scene: Scene) -> dict[str, Any]:
    return {}


STEPS: Mapping[str, tuple[Look, Act]] = {
    "apply": (at_the_counter.see_text, at_the_counter.apply),
    "look": (_nothing, at_the_counter.look_for_oneself),
    "withdraw": (_nothing, at_the_counter.withdraw),
    "correct": (at_the_counter.see_text, at_the_counter.correct),
    "read": (in_review.see_case, in_review.read),
    "turn down": (_nothing, in_review.turn_down),
    "review": (in_review.see_case, at_the_district.review),
    "start": (at_the_start.see_entitlement, at_the_start.check),
    "decide": (at_the_start.see_entitlement, at_the_start.decide),
    "live": (at_the_start.see_entitlement, enjoying.live),
    "list": (_nothing, lists.close),
}


class Share:
    """The people of some districts, and these districts' offices."""

    def __init__(self, plan: Plan, number: int, town: Town, journal: Journal) -> None:
        self._plan, self._town, self._journal = plan, town, journal
        everybody = list(residents(plan, town.rulebook, town.calendar))
        loads: dict[str, int] = {}
        for resident in everybody:
            loads[resident.home.agency] = loads.get(resident.home.agency, 0) + 1
        mine = shares_of(loads, plan.shares)[number]
        self._people = {r.person.slug: r for r in everybody if r.home.agency in mine}
        self.lives = self._born(self._people, mine)
        self._last = slot_of(plan.last_day, AFTERNOON)

    def run(self, tell: Callable[[int], None]) -> None:
        """Lives to the last day; `tell` hears of every slot."""
        standing = self._journal.read()
        self.lives |= standing.lives
        slot = standing.slot or slot_of(self._plan.first_day, MORNING)
        if standing.slot is not None:
            slot = self._take_over(slot, standing.seen, standing.lived)
        while slot <= self._last:
            tell(slot)
            self._journal.came(slot)
            self._town.at(slot)
            self._town.settle()
            self._act(slot, None)
            slot = self._next(slot)
        self._town.at(self._last)
        self._town.settle()

    def _take_over(self, slot: int, seen: Seen | None, lived: bool) -> int:
        self._town.at(slot)
        if seen is None:
            self._town.settle()
        if not lived:
            self._act(slot, seen)
        return self._next(slot)

    def _act(self, slot: int, seen: Seen | None) -> None:
        """Everybody whose time has come sees, then all of them act, then letters are carried."""
        awake = [life for life in self.lives.values() if life.wake is not None]
        awake = [life for life in awake if life.wake <= slot]  # type: ignore[operator]
        if not awake:
            return
        if seen is None:
            seen = {life.who: STEPS[life.step][0](self._scene(life, slot)) for life in awake}
            self._journal.saw(slot, seen)
        for life in awake:
            self._one(life, slot, seen[life.who])
        self._journal.lived(slot, awake)
        self._town.settle()

    def _one(self, life: Life, slot: int, seen: dict[str, Any]) -> None:
        try:
            STEPS[life.step][1](self._scene(life, slot), seen)
        except Strange as strange:
            life.strange.append(str(strange))
            life.end()

    def _next(self, slot: int) -> int:
        """The next slot in which a deadline is due or somebody acts; past the end, if none."""
        wakes = [life.wake for life in self.lives.values() if life.wake is not None]
        due = self._town.bus.next_due()
        found = min([*wakes, *([slot_at(due)] if due else [])], default=self._last + 1)
        return max(found, slot + 1)

    def _scene(self, life: Life, slot: int) -> Scene:
        resident = self._people.get(life.who)
        home = resident.home if resident else Home("", life.who)
        who = resident.person if resident else None
        return Scene(self._town, life, home, who, slot, self._plan.seed)

    def _born(self, people: Mapping[str, Resident], agencies: frozenset[str]) -> dict[str, Life]:
        """Everybody before the first day: people first, so that lists come after them."""
        lives = {who: Life(who, "apply", resident.comes) for who, resident in people.items()}
        slot = slot_of(self._plan.first_day, MORNING)
        for agency in sorted(agencies):
            lives[agency] = Life(agency, "list", slot)
            lives[agency].wake = lists.first_list(self._scene(lives[agency], slot))
        return lives
