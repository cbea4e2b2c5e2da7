"""The people: where they live, who they are, on which day they come. None of them exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kernel.calendar import WorkingCalendar
from kernel.identity import compose
from policy import Policy
from simulators.simulation.chance import Chance
from simulators.simulation.homes import Home, home_of
from simulators.simulation.plan import Plan
from simulators.simulation.slots import at_work, day_of, slot_of
from simulators.story.people import GIVEN, SURNAMES, WORK, Person, card

__all__ = ["Resident", "residents"]

CATEGORIES = {
    "P4045": 0.53,
    "PUN1Y": 0.16,
    "PDIS2": 0.08,
    "PDIS3": 0.06,
    "PGRAD": 0.07,
    "PZERO": 0.05,
    "PARMY": 0.04,
    "PRURAL": 0.01,
}
AGES = {"P4045": {"female": (40, 49), "male": (45, 59)}, "PGRAD": {}}
GRADUATES, OTHERS = (22, 25), {"female": (24, 48), "male": (24, 58)}
BANKS = ("PSBC", "BOB")
TOO_YOUNG, TOO_SOON = 0.02, 0.03  # of P4045, of PUN1Y


@dataclass(frozen=True, slots=True)
class Resident:
    """One person, where they live and when they come to the counter for the first time."""

    person: Person
    home: Home
    comes: int


def residents(plan: Plan, rulebook: Policy, calendar: WorkingCalendar) -> Iterator[Resident]:
    """Everybody, in order of number; the same for the same plan."""
    taken: set[str] = set()
    for number in range(plan.persons):
        chance = Chance(plan.seed, f"p{number}")
        day = plan.first_day + timedelta(days=chance.number("day", 0, plan.days - 1))
        comes = at_work(slot_of(day, chance.number("half", 0, 1)), calendar)
        home = home_of(number, chance, plan.first_day, rulebook.divisions)
        yield Resident(_person(number, chance, home, day_of(comes), rulebook, taken), home, comes)


def _person(
    number: int, chance: Chance, home: Home, on: date, rulebook: Policy, taken: set[str]
) -> Person:
    opened = {kind.code for kind in rulebook.on(on).categories if kind.open}
    weights = {code: weight for code, weight in CATEGORIES.items() if code in opened}
    category = chance.pick("category", weights)
    sex = chance.pick("sex", {"female": 0.57, "male": 0.43})
    birth = _birth(category, sex, chance, on)
    facts: dict[str, Any] = {
        "slug": f"p{number}",
        "name": _name(chance),
        "id_number": _free_number(home.area, birth, sex, number, taken),
        "category": category,
        "project": chance.pick("project", dict.fromkeys(WORK, 1)),
        "income_band": chance.pick("income", {"A": 1, "B": 3, "C": 5, "D": 2}),
        "education": chance.pick("education", {"70": 4, "61": 3, "41": 2, "31": 1}),
        "former_status": chance.pick("former", {"01": 3, "02": 1, "03": 4, "09": 2}),
        "bank": chance.pick("bank", dict.fromkeys(BANKS, 1)),
        "account": card(number),
        "contact": _contact(number, chance),
        "retire_class": _retire_class(sex, chance),
        "unemployed_days": 300 if chance.happens("too soon", TOO_SOON) else 420,
    }
    return Person(**facts | _special(category, chance, on))


def _special(category: str, chance: Chance, on: date) -> dict[str, Any]:
    if category == "PGRAD":
        finished = date(on.year - (on.month < 9), 7, 1)
        level = chance.pick("degree", {"21": 2, "31": 1})
        return {
            "education": level,
            "former_status": "06",
            "graduated_on": finished,
            "unemployed_days": 62,
        }
    return {"hukou_type": "21"} if category == "PRURAL" else {}


def _birth(category: str, sex: str, chance: Chance, on: date) -> date:
    low, high = GRADUATES if category == "PGRAD" else AGES.get(category, OTHERS)[sex]
    if category == "P4045" and chance.happens("too young", TOO_YOUNG):
        low, high = low - 2, low - 1
    years = chance.number("age", low, high)
    birthday = on.replace(year=on.year - years, day=min(on.day, 28))
    return birthday - timedelta(days=chance.number("birthday", 0, 330))


def _name(chance: Chance) -> str:
    surname = SURNAMES[chance.number("surname", 0, len(SURNAMES) - 1)]
    return surname + GIVEN[chance.number("given", 0, len(GIVEN) - 1)]


def _free_number(area: str, birth: date, sex: str, number: int, taken: set[str]) -> str:
    male = sex == "male"
    for step in range(500):
        made = compose(area, birth, (number + step) % 500 * 2 + male)
        if made not in taken:
            taken.add(made)
            return made
    raise ValueError("too many people were born on one day")


def _contact(number: int, chance: Chance) -> str:
    kinds = {
        f"138{number % 10**8:08d}": 0.94,
        f"010-6{number % 10**7:07d}": 0.04,
        f"wx_{number:06d}": 0.02,
    }
    return chance.pick("contact", kinds)


def _retire_class(sex: str, chance: Chance) -> str | None:
    return chance.pick("class", {"worker": 0.8, "cadre": 0.2}) if sex == "female" else None
