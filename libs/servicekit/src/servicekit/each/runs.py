"""Runs of one service: listed, looked at, and the proof of the record ordered, stopped, resumed."""

from typing import Any

from sqlalchemy import Row, func, select

from contracts.runs import (
    RUNNING,
    STOPPED,
    VERIFY,
    WAITING,
    GetRun,
    ListRuns,
    ResumeRun,
    Run,
    RunFinding,
    Runs,
    RunView,
    StopRun,
    VerifyAudit,
)
from kernel.errors import Conflict, NotFound
from policy.calendar import edition
from servicekit.audit.verify.finding import Finding
from servicekit.runs import MOST_FOUND
from servicekit.runs import Runs as Kept

CHAIN = "operations/audit"
SHOWN = tuple(name for name in Run.__dataclass_fields__ if name != "run_id")


def list_runs(_: ListRuns, uow: Any) -> Runs:
    """The newest first."""
    items = tuple(_shown(row) for row in _kept(uow).newest())
    return Runs(items=items, to_recount=_to_recount(uow))


def get_run(query: GetRun, uow: Any) -> RunView:
    """With what was found; raises NotFound."""
    row = _there(_kept(uow).get(query.run_id))
    found = (Finding(**one) for one in row.found[:MOST_FOUND])
    return RunView(
        run=_shown(row),
        found=tuple(RunFinding(kind=one.kind, sentence=one.sentence()) for one in found),
        **{name: row.counts.get(name, 0) for name in ("chains", "days", "unwitnessed")},
    )


def verify_audit(_: VerifyAudit, uow: Any) -> Run:
    """Orders it; the witness takes it up. Raises Conflict while one is under way."""
    runs = _kept(uow)
    if runs.under_way(VERIFY) is not None:
        raise Conflict(
            "这个服务的审计核对还没有结束，请等它结束，或继续已暂停的。", code="run-under-way"
        )
    rows = uow.core.scalar(select(func.coalesce(func.sum(uow.store.kit.audit_heads.c.n), 0)))
    run_id = runs.open(VERIFY, uow.caller.subject, total=int(rows))
    uow.note(CHAIN, "verification_ordered", "核对审计记录", detail={"run": str(run_id)})
    return _shown(_there(runs.get(run_id)))


def stop_run(form: StopRun, uow: Any) -> Run:
    """Raises Conflict where it is not a run that can be stopped."""
    return _steer(form, uow, "verification_stopped", "暂停核对审计记录", (WAITING, RUNNING))


def resume_run(form: ResumeRun, uow: Any) -> Run:
    """Raises Conflict where it does not stand still."""
    return _steer(form, uow, "verification_resumed", "继续核对审计记录", (STOPPED,))


def _steer(form: Any, uow: Any, action: str, title: str, states: tuple[str, ...]) -> Run:
    runs = _kept(uow)
    row = _there(runs.get(form.run_id, lock=True))
    if row.kind != VERIFY or row.state not in states:
        said = "已经结束" if row.ended_at else "没有在进行" if RUNNING in states else "没有暂停"
        if row.kind != VERIFY:
            said = "由运维命令执行，在执行它的机器上停止或再次运行"
        raise Conflict(f"这项工作{said}。请刷新页面看现在的状态。", code="run-not-so")
    stopped = {"state": STOPPED, "stopped_by": uow.caller.subject}
    resumed = {"state": WAITING, "stopped_by": "", "trouble": ""}
    runs.change(row.id, *states, **(resumed if STOPPED in states else stopped))
    uow.note(CHAIN, action, title, detail={"run": str(row.id), "rows": row.done})
    return _shown(_there(runs.get(row.id)))


def _to_recount(uow: Any) -> int:
    rows = uow.store.kit.deadlines.c
    still_open = (rows.fired_at.is_(None), rows.cancelled_at.is_(None))
    stale = (rows.calendar != "", rows.calendar != edition(uow.calendar))
    return int(uow.core.scalar(select(func.count()).where(*still_open, *stale)))


def _kept(uow: Any) -> Kept:
    return Kept(uow.core, uow.store.kit.runs)


def _there(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise NotFound("没有这项工作。", code="run-unknown")
    return row


def _shown(row: Row[Any]) -> Run:
    return Run(run_id=row.id, **{name: getattr(row, name) for name in SHOWN})
