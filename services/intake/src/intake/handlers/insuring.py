"""参保资格 (京人社就发〔2020〕19号 第三条): who may be insured, and where; kept nowhere."""

from dataclasses import fields
from datetime import date
from typing import Any, cast

from contracts.intake import AskInsurable, InsuringAnswer
from intake.domain.insuring import PLACES, must_be_told, sentence_of
from kernel.errors import Conflict, MissingValue
from policy.insuring import Insurable, Insurant, insurable


def ask_insurable(form: AskInsurable, uow: Any) -> InsuringAnswer:
    """By the rules of the day asked about; raises Invalid, Conflict where no rule is in force."""
    on = form.on or uow.today
    facts = {f.name: getattr(form, f.name) for f in fields(form)}
    must_be_told(form.kind, facts, on, uow.today)
    person = _person(form, on)
    found = _found(person, uow)
    return InsuringAnswer(
        may=found.may,
        at=found.at,
        place=PLACES[found.at],
        on=on,
        clause=str(found.clause),
        sentence=sentence_of(found, person.kind),
        basis=found.basis,
    )


def _person(form: AskInsurable, on: date) -> Insurant:
    return Insurant(
        kind=cast(Any, form.kind),
        sex=cast(Any, form.sex),
        birth=form.birth_date,
        on=on,
        local=form.local,
        registered=bool(form.registered),
        jobless=bool(form.jobless),
        in_traineeship=bool(form.in_traineeship),
        graduated_on=form.graduated_on,
    )


def _found(person: Insurant, uow: Any) -> Insurable:
    try:
        return insurable(person, uow.policy.on(person.on))
    except MissingValue as missing:
        raise Conflict(f"{missing}当日不能答复参保资格。", code="policy-missing") from None
