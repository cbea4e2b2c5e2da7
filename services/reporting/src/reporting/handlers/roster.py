"""区人力资源和社会保障部门复核确认系统备份花名册 (附件5): looked at, and its rows made."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from contracts import wire
from contracts.reporting import (
    FrozenRoster,
    FrozenRosters,
    GetRoster,
    ListRosters,
    Roster,
    RosterDifference,
    RosterRow,
    RosterSum,
)
from kernel.clock import SHANGHAI
from kernel.errors import Invalid, NotFound
from kernel.month import Month
from reporting.domain.listing import Line, line
from reporting.domain.plan import sha256
from reporting.domain.roster import Row, digest, number
from reporting.frozen import RosterRow as Frozen
from reporting.handlers.costs import known
from reporting.handlers.rostersums import add_up, sums_of
from reporting.handlers.rows import row_of

REASON_LENGTH = 2  # characters: one word at least


def get_roster(form: GetRoster, uow: Any) -> Roster:
    """What was frozen of a month, or what would be; clear data are recorded with the reason."""
    if not uow.caller.covers("", form.agency):
        raise NotFound("没有这个区级经办机构，请核对。")
    month, name = Month.parse(form.month), uow.policy.divisions.agency(form.agency).name
    found = uow.rosters.get(form.agency, str(month))
    if found is None:
        lines = lines_of(form.agency, month, uow)
        roster, rows = _shown(form.agency, name, month, lines, uow), rows_of(lines, uow)
    else:
        roster, rows = opened(found, name)
    if form.clear:
        _note_clear(form, len(rows), uow)
    return with_rows(roster, rows, clear=form.clear)


def list_rosters(form: ListRosters, uow: Any) -> FrozenRosters:
    """The frozen rosters of a month with their sums; a district sees its own."""
    found = uow.rosters.of_month(form.month)
    mine = [one for one in uow.policy.divisions.agencies() if uow.caller.covers("", one.code)]
    frozen = {row.agency for row in found}
    names = {one.code: one.name for one in mine}
    items = tuple(
        FrozenRoster(
            agency=row.agency,
            agency_name=names[row.agency],
            month=row.month,
            number=row.number,
            rows=row.rows,
            subsidy=f"{row.subsidy:.2f}",
            unpriced=row.unpriced,
            digest=row.digest,
            frozen_at=_moment(row),
        )
        for row in found
    )
    return FrozenRosters(
        month=form.month,
        items=items,
        missing=tuple(one.name for one in mine if one.code not in frozen),
        rows=sum(item.rows for item in items),
        subsidy=f"{sum((row.subsidy for row in found), 0):.2f}",
        sums=add_up(found, names),
    )


def lines_of(code: str, month: Month, uow: Any) -> list[Line]:
    """Every case that the month's roster has to name."""
    waiting = uow.rosters.waiting(code, str(month))
    found = (
        line(case, listed, known(Month.parse(case.start), uow), str(month))
        for case, listed in waiting
    )
    return [one for one in found if one is not None]


def rows_of(lines: Sequence[Line], uow: Any) -> list[Row]:
    """The rows of 附件5, in clear."""
    return [row_of(place, one, uow) for place, one in enumerate(lines, 1)]


def _shown(code: str, name: str, month: Month, lines: Sequence[Line], uow: Any) -> Roster:
    return Roster(
        agency=code,
        agency_name=name,
        month=str(month),
        number=number(code, month),
        rows=(),
        digest="",
        differences=differences_of(lines),
        sums=sums_of(lines, code, name, uow),
        subsidy=f"{sum((one.money.total for one in lines if one.money), 0):.2f}",
        unpriced=sum(one.money is None for one in lines),
    )


def differences_of(lines: Sequence[Line]) -> tuple[RosterDifference, ...]:
    """The rows that correct an earlier roster."""
    return tuple(
        RosterDifference(
            row=place,
            kind=one.kind,
            listed_in=one.about,
            subsidy=f"{one.money.total:.2f}" if one.money else "",
        )
        for place, one in enumerate(lines, 1)
        if one.about
    )


def opened(row: Frozen, name: str) -> tuple[Roster, list[Row]]:
    """A frozen roster as it was frozen; raises ValueError when it is not what it was."""
    content = json.loads(row.content)
    if sha256(content) != row.digest:
        raise ValueError(f"frozen roster {row.number} is not what was frozen")
    roster = Roster(
        agency=row.agency,
        agency_name=name,
        month=row.month,
        number=row.number,
        rows=(),
        digest="",
        frozen=True,
        frozen_at=_moment(row),
        frozen_digest=row.digest,
        differences=tuple(wire.load(RosterDifference, one) for one in content["differences"]),
        sums=tuple(wire.load(RosterSum, one) for one in row.sums),
        subsidy=f"{row.subsidy:.2f}",
        unpriced=row.unpriced,
    )
    return roster, [Row(**one) for one in content["rows"]]


def with_rows(roster: Roster, rows: Sequence[Row], *, clear: bool) -> Roster:
    """The answer: rows masked unless asked for in clear, and the digest of what is shown."""
    shown = list(rows) if clear else [row.masked() for row in rows]
    told = wire.dump(roster) | {
        "rows": [wire.dump(RosterRow(**asdict(row))) for row in shown],
        "digest": digest(shown),
    }
    return wire.load(Roster, told)


def _moment(row: Frozen) -> str:
    return row.frozen_at.astimezone(SHANGHAI).isoformat()


def _note_clear(form: GetRoster, rows: int, uow: Any) -> None:
    reason = form.reason.strip()
    if len(reason) < REASON_LENGTH:
        raise Invalid(
            "查看明文花名册须填写理由。", fields={"reason": "必填。"}, code="reason-needed"
        )
    uow.note(
        f"roster/{form.agency}/{form.month}",
        "roster_read_in_clear",
        f"查看{form.month}明文花名册",
        clause=uow.step("roster"),
        detail={"rows": rows},
        why=reason,
    )
