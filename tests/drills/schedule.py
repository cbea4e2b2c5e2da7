"""Which faults, when in the load, for how long: all drawn from one seed."""

import random
from dataclasses import dataclass

from drills.faults import CATALOGUE, SERVICES, Scene
from drills.house import House
from drills.load import Client

# Every kind comes before one comes again; a kind is drawn, then one of its faults.
KINDS: dict[str, tuple[str, ...]] = {
    "kill": tuple(n for n in CATALOGUE if n.endswith(" killed") and n.split()[0] in SERVICES),
    "gateway": ("gateway killed", "gateway terminated", "gateway frozen"),
    "relay": tuple(n for n in CATALOGUE if n.endswith("relay killed")),
    "terminate": tuple(f"{n} terminated" for n in SERVICES),
    "freeze": tuple(f"{n} frozen" for n in SERVICES),
    **{n: (n,) for n in CATALOGUE if n.split()[0] in ("broker", "database", "letters", "clock")},
    **{
        f"{line} {mode}": tuple(f"{line}-{n} {mode}" for n in (*SERVICES, "gateway"))
        for line in ("db", "amqp", "http")
        for mode in ("cut", "stall", "hole", "slow")
    },
    "partner away": tuple(n for n in CATALOGUE if n.endswith(" away")),
    "partner bad": tuple(n for n in CATALOGUE if n.endswith(" bad")),
    **{n: (n,) for n in CATALOGUE if n.startswith(("messages", "ten times"))},
}


@dataclass(frozen=True)
class Due:
    """One fault of the plan: after so many steps of the load, for so many seconds."""

    after: int
    name: str
    seconds: float
    seed: int


def plan(seed: int, count: int, steps: int, only: tuple[str, ...] = ()) -> list[Due]:
    """The same seed gives the same faults at the same points of the load."""
    chance = random.Random(seed)
    names: list[str] = []
    while len(names) < count:
        kinds = list(KINDS)
        chance.shuffle(kinds)
        names += list(only) or [chance.choice(KINDS[kind]) for kind in kinds]
    afters = sorted(chance.randrange(steps // 20, max(steps * 19 // 20, 2)) for _ in range(count))
    return [
        Due(after, name, round(chance.uniform(2, 8), 1), chance.randrange(10**9))
        for after, name in zip(afters, names, strict=False)
    ]


def run_fault(due: Due, house: House, client: Client) -> None:
    """Does it, to its end."""
    CATALOGUE[due.name](Scene(house, client, random.Random(due.seed), due.seconds))
