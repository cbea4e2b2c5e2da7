"""每月核查: once a month the registries are asked about every running benefit (domain §10).

The sweep goes in steps: so many benefits in one transaction, the next after a pause, so that
neither the outside systems nor the bus meet all of them at once. A step that is repeated, and a
sweep that is begun twice, put the same questions under the same numbers.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.outside import CheckAnswered, CheckRequested
from intake.domain.application import Application, subject_of
from intake.domain.checks import due_on
from intake.domain.own_checks import OWN
from intake.domain.sweep import SweepCheck, answered, begins_at, request_id
from intake.store.sweep_rows import SweepRow
from kernel.contact import blot
from kernel.month import Month
from policy.outcomes import result_word
from servicekit.deadlines import Deadline

SWEEP, SILENCE = "sweep", "sweep_silence"
SILENT = "期限内未答复"
RUN = "monthly"
OFF = "off"


def plan_sweep(uow: Any) -> None:
    """A benefit runs: the coming sweep is put down, if it is not yet."""
    if uow.world.settings.get("MONTHLY_SWEEP", "") == OFF:
        return
    month, rules = Month.of(uow.today), uow.policy.on(uow.today)
    if begins_at(month, rules.sweep_day) <= uow.now:
        month += 1
    if uow.sweeps.plan(str(month)):
        rule = str(rules.clause("sweep_day"))
        uow.deadlines.set(SWEEP, str(month), begins_at(month, rules.sweep_day), rule=rule)


def step_sweep(deadline: Deadline, uow: Any) -> None:
    """Asks about the next benefits, writes silence down, and comes again until all is known."""
    sweep = uow.sweeps.of(deadline.subject)
    if sweep is None or sweep.done_at is not None:
        return
    rules = uow.policy.on(uow.today)
    if sweep.begun_at is None:
        sweep.begun_at = uow.now
        plan_sweep(uow)
    more = _ask_about_some(sweep, rules, uow)
    silent = _give_up(rules, uow)
    if more or silent:
        again = uow.now + timedelta(seconds=rules.sweep_pause_seconds)
    elif first := uow.sweeps.first_pending():
        again = first + timedelta(hours=rules.check_async_hours)
    else:
        _finish(sweep, rules, uow)
        return
    uow.deadlines.set(SWEEP, sweep.month, again, rule=str(rules.clause("sweep_day")))


def note_sweep_answer(event: CheckAnswered, uow: Any) -> bool:
    """Whether the answer belongs to a sweep; if so, what it says is kept."""
    check: SweepCheck | None = uow.sweeps.asked_by(event.request_id)
    if check is None or check.code != event.check_code:
        return False
    name = uow.applications.find(check.application_id).form.name
    said = blot(event.detail, name)[:300]
    learn(check, answered(check, event.result, said, event.answered_at), uow)
    return True


def await_sweep_answer(check: SweepCheck, uow: Any) -> None:
    """One question outside the sweep's own steps has a deadline of its own."""
    rules = uow.policy.on(uow.today)
    due_at = check.asked_at + timedelta(hours=rules.check_async_hours)
    subject = f"{check.application_id}/{check.code}"
    uow.deadlines.set(SILENCE, subject, due_at, rule=str(rules.clause("check_async_hours")))


def note_sweep_silence(deadline: Deadline, uow: Any) -> None:
    """A question that was put once more has stayed without an answer."""
    application_id, _, code = deadline.subject.partition("/")
    check = uow.sweeps.find(UUID(application_id), code)
    if check is not None:
        learn(check, answered(check, "TIMEOUT", SILENT, uow.now), uow)


def learn(before: SweepCheck, after: SweepCheck, uow: Any) -> None:
    """Keeps an answer; of what is no pass, and of what is well again, the case tells."""
    if after == before:
        return
    uow.sweeps.save(after)
    if not (after.found or before.found):
        return
    check = uow.policy.on(uow.today).check(after.code)
    title = f"每月核查（{after.month}）{check.name}：{result_word(after.result)}"
    detail = {"check": after.code, "result": after.result, "month": after.month}
    uow.note(after.application_id, "sweep_found", title, clause=check.clause, detail=detail)


def send(check: SweepCheck, application: Any, uow: Any) -> None:
    """Asks the registry."""
    uow.emit(
        CheckRequested(
            application_id=application.id,
            request_id=check.request_id,
            check_code=check.code,
            asked_at=check.asked_at,
            subject=subject_of(application),
        )
    )


def _ask_about_some(sweep: SweepRow, rules: Any, uow: Any) -> bool:
    """One step; False when nobody is left."""
    these = uow.sweeps.running(sweep.after, rules.sweep_batch)
    sweep.asked += _ask_about(uow.applications.these(these), sweep.month, rules, uow)
    sweep.persons += len(these)
    sweep.after = these[-1] if these else sweep.after
    return len(these) == rules.sweep_batch


def _ask_about(applications: list[Application], month: str, rules: Any, uow: Any) -> int:
    """Puts the questions of a month that have not been put; returns how many."""
    asked = [(one, check) for one in applications for check in _questions(one, month, rules, uow)]
    new = uow.sweeps.ask([check for _, check in asked])
    for application, check in asked:
        if check.request_id in new:
            send(check, application, uow)
    return len(new)


def _questions(application: Application, month: str, rules: Any, uow: Any) -> list[SweepCheck]:
    return [
        SweepCheck(
            application_id=application.id,
            code=plan.code,
            request_id=request_id(application.id, plan.code, month),
            month=month,
            asked_at=uow.now,
        )
        for plan in due_on(RUN, rules, application.form.category)
        if plan.code not in OWN
    ]


def _give_up(rules: Any, uow: Any) -> bool:
    """Silence is written down, so many at a time; whether there may be more of it."""
    latest = uow.now - timedelta(hours=rules.check_async_hours)
    silent = uow.sweeps.silent(latest, rules.sweep_batch)
    for check in silent:
        learn(check, answered(check, "TIMEOUT", SILENT, uow.now), uow)
    return len(silent) == rules.sweep_batch


def _finish(sweep: SweepRow, rules: Any, uow: Any) -> None:
    sweep.done_at, sweep.after = uow.now, None  # names nobody any more
    title = f"{sweep.month}每月核查完成：{sweep.persons}人，{sweep.asked}项"
    detail = {"persons": sweep.persons, "asked": sweep.asked}
    clause = rules.clause("sweep_day")
    uow.note(f"sweep/{sweep.month}", "sweep_done", title, clause=clause, detail=detail)
