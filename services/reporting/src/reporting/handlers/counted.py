"""数字下到案件: the cases behind every figure, and what is odd about each."""

import base64
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from contracts.reporting import CountedCase, CountedCases, ListCounted
from kernel.clock import SHANGHAI
from kernel.errors import Invalid
from reporting.domain.case import STATES, Case
from reporting.handlers.comparing import hasty_seconds
from reporting.handlers.labels import named
from reporting.handlers.statistics import check_months, wanted
from reporting.store import DESTROYED

MOST = 100


def list_counted(form: ListCounted, uow: Any) -> CountedCases:
    """Which cases they are; a destroyed dossier only counts."""
    check_months(form.from_month, form.to_month)
    if not 1 <= form.limit <= MOST:
        raise _invalid("limit", f"每页条数应为1至{MOST}。")
    months = (form.from_month, form.to_month)
    total, found = uow.behind.page(
        form.figure,
        months,
        wanted(form),
        hasty_seconds(uow),
        uow.caller,
        _after(form.cursor),
        form.limit + 1,
    )
    page = found[: form.limit]
    note = _notes(form.figure, page, months, uow)
    return CountedCases(
        figure=form.figure,
        total=total,
        items=tuple(_line(case, note(case)) for case in page),
        next_cursor=_cursor(page[-1]) if len(found) > form.limit else None,
    )


def _line(case: Case, note: str) -> CountedCase:
    street, agency = case.place
    return CountedCase(
        application_id=case.application_id,
        number="" if case.number == DESTROYED else case.number,
        agency=agency,
        street_code=street,
        category=case.category,
        state=case.state,
        state_name=STATES.get(case.state, case.state),
        accepted_on=_day(case.accepted_at),
        note=note,
    )


def _notes(
    figure: str, page: Sequence[Case], months: tuple[str, str], uow: Any
) -> Callable[[Case], str]:
    """What is said of each case of a figure."""
    rules = uow.policy.on(uow.today)
    keys = [case.application_id for case in page]
    failed = uow.behind.failed_months(keys, *months) if figure == "failed" else {}
    ways: dict[str, Callable[[Case], str]] = {
        "decided": lambda case: _taken(case, uow),
        "approved": lambda case: _taken(case, uow),
        "rejected": lambda case: named(lambda: rules.reason(case.rejection).reason, case.rejection),
        "returned": lambda case: f"退回{case.returns}次，最近{_day(case.returned_at)}",
        "hasty": lambda case: (
            f"打开卷宗{case.looked_seconds}秒" if case.looked_seconds else "没有打开卷宗"
        ),
        "stopped": lambda case: _stopped(case, rules),
        "recovered": lambda case: f"须追回{case.recovery}元，{_stopped(case, rules)}",
        "failed": lambda case: "、".join(failed.get(case.application_id, ())),
    }
    return ways.get(figure, lambda case: "")


def _stopped(case: Case, rules: Any) -> str:
    reason = named(lambda: str(rules.stop(case.stop_code).name), case.stop_code)
    return f"自{case.stop_month}起停止：{reason}"


def _taken(case: Case, uow: Any) -> str:
    decided = case.approved_at or case.rejected_at
    if case.accepted_at is None or decided is None:
        return ""
    days = (moment.astimezone(SHANGHAI).date() for moment in (case.accepted_at, decided))
    return f"用时{uow.calendar.working_days_between(*days)}个工作日"


def _day(moment: datetime | None) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d}" if moment else ""


def _cursor(last: Case) -> str:
    at = last.accepted_at.astimezone(UTC).isoformat() if last.accepted_at else ""
    return base64.urlsafe_b64encode(json.dumps([at, str(last.application_id)]).encode()).decode()


def _after(cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        at, application_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is not UTC:
            raise ValueError("a moment is written in UTC")
        return moment, UUID(application_id)
    except (ValueError, TypeError, AttributeError):
        raise _invalid("cursor", "翻页标记无效，请从第一页重新查询。") from None


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code=f"bad-{field}")
