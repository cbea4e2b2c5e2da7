"""Who may be insured as a flexible worker or trainee, and where; 京人社就发〔2020〕19号 第三条.

No benefit hangs on it: an office that is asked can answer with the clause.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kernel.age import age_on
from kernel.identity import Sex
from policy.dated import Clause
from policy.retirement import months_later
from policy.rules import Rules

__all__ = ["Insurable", "Insurant", "Kind", "insurable"]

Kind = Literal["rural-worker", "graduate-trainee", "unemployed-trainee", "rural-trainee"]
"""Rural flexible worker (农业户籍灵活就业), or one of three kinds of trainees (见习人员)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurant:
    """What is known on the day of asking.

    `registered`: employment (就业登记) of a rural worker, unemployment of an unemployed trainee,
    transfer employment (转移就业登记) of a rural trainee. `local`: Beijing household, for graduates
    Beijing origin (北京生源).
    """

    kind: Kind
    sex: Sex
    birth: date
    on: date
    local: bool
    registered: bool = False
    graduated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Insurable:
    """Yes or no; where to go: the household's street, or the agency that keeps the file."""

    may: bool
    at: Literal["household-street", "file-agency"]
    clause: Clause


def insurable(person: Insurant, rules: Rules) -> Insurable:
    """Whether and where; raises MissingValue before the measure took effect."""
    name, meets = _GROUNDS[person.kind]
    # The value is read for everybody, so that an answer never rests on an unpublished one.
    may = meets(person, rules) and person.local
    place: Literal["household-street", "file-agency"] = (
        "household-street" if person.kind == "rural-worker" else "file-agency"
    )
    return Insurable(may, place, rules.clause(name))


def _rural_worker(person: Insurant, rules: Rules) -> bool:
    male = person.sex == "male"
    limit = rules.insurable_age_max_male if male else rules.insurable_age_max_female
    return _age(person, rules) < limit and person.registered


def _graduate(person: Insurant, rules: Rules) -> bool:
    done, months = person.graduated_on, rules.trainee_graduate_months
    return done is not None and done <= person.on <= months_later(done, months)


def _young(person: Insurant, rules: Rules) -> bool:
    young = rules.trainee_age_min <= _age(person, rules) <= rules.trainee_age_max
    return young and person.registered


def _age(person: Insurant, rules: Rules) -> int:
    return age_on(person.birth, person.on, reached_on_birthday=rules.age_reached_on_birthday)


_GROUNDS: Mapping[Kind, tuple[str, Callable[[Insurant, Rules], bool]]] = {
    "rural-worker": ("insurable_age_max_male", _rural_worker),
    "graduate-trainee": ("trainee_graduate_months", _graduate),
    "unemployed-trainee": ("trainee_age_max", _young),
    "rural-trainee": ("trainee_age_max", _young),
}
