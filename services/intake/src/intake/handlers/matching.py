"""Asking the registries, and telling review where the matching stands."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from contracts.intake import CheckOutcome, MatchingCompleted
from contracts.outside import CheckRequested
from intake.domain.application import Application, subject_of
from intake.domain.checks import Asked, Planned, due_on, standing
from intake.domain.grounds import of_asking, of_check
from intake.domain.own_checks import OWN, Record, answer
from intake.domain.states import MATCHED
from intake.handlers.common import TIMEOUT, stop_waiting
from policy.outcomes import result_word


def ask_all(application: Application, uow: Any) -> None:
    """发起数据比对: one request for each check that this category is due on that day."""
    stop_waiting(application, uow)
    uow.checks.retire(application.id)
    planned = due_on("intake", rules_of(application, uow), application.form.category)
    ask(application, planned, uow)
    title = f"发起数据比对，共{len(planned)}项"
    detail = {"checks": [check.code for check in planned], "version": application.version}
    basis = (of_asking(planned, uow.now, uow.policy.on(uow.today)),)
    clause = uow.step("handling")
    uow.note(application.id, "checks_asked", title, clause=clause, detail=detail, basis=basis)


def ask(application: Application, planned: Iterable[Planned], uow: Any) -> None:
    """Asks these checks now; those answered from our own records are answered at once."""
    record = uow.benefits.record(application.id, application.person_key)
    asked = [_asked(application, check, record, uow) for check in planned]
    uow.checks.ask(asked)
    for check in asked:
        if check.result == "PENDING":
            _send(application, check, uow)
    checks = uow.checks.of(application.id)
    await_answers(application, checks, uow)
    say_standing(application, checks, uow)


def await_answers(application: Application, checks: Iterable[Asked], uow: Any) -> None:
    """One deadline for all checks without an answer, that of the one asked first."""
    pending = [check.asked_at for check in checks if check.result == "PENDING"]
    if not pending:
        uow.deadlines.cancel(TIMEOUT, application.id)
        return
    rules = uow.policy.on(uow.today)
    uow.deadlines.set(
        TIMEOUT,
        application.id,
        min(pending) + timedelta(hours=rules.check_async_hours),
        rule=str(rules.clause("check_async_hours")),
        trigger_on=min(pending),
    )


def say_standing(
    application: Application, checks: Collection[Asked], uow: Any, *, passed: bool = False
) -> None:
    """Tells review when the matching is complete, and whenever its picture changed after that.

    `passed`: the news is that one check has passed; while others are awaited nothing follows.
    """
    now = standing(checks)
    picture = now.fingerprint(application.version)
    told_before = bool(application.said)
    if application.state not in MATCHED or picture == application.said:
        return
    if not now.complete and (passed or not told_before):
        return
    uow.applications.save(replace(application, said=picture))
    outcomes = tuple(
        CheckOutcome(
            code=code,
            severity=severity,
            result=result,
            overridden=overridden,
            answered_on=answered_on,
        )
        for code, severity, result, overridden, answered_on in now.outcomes
    )
    uow.emit(
        MatchingCompleted(
            application_id=application.id,
            dossier_version=application.version,
            blocked=now.blocked,
            outcomes=outcomes,
        )
    )
    open_ = [c for c in checks if c.result != "PASS"]
    rules = rules_of(application, uow)
    basis = tuple(of_check(c, f"{c.title}：{result_word(c.result)}", rules) for c in open_)
    uow.note(application.id, "matching_told", now.title, clause=uow.step("handling"), basis=basis)


def _asked(application: Application, check: Planned, record: Record, uow: Any) -> Asked:
    asked = Asked(
        request_id=uuid4(),
        application_id=application.id,
        code=check.code,
        title=check.title,
        severity=check.severity,
        two_persons=check.two_persons,
        asked_at=uow.now,
        dossier_version=application.version,
    )
    if check.code not in OWN:
        return asked
    result, detail = answer(check.code, application.form, record, rules_of(application, uow))
    return replace(asked, result=result, detail=detail, answered_at=uow.now)


def _send(application: Application, check: Asked, uow: Any) -> None:
    uow.emit(
        CheckRequested(
            application_id=application.id,
            request_id=check.request_id,
            check_code=check.code,
            asked_at=check.asked_at,
            subject=subject_of(application),
        )
    )


def rules_of(application: Application, uow: Any) -> Any:
    """The rules of the day of acceptance: a later change does not reach a running case."""
    assert application.accepted_at is not None  # nosec B101 - tells the type checker what callers made sure of
    return uow.policy.on(application.accepted_at.date())
