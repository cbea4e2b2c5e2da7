"""疑似停止情形: what registries report by themselves, for people to look into.

A report stops nobody, except a death (S06) that two independent sources agree on (domain §10).
"""

import json
from typing import Any
from uuid import UUID

from contracts.common import Done
from contracts.outside import StatusReported
from contracts.payments import DismissSuspicion
from kernel.contact import blot
from kernel.errors import NotFound
from kernel.identity import normalise
from kernel.month import Month
from payments.domain.stops import BY_STATUS, DEATH, Stop, agreed
from payments.handlers.common import done, load, queue
from payments.handlers.turning import decide_stop, effective_month, may_stop
from payments.rows import EntitlementRow, SuspicionRow
from policy import because


def note_status(event: StatusReported, uow: Any) -> None:
    """Keeps the report with every benefit it would shorten; the same report again is the same."""
    number = normalise(json.loads(event.subject)["id_number"])
    person = uow.persons.key_of(uow.sealer.search_hash(number))
    for row in uow.entitlements.of_person(person):
        code, month = BY_STATUS[event.status], Month.parse(event.month)
        stop = Stop(code, effective_month(row, code, month, uow))
        known = {suspicion.event_id for suspicion in uow.ledgers.suspicions(row.application_id)}
        if event.event_id in known or not may_stop(row, stop, uow):
            continue
        _suspect(row, event, code, uow)
        if code == DEATH:
            _believe(row, uow)
        queue(row, uow)


def dismiss_suspicion(form: DismissSuspicion, uow: Any) -> Done:
    """Looked into and found wrong."""
    row = load(form.application_id, uow)
    found = _of(row.application_id, form.event_id, uow)
    title = f"经核实，{found.reporter}报告的情形不属实，继续享受"
    uow.sign(form, f"{row.number} {title}", code=found.code, month=found.month)
    found.dismissed = True
    cause = uow.policy.on(uow.today).stop(found.code)
    facts = {"报告来源": found.reporter, "情形": found.code, "发生月份": Month.parse(found.month)}
    basis = (because("报告的情形经核实不属实。", cause.clause, facts),)
    clause = str(cause.clause)
    uow.note(
        row.application_id, "suspicion_dismissed", title, clause=clause, why=form.note, basis=basis
    )
    return done(row, uow)


def _suspect(row: EntitlementRow, event: StatusReported, code: str, uow: Any) -> None:
    uow.ledgers.add(
        SuspicionRow(
            event_id=event.event_id,
            application_id=row.application_id,
            code=code,
            month=event.month,
            reporter=blot(event.reporter),
            reported_at=uow.now,
            dismissed=False,
        )
    )
    cause = uow.policy.on(uow.today).stop(code)
    title = f"{blot(event.reporter)}报告{event.month}发生：{cause.name}，请核实"
    uow.note(row.application_id, "stop_suspected", title, clause=str(cause.clause))


def _believe(row: EntitlementRow, uow: Any) -> None:
    """Stops for a death that two sources agree on."""
    reports = [
        (suspicion.reporter, Month.parse(suspicion.month))
        for suspicion in uow.ledgers.suspicions(row.application_id)
        if suspicion.code == DEATH and not suspicion.dismissed
    ]
    month = agreed(reports)
    if month is None:
        return
    stop = effective_month(row, DEATH, month, uow)
    cause = uow.policy.on(uow.today).stop(DEATH)
    sources = sorted({reporter for reporter, died in reports if died == month})
    facts = {"信息来源": sources, "死亡月份": month, "首个不享受月份": stop}
    ground = because("两个独立来源报告一致，自次月起停止。", cause.clause, facts)
    title = f"{'、'.join(sources)}均报告{month.chinese()}死亡，停止享受"
    uow.note(row.application_id, "stop_decided", title, clause=str(cause.clause), basis=(ground,))
    decide_stop(row, DEATH, stop, uow)


def _of(application_id: UUID, event_id: UUID, uow: Any) -> SuspicionRow:
    for suspicion in uow.ledgers.suspicions(application_id):
        if suspicion.event_id == event_id:
            found: SuspicionRow = suspicion
            return found
    raise NotFound("没有找到这条疑似停止情形。", code="unknown-suspicion")
