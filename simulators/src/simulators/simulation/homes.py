"""Where people live: every district with all its streets, the large ones with more people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from policy.divisions import Divisions
from simulators.simulation.chance import Chance

__all__ = ["Home", "home_of", "shares_of"]

_EVEN = 3  # added to the number of streets, so that no district is empty


@dataclass(frozen=True, slots=True)
class Home:
    """A street with its agency."""

    street: str
    agency: str

    @property
    def area(self) -> str:
        """Six digits of an identity number first issued here."""
        return self.street[:6]


def home_of(number: int, chance: Chance, on: date, places: Divisions) -> Home:
    """Where the n-th person lives; the first ones take one district each."""
    codes = [agency.code for agency in places.agencies()]
    weights = {code: len(places.streets_of(code, on)) + _EVEN for code in codes}
    agency = codes[number] if number < len(codes) else chance.pick("district", weights)
    streets = places.streets_of(agency, on)
    return Home(streets[chance.number("street", 0, len(streets) - 1)].code, agency)


def shares_of(people: Mapping[str, int], count: int) -> tuple[frozenset[str], ...]:
    """Splits the districts into parts of about as many people.

    A district is never divided, for its lists are its own. `people`: agency -> how many.
    """
    parts: list[set[str]] = [set() for _ in range(count)]
    loads = [0] * count
    for agency in sorted(people, key=lambda code: (-people[code], code)):
        lightest = loads.index(min(loads))
        parts[lightest].add(agency)
        loads[lightest] += people[agency]
    return tuple(frozenset(part) for part in parts)
