"""区人力资源和社会保障部门复核确认系统备份花名册 (附件5)."""

import json
from dataclasses import asdict
from typing import Any

from contracts.reporting import GetRoster, Roster, RosterRow
from kernel.age import age_on
from kernel.clock import start_of_day
from kernel.errors import Invalid, NotFound
from kernel.month import Month
from policy.divisions import agency, division
from reporting.domain.case import Case
from reporting.domain.roster import SEXES, Row, digest, number, period
from reporting.handlers.labels import named

CLAUSE = "京劳服失发〔2019〕1号 附件5"
REASON_LENGTH = 2  # characters: one word at least


def get_roster(form: GetRoster, uow: Any) -> Roster:
    """Those approved in the month; asking for clear data is recorded with the reason."""
    if not uow.caller.covers("", form.agency):
        raise NotFound("没有这个区级经办机构，请核对。")
    month, name = Month.parse(form.month), agency(form.agency).name
    first, after = start_of_day(month.first_day), start_of_day((month + 1).first_day)
    cases = uow.cases.approved(form.agency, first, after)
    rows = [_row(place, case, uow) for place, case in enumerate(cases, 1)]
    if form.clear:
        _note_clear(form, len(rows), uow)
    else:
        rows = [row.masked() for row in rows]
    return Roster(
        agency=form.agency,
        agency_name=name,
        month=str(month),
        number=number(form.agency, month),
        rows=tuple(RosterRow(**asdict(row)) for row in rows),
        digest=digest(rows),
    )


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
        clause=CLAUSE,
        detail={"rows": rows},
        why=reason,
    )


def _row(place: int, case: Case, uow: Any) -> Row:
    person = json.loads(case.person or "{}")
    applied = case.applied_on or uow.today
    rules = uow.policy.on(applied)
    born, months = case.birth_date or applied, case.months or 0
    return Row(
        row=place,
        name=person.get("name", ""),
        sex=SEXES.get(case.sex, case.sex),
        age=age_on(born, applied, reached_on_birthday=rules.age_reached_on_birthday),
        id_number=person.get("id_number", ""),
        hukou_type=named(lambda: rules.hukou(case.hukou_type).name, case.hukou_type),
        street=named(lambda: division(case.street_code).name, case.street_code),
        project=named(lambda: rules.code("projects", case.project).name, case.project),
        months=months,
        applied_on=applied.isoformat(),
        period=period(Month.parse(case.start), months),
        phone=person.get("phone", ""),
        category=named(lambda: rules.category(case.category).name, case.category),
        remark=_remark(case),
    )


def _remark(case: Case) -> str:
    if case.payments == "start_refused":
        return "社保状态确认未通过"
    return "" if case.end_month else "起止为拟定"
