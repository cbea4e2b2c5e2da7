"""抽查: announced, drawn, drawn again; what the inspections found comes back."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from contracts.caller import DISTRICT
from contracts.inspections import InspectionClosed
from contracts.reporting import (
    AnnounceSample,
    DrawSample,
    GetSample,
    ListSamples,
    Redraw,
    RedrawSample,
    Sample,
    SampleDrawn,
    Samples,
    SampleUnit,
)
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Invalid, NotFound
from kernel.month import Month
from reporting.domain.case import Case
from reporting.domain.sample import ALGORITHM, HOW, Unit, draw, population_hash, seed_of
from reporting.handlers.sampleview import view
from reporting.sampled import SampleRow, UnitRow

ANNOUNCED, DRAWN = "announced", "drawn"
SHARED = {
    "same_phone": "phone",
    "same_account": "account",
}  # flag -> what two persons have in common


def announce_sample(form: AnnounceSample, uow: Any) -> Sample:
    """Fixes the population of a month that is over, before chance has spoken."""
    month = Month.parse(form.month)
    if month >= Month.of(uow.today):
        sentence = "该月尚未结束，不能确定抽查总体。"
        raise Conflict(sentence, fields={"month": sentence}, code="month-not-over")
    if form.value_on <= uow.today:
        sentence = "公开数值的公布日期须晚于今天。"
        raise Invalid(sentence, fields={"value_on": sentence}, code="value-known")
    owner = uow.caller.division if uow.caller.tier == DISTRICT else ""
    cases = uow.samples.population(owner, form.month)
    if not cases:
        raise Conflict("该月没有复核确认的申请，无从抽查。", code="nobody-to-sample")
    sample_id, units = uuid4(), _units(cases, uow)
    rules = uow.policy.on(uow.today)
    row = SampleRow(
        sample_id=sample_id,
        agency=owner,
        month=form.month,
        state=ANNOUNCED,
        algorithm=ALGORITHM,
        rate=rules.sampling_rate,
        least=rules.sampling_min,
        population_hash=population_hash(units),
        source=form.source,
        value_on=form.value_on,
        value="",
        seed="",
        announced_by=uow.caller.subject,
        announced_at=uow.now,
        drawn_by="",
    )
    numbers = {case.application_id: case.number for case in cases}
    uow.samples.add(row, [_kept(sample_id, unit, numbers) for unit in units])
    detail = {"population": len(units), "hash": row.population_hash}
    title = f"预告抽查{month.chinese()}复核确认的申请，总体{len(units)}件"
    uow.note(
        f"sample/{sample_id}",
        "sample_announced",
        title,
        clause=uow.step("oversight"),
        detail=detail,
    )
    return view(row, uow)


def draw_sample(form: DrawSample, uow: Any) -> Sample:
    """The value is public: it decides, once."""
    row = _seen(form.sample_id, uow, lock=True)
    if row.state == DRAWN:
        raise Conflict("该抽查已经抽取，不能重抽。", code="sample-drawn")
    if uow.today < row.value_on:
        raise Conflict(f"公开数值于{row.value_on}公布，届时方可抽取。", code="value-not-known")
    row.value, row.seed = (
        form.value.strip(),
        seed_of(row.sample_id, row.population_hash, form.value),
    )
    kept = uow.samples.units(row.sample_id)
    drawn = draw(map(_unit, kept), row.seed, row.rate, row.least)
    for one in kept:
        one.drawn = one.application_id in drawn
    row.state, row.drawn_by, row.drawn_at = DRAWN, uow.caller.subject, uow.now
    _tell(row, kept, uow)
    detail = {"seed": row.seed, "drawn": len(drawn)}
    title = f"抽取{len(drawn)}件，公开数值：{row.value}"
    uow.note(
        f"sample/{row.sample_id}",
        "sample_drawn",
        title,
        clause=uow.step("oversight"),
        detail=detail,
    )
    return view(row, uow)


def get_sample(form: GetSample, uow: Any) -> Sample:
    """One sample with its results."""
    return view(_seen(form.sample_id, uow), uow)


def list_samples(form: ListSamples, uow: Any) -> Samples:
    """Those of a month."""
    return Samples(items=tuple(view(row, uow) for row in uow.samples.of_month(form.month)))


def redraw_sample(form: RedrawSample, uow: Any) -> Redraw:
    """Draws again from what was fixed, and compares with what was kept."""
    row = _seen(form.sample_id, uow)
    if row.state != DRAWN:
        raise Conflict("该抽查尚未抽取。", code="sample-not-drawn")
    kept = uow.samples.units(row.sample_id)
    units = [_unit(one) for one in kept]
    found = population_hash(units)
    seed = seed_of(row.sample_id, found, row.value)
    drawn = draw(units, seed, row.rate, row.least)
    same = drawn == {one.application_id for one in kept if one.drawn}
    return Redraw(
        sample_id=row.sample_id,
        matches=same and (found, seed) == (row.population_hash, row.seed),
        how=HOW,
        population_hash=found,
        seed=seed,
        units=tuple(
            SampleUnit(
                application_id=one.application_id,
                number=one.number,
                agency=one.agency,
                flags=tuple(one.flags),
                drawn=one.application_id in drawn,
                outcome=one.outcome,
            )
            for one in kept
        ),
    )


def note_inspection(event: InspectionClosed, uow: Any) -> None:
    """An inspection has its result."""
    uow.samples.note_outcome(event.sample_id, event.application_id, event.outcome)


def _seen(sample_id: UUID, uow: Any, *, lock: bool = False) -> SampleRow:
    row: SampleRow | None = uow.samples.get(sample_id, lock=lock)
    if row is None or not uow.caller.covers("", row.agency):
        raise NotFound("没有找到该抽查。")
    return row


def _units(cases: Any, uow: Any) -> list[Unit]:
    """Cases with what makes one be drawn in any case (domain §11)."""
    persons = {case.application_id: json.loads(case.person or "{}") for case in cases}
    shared = {
        flag: Counter(str(person.get(name, "")) for person in persons.values())
        for flag, name in SHARED.items()
    }
    return [
        Unit(case.application_id, case.agency, _hasty(case, uow) + _flags(case, person, shared))
        for case, person in zip(cases, persons.values(), strict=True)
    ]


def _hasty(case: Case, uow: Any) -> tuple[str, ...]:
    """Approved within so many seconds after a post had opened the dossier, or unopened."""
    if case.looked_seconds is None or case.approved_at is None:
        return ()
    day = case.approved_at.astimezone(SHANGHAI).date()
    return ("hasty",) * (case.looked_seconds < uow.policy.on(day).sampling_hasty_seconds)


def _flags(
    case: Case, person: Mapping[str, Any], shared: Mapping[str, Counter[str]]
) -> tuple[str, ...]:
    """W overrides, and a telephone or a bank account of more than one person."""
    found = ["overridden"] * case.overridden
    for flag, name in SHARED.items():
        written = str(person.get(name, ""))
        found += [flag] * (bool(written) and shared[flag][written] > 1)
    return tuple(found)


def _kept(sample_id: UUID, unit: Unit, numbers: dict[UUID, str]) -> UnitRow:
    return UnitRow(
        sample_id=sample_id,
        application_id=unit.application_id,
        number=numbers[unit.application_id],
        agency=unit.district,
        flags=list(unit.flags),
        drawn=False,
        outcome="",
    )


def _unit(row: UnitRow) -> Unit:
    return Unit(row.application_id, row.agency, tuple(row.flags))


def _tell(row: SampleRow, kept: Any, uow: Any) -> None:
    for code in sorted({one.agency for one in kept if one.drawn}):
        cases = tuple(one.application_id for one in kept if one.drawn and one.agency == code)
        uow.emit(
            SampleDrawn(
                sample_id=row.sample_id,
                owner=row.agency,
                agency=uow.policy.divisions.agency(code).code,
                month=row.month,
                cases=cases,
            )
        )
