"""Data matching (数据比对) after the asking: answers, silence, asking again, explanations."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from contracts.common import Done
from contracts.intake import OverrideWarning, ResendCheck
from contracts.outside import CheckAnswered
from intake.domain.application import Application
from intake.domain.checks import Asked, Planned, must_be_warning, replaces
from intake.domain.grounds import of_check
from intake.domain.states import CHANGED, must_move
from intake.handlers.common import TIMEOUT, done, load
from intake.handlers.matching import ask, await_answers, rules_of, say_standing
from intake.handlers.sweeping import note_sweep_answer
from kernel.contact import blot
from kernel.errors import Conflict, NotFound
from policy.outcomes import result_word
from servicekit.deadlines import Deadline


def note_answer(event: CheckAnswered, uow: Any) -> None:
    """Keeps a registry's answer; an answer nobody waits for is noted and changes nothing."""
    application = uow.applications.asked_by(event.request_id)
    if application is None:
        if not note_sweep_answer(event, uow):
            _note_stray(event, uow)
        return
    checks = uow.checks.of(application.id)
    check = next((check for check in checks if check.request_id == event.request_id), None)
    if check is None:
        old = uow.checks.find(event.request_id)
        title = f"{old.title}：收到旧请求的答复，该项已重新发起，未采用"
        uow.note(application.id, "stale_answer", title, clause=uow.step("handling"))
    elif check.code != event.check_code:
        _note_stray(event, uow)
    elif replaces(check.result, event.result):
        said = blot(event.detail, application.form.name)[:300]
        answered = replace(check, result=event.result, answered_at=event.answered_at, detail=said)
        checks = _learn(application, checks, answered, uow)
        if check.result == "PENDING" and not _pending(checks):
            uow.deadlines.cancel(TIMEOUT, application.id)
        say_standing(application, checks, uow, passed=event.result == "PASS")


def _note_stray(event: CheckAnswered, uow: Any) -> None:
    title = "收到无对应请求的比对答复，未采用"
    uow.note(f"request/{event.request_id}", "stray_answer", title, clause=uow.step("handling"))


def time_out_checks(deadline: Deadline, uow: Any) -> None:
    """Registries stayed silent: TIMEOUT is recorded, which is no pass; asking again stays open."""
    application = uow.applications.find(UUID(deadline.subject), lock=True)
    if application is None or application.state not in CHANGED:
        return
    checks = uow.checks.of(application.id)
    # What was asked again since is waited for a little longer.
    for check in [check for check in _pending(checks) if check.asked_at <= deadline.trigger_on]:
        silent = replace(check, result="TIMEOUT", detail="期限内未答复")
        checks = _learn(application, checks, silent, uow)
    await_answers(application, checks, uow)
    say_standing(application, checks, uow)


def resend_check(form: ResendCheck, uow: Any) -> Done:
    """Asks one check again; whatever the former request still brings no longer counts."""
    application = load(form.application_id, uow)
    must_move("resend_check", application.state)
    check = _must_find(application, form.check_code, uow)
    uow.note(
        application.id, "check_resent", f"重新发起比对：{check.title}", clause=uow.step("handling")
    )
    again = Planned(check.code, check.title, check.severity, check.two_persons)
    ask(application, [again], uow)
    return done(application)


def override_warning(form: OverrideWarning, uow: Any) -> Done:
    """A written explanation lets a failed warning pass; some need two officers (策略表)."""
    application = load(form.application_id, uow)
    must_move("override_warning", application.state)
    check = _must_find(application, form.check_code, uow)
    must_be_warning(check)
    explained = _explained(check, uow.caller.subject, form.reason)
    uow.sign(form, f"{application.number} {check.title}不符，书面说明", digest=application.digest)
    uow.checks.save(explained)
    title = f"{check.title}不符，已作书面说明"
    if not explained.overridden:
        title += "，待第二人确认"
    basis = (of_check(explained, title, rules_of(application, uow)),)
    uow.note(
        application.id,
        "warning_overridden",
        title,
        clause=uow.step("handling"),
        basis=basis,
        why=form.reason,
    )
    say_standing(application, uow.checks.of(application.id), uow)
    return done(application)


def _explained(check: Asked, officer: str, reason: str) -> Asked:
    if check.overridden:
        raise Conflict("该项已有说明。", code="already-overridden")
    if not check.overridden_by:
        return replace(check, overridden_by=officer, override_reason=reason)
    if check.overridden_by == officer:
        raise Conflict("该项说明须由另一名经办人确认。", code="second-person-required")
    both = f"{check.override_reason}；{reason}"
    return replace(check, seconded_by=officer, override_reason=both)


def _learn(
    application: Application, checks: Iterable[Asked], news: Asked, uow: Any
) -> tuple[Asked, ...]:
    """Keeps what became known of one check; the checks as they stand with it."""
    uow.checks.save(news)
    title = f"{news.title}：{result_word(news.result)}"
    detail = {"check": news.code, "result": news.result}
    basis = (of_check(news, title, rules_of(application, uow)),)
    uow.note(
        application.id,
        "check_answered",
        title,
        clause=uow.step("handling"),
        detail=detail,
        basis=basis,
    )
    return tuple(news if check.code == news.code else check for check in checks)


def _pending(checks: Iterable[Asked]) -> list[Asked]:
    return [check for check in checks if check.result == "PENDING"]


def _must_find(application: Application, code: str, uow: Any) -> Asked:
    checks = uow.checks.of(application.id)
    check: Asked | None = next((check for check in checks if check.code == code), None)
    if check is None:
        raise NotFound("该申请没有这项比对。", code="unknown-check")
    return check
