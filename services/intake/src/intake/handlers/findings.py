"""每月核查的待办: who, what, since when and what to do; asked again, or closed with a reason."""

import base64
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from contracts.caller import DISTRICT, STREET
from contracts.common import Done
from contracts.intake import (
    CloseFinding,
    FindingLine,
    FindingPage,
    ListFindings,
    ResendSweepCheck,
)
from intake.domain.sweep import TODO, SweepCheck, asked_again, closed
from intake.handlers.common import done, load
from intake.handlers.sweeping import await_sweep_answer, send
from intake.store.rows import ApplicationRow
from intake.store.sweeps import Findings
from kernel import contact
from kernel.errors import Conflict, Invalid, NotFound
from policy.outcomes import result_word

LIMIT = 100


def list_findings(form: ListFindings, uow: Any) -> FindingPage:
    """The caller's jurisdiction, the oldest first."""
    if not 1 <= form.limit <= LIMIT:
        raise _invalid("limit", f"每页条数应为1至{LIMIT}。")
    if form.result is not None and form.result not in TODO:
        raise _invalid("result", "没有这种核查结果。")
    caller = uow.caller
    wanted = Findings(
        agency=caller.division if caller.tier == DISTRICT else None,
        street_code=caller.division if caller.tier == STREET else None,
        result=form.result,
        after=_after(form.cursor),
    )
    found = uow.sweeps.findings(wanted, form.limit + 1)
    page = found[: form.limit]
    return FindingPage(
        items=tuple(_line(check, row, uow) for check, row in page),
        next_cursor=_cursor(page[-1][0]) if len(found) > form.limit else None,
    )


def resend_sweep_check(form: ResendSweepCheck, uow: Any) -> Done:
    """Asks the registry once more, under a new number."""
    application = load(form.application_id, uow)
    check = _must_find(form.application_id, form.check_code, uow)
    if not check.open:
        raise Conflict("该项核查没有待处理的结果。", code="nothing-found")
    if check.result == "PENDING":
        raise Conflict("该项核查正在查询，请等待答复。", code="already-asked")
    again = asked_again(check, uuid4(), uow.now)
    uow.sweeps.save(again)
    send(again, application, uow)
    title = f"每月核查重新查询：{_name(check, uow)}"
    uow.note(application.id, "sweep_resent", title, clause=uow.step("oversight"))
    await_sweep_answer(again, uow)
    return done(application)


def close_finding(form: CloseFinding, uow: Any) -> Done:
    """Looked into: the benefit goes on, for a reason that is kept."""
    application = load(form.application_id, uow)
    check = _must_find(form.application_id, form.check_code, uow)
    after = closed(check, uow.caller.subject, form.reason, uow.now)
    name, result = _name(check, uow), result_word(check.found)
    title = f"每月核查{name}（{result}）经核实办结，继续享受"
    uow.sign(form, f"{application.number} {title}", result=check.found)
    uow.sweeps.save(after)
    detail = {"check": check.code, "result": check.found, "month": check.month}
    uow.note(
        application.id,
        "finding_closed",
        title,
        clause=uow.step("oversight"),
        detail=detail,
        why=form.reason,
    )
    return done(application)


def _must_find(application_id: UUID, code: str, uow: Any) -> SweepCheck:
    check: SweepCheck | None = uow.sweeps.find(application_id, code)
    if check is None:
        raise NotFound("该申请没有这项核查。", code="unknown-check")
    return check


def _name(check: SweepCheck, uow: Any) -> str:
    return str(uow.policy.on(uow.today).check(check.code).name)


def _line(check: SweepCheck, row: ApplicationRow, uow: Any) -> FindingLine:
    assert check.since is not None  # nosec B101 - tells the type checker what an open one has
    return FindingLine(
        application_id=row.id,
        number=row.number or "",
        street_code=row.street_code,
        name=contact.mask_name(json.loads(row.form)["name"]),
        check_code=check.code,
        title=_name(check, uow),
        result=check.found,
        detail=check.detail,
        month=check.month,
        since=check.since.isoformat(),
        asked_again=check.result == "PENDING",
        todo=TODO[check.found],
    )


def _cursor(last: SweepCheck) -> str:
    since = last.since.isoformat() if last.since else ""
    place = json.dumps([since, str(last.application_id), last.code])
    return base64.urlsafe_b64encode(place.encode()).decode()


def _after(cursor: str | None) -> tuple[datetime, UUID, str] | None:
    if cursor is None:
        return None
    try:
        since, application_id, code = json.loads(base64.urlsafe_b64decode(cursor))
        place = datetime.fromisoformat(since), UUID(application_id), str(code)
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _invalid("cursor", "翻页标记无效，请从第一页重新查询。") from None
    if place[0].utcoffset() != timedelta(hours=8) or "\x00" in place[2]:
        raise _invalid("cursor", "翻页标记无效，请从第一页重新查询。")
    return place


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code=f"{field.replace('_', '-')}-invalid")
