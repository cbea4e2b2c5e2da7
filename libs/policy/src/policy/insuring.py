"""Who may be insured as a flexible worker or trainee, and where; 京人社就发〔2020〕19号 第三条.

No benefit hangs on it: an office that is asked can answer with the clause and the grounds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kernel.age import age_on
from kernel.basis import Basis
from kernel.identity import Sex
from policy.basis import because
from policy.dated import Clause
from policy.retirement import months_later
from policy.rules import Rules

__all__ = ["KINDS", "Insurable", "Insurant", "Kind", "insurable"]

Kind = Literal["rural-worker", "graduate-trainee", "unemployed-trainee", "rural-trainee"]
Place = Literal["household-street", "file-agency"]
Asked = tuple[bool, str, str, Mapping[str, object]]
"""Whether it is met, the sentence, the name of the value it rests on, what was compared."""

KINDS: Mapping[Kind, str] = {
    "rural-worker": "农业户籍灵活就业人员",
    "graduate-trainee": "见习的毕业生",
    "unemployed-trainee": "见习的登记失业人员",
    "rural-trainee": "见习的农村劳动力",
}
"""A rural flexible worker, or one of three kinds of trainees (见习人员)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insurant:
    """What is known on the day of asking.

    `registered`: employment (就业登记) of a rural worker, unemployment of an unemployed trainee,
    transfer employment (转移就业登记) of a rural trainee. `jobless`: of a graduate, 未就业.
    `in_traineeship`: of a trainee, 就业见习期间. `local`: Beijing household, rural for the two
    rural kinds; for graduates Beijing origin (北京生源).
    """

    kind: Kind
    sex: Sex
    birth: date
    on: date
    local: bool
    registered: bool = False
    jobless: bool = False
    in_traineeship: bool = False
    graduated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Insurable:
    """Yes or no; where to go: the household's street, or the agency that keeps the file.

    `basis` is everything that was asked for if yes, and what is not met if no.
    """

    may: bool
    at: Place
    clause: Clause
    basis: tuple[Basis, ...]


def insurable(person: Insurant, rules: Rules) -> Insurable:
    """Whether and where; raises MissingValue before the measure took effect."""
    name, ask = _GROUNDS[person.kind]
    # All is asked of everybody, so that an answer never rests on an unpublished value.
    asked = [*ask(person, rules)]
    may = all(met for met, *_ in asked)
    basis = tuple(
        because(sentence, rules.clause(value), {**facts, "符合": met})
        for met, sentence, value, facts in asked
        if may or not met
    )
    place: Place = "household-street" if person.kind == "rural-worker" else "file-agency"
    return Insurable(may, place, rules.clause(name), basis)


def _rural_worker(person: Insurant, rules: Rules) -> Iterator[Asked]:
    male = person.sex == "male"
    limit = rules.insurable_age_max_male if male else rules.insurable_age_max_female
    name, age = f"insurable_age_max_{person.sex}", _age(person, rules)
    known = {"年龄": age, "须未满": limit, "办理日期": person.on}
    yield person.local, f"须为{rules.local_name}农业户籍。", name, {}
    yield age < limit, f"须未满{limit}周岁，当日{age}周岁。", name, known
    yield person.registered, "须已实现灵活就业并办理就业登记。", name, {}


def _graduate(person: Insurant, rules: Rules) -> Iterator[Asked]:
    name, months = "trainee_graduate_months", rules.trainee_graduate_months
    done = person.graduated_on
    known = {"期限月数": months, "办理日期": person.on} | ({"毕业日期": done} if done else {})
    fresh = done is not None and done <= person.on <= months_later(done, months)
    origin = f"须为{rules.local_name}生源的高校、中专或技工院校毕业生。"
    yield person.local, origin, name, {}
    yield fresh, f"须在毕业{months}个月内。", name, known
    yield person.jobless, "须毕业后未就业。", name, {}
    yield person.in_traineeship, "须在就业见习期间。", name, {}


def _unemployed(person: Insurant, rules: Rules) -> Iterator[Asked]:
    yield person.local, f"须为{rules.local_name}户籍。", "trainee_age_max", {}
    yield from _young(person, rules, "须已办理失业登记。")


def _rural(person: Insurant, rules: Rules) -> Iterator[Asked]:
    yield person.local, f"须为{rules.local_name}户籍的农村劳动力。", "trainee_age_max", {}
    yield from _young(person, rules, "须已办理转移就业登记。")


def _young(person: Insurant, rules: Rules, registered: str) -> Iterator[Asked]:
    name, least, most = "trainee_age_max", rules.trainee_age_min, rules.trainee_age_max
    age = _age(person, rules)
    known = {"年龄": age, "最低年龄": least, "最高年龄": most, "办理日期": person.on}
    yield least <= age <= most, f"须为{least}至{most}周岁，当日{age}周岁。", name, known
    yield person.registered, registered, name, {}
    yield person.in_traineeship, "须在就业见习期间。", name, {}


def _age(person: Insurant, rules: Rules) -> int:
    return age_on(person.birth, person.on, reached_on_birthday=rules.age_reached_on_birthday)


_GROUNDS: Mapping[Kind, tuple[str, Callable[[Insurant, Rules], Iterator[Asked]]]] = {
    "rural-worker": ("insurable_age_max_male", _rural_worker),
    "graduate-trainee": ("trainee_graduate_months", _graduate),
    "unemployed-trainee": ("trainee_age_max", _unemployed),
    "rural-trainee": ("trainee_age_max", _rural),
}
