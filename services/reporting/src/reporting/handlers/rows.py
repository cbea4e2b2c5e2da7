"""One row of 附件5, by the rules of the day of application."""

import json
from typing import Any

from kernel.age import age_on
from kernel.month import Month
from reporting.domain.case import Case
from reporting.domain.listing import Line, remark
from reporting.domain.roster import SEXES, Row, period
from reporting.handlers.labels import named


def row_of(place: int, found: Line, uow: Any) -> Row:
    """The fourteen columns of a case, in clear."""
    case = found.case
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
        street=named(
            lambda: uow.policy.divisions.division(case.street_code).name, case.street_code
        ),
        project=named(lambda: rules.code("projects", case.project).name, case.project),
        months=months,
        applied_on=applied.isoformat(),
        period=period(Month.parse(case.start), months),
        phone=person.get("phone", ""),
        category=named(lambda: rules.category(case.category).name, case.category),
        remark="；".join(filter(None, (remark(found), _state(case)))),
    )


def _state(case: Case) -> str:
    if case.state == "withdrawn":
        return "批准前已撤回"
    if case.payments == "start_refused":
        return "社保状态确认未通过"
    return "" if case.end_month else "起止为拟定"
