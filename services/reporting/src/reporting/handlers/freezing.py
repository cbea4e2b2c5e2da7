"""每月打印系统备份留存: a month's roster is frozen once, by the district or by the day."""

import json
from dataclasses import asdict
from decimal import Decimal
from secrets import token_hex
from typing import Any

from contracts import wire
from contracts.reporting import FreezeRoster, Roster
from kernel.clock import end_of_day
from kernel.errors import Conflict
from kernel.month import Month
from reporting.domain.case import Case
from reporting.domain.plan import sha256
from reporting.domain.roster import number
from reporting.frozen import RosterRow as Frozen
from reporting.handlers.roster import (
    differences_of,
    lines_of,
    opened,
    rows_of,
    with_rows,
)
from reporting.handlers.rostersums import sums_of


def freeze_roster(form: FreezeRoster, uow: Any) -> Roster:
    """封存花名册 of the caller's district, once the month is over."""
    month, code = Month.parse(form.month), uow.caller.division
    if month >= Month.of(uow.today):
        sentence = "该月尚未结束，月末之后方可封存花名册。"
        raise Conflict(sentence, fields={"month": sentence}, code="month-not-over")
    uow.rosters.one_at_a_time(code)
    if uow.rosters.get(code, str(month)) is not None:
        sentence = "该月花名册已经封存；此后的变化列入以后月份的花名册。"
        raise Conflict(sentence, code="roster-frozen")
    frozen = _freeze(code, month, uow)
    roster, rows = opened(frozen, uow.policy.divisions.agency(code).name)
    return with_rows(roster, rows, clear=False)


def freeze_by_the_day(deadline: Any, uow: Any) -> None:
    """The day has come, and the district has not done it."""
    code, _, text = deadline.subject.partition("/")
    uow.rosters.one_at_a_time(code)
    if uow.rosters.get(code, text) is None:
        _freeze(code, Month.parse(text), uow)


def expect_roster(case: Case, uow: Any) -> None:
    """Something that a roster has to name: sees to it that the next one is frozen."""
    today = Month.of(uow.today)
    month = Month.parse(case.approved_month)
    if month < today and uow.rosters.overtook(case):
        month = today
    subject = f"{case.agency}/{month}"
    if uow.deadlines.of(subject):
        return
    rules = uow.policy.on(uow.today)
    day = (month + 1).first_day.replace(day=rules.roster_freeze_day)
    due = end_of_day(max(day, uow.today))
    uow.deadlines.set("roster_freeze", subject, due, rule=str(uow.step("roster")))


def _freeze(code: str, month: Month, uow: Any) -> Frozen:
    lines = lines_of(code, month, uow)
    rows, differences = rows_of(lines, uow), differences_of(lines)
    sums = sums_of(lines, code, uow.policy.divisions.agency(code).name, uow)
    content = {
        "number": number(code, month),
        "salt": token_hex(16),  # the digest must not help to guess an identity number
        "rows": [asdict(row) for row in rows],
        "differences": [wire.dump(one) for one in differences],
        "sums": [wire.dump(one) for one in sums],
    }
    frozen = Frozen(
        agency=code,
        month=str(month),
        number=number(code, month),
        rows=len(rows),
        subsidy=sum((one.money.total for one in lines if one.money), Decimal("0.00")),
        unpriced=sum(one.money is None for one in lines),
        sums=content["sums"],
        content=json.dumps(content, ensure_ascii=False),
        digest=sha256(content),
        frozen_at=uow.now,
        frozen_by=uow.caller.subject,
    )
    uow.rosters.freeze(frozen, lines)
    uow.deadlines.cancel("roster_freeze", f"{code}/{month}")
    detail = {"rows": frozen.rows, "subsidy": f"{frozen.subsidy:.2f}", "digest": frozen.digest}
    title = f"封存{month.chinese()}花名册，{frozen.rows}行，补差{len(differences)}行"
    uow.note(
        f"roster/{code}/{month}", "roster_frozen", title, clause=uow.step("roster"), detail=detail
    )
    return frozen
