"""A checked file is posted batch by batch: each one transaction, in which its progress moves on.

After a crash the next round goes on with the first line that has no outcome.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts.outside import DeductionReported
from kernel.errors import Refusal
from payments.domain.files import (
    CHECKING,
    DONE,
    POSTING,
    RECEIVED,
    REFUSED,
    STOPPED,
    added,
    replaced,
)
from payments.handlers.became import became
from payments.handlers.checking import content_holds
from payments.handlers.deductions import DUPLICATE, correct_deduction, note_deduction
from payments.handlers.files import STEP
from payments.handlers.reconciling import arm_reconciliation
from payments.handlers.setwise import post_ordinary
from payments.rows import FileRow, LineRow

BATCH = 2000
TOGETHER = 50  # lines that need a closer look, whose ledgers are read at once
PATIENCE = timedelta(minutes=1)


def step_file(deadline: Any, uow: Any) -> None:
    """One step of a file: it is checked, or its next lines are posted, or it is done."""
    uow.persons.stand_still()
    row: FileRow | None = uow.files.get(UUID(deadline.subject))
    if row is None or row.state not in (RECEIVED, CHECKING, POSTING):
        return
    if row.state == RECEIVED:
        _take_turn(row, uow)
    elif row.state == CHECKING:
        _check(row, uow)
    else:
        post_batch(row, uow)
    if row.state in (CHECKING, POSTING):
        uow.deadlines.set(STEP, row.file_id, uow.now)


def post_batch(row: FileRow, uow: Any, size: int = BATCH) -> None:
    """Posts the next lines of a file, or closes it after the last one."""
    values = {"file": row.file_id, "agency": row.agency, "corrects": row.corrects}
    values |= {"first": row.handled, "last": min(row.handled + size, row.last_line)}
    if row.handled >= row.last_line:
        _close(row, values, uow)
        return
    values["last"] = uow.postings.whole_persons(values)
    post_ordinary(values, uow)
    left = uow.postings.left(values)
    for begin in range(0, len(left), TOGETHER):
        _post_some(row.file_id, left[begin : begin + TOGETHER], uow)
    row = uow.files.get(row.file_id)
    row.handled = values["last"]
    row.outcomes = added(row.outcomes, uow.postings.count(values))
    uow.session.flush()


def _check(row: FileRow, uow: Any) -> None:
    """As a whole; a correction of the newest file of its month that is done."""
    others: list[FileRow] = uow.files.of_month(row.agency, row.month)
    overtaken = any(o.sequence > row.sequence and o.state == DONE for o in others)
    if content_holds(row, overtaken, uow):
        done = [other.file_id for other in others if other.state == DONE]
        row.corrects = done[-1] if done else None
        row.state, row.handled = POSTING, 1
    elif row.state != REFUSED:
        row.received_at, row.received_by = None, ""


def _take_turn(row: FileRow, uow: Any) -> None:
    """Files of one district and month go one after the other."""
    others = [f for f in uow.files.of_month(row.agency, row.month) if f is not row]
    if any(o.state in (CHECKING, POSTING, STOPPED) for o in others):
        uow.deadlines.set(STEP, row.file_id, uow.now + PATIENCE)
    else:
        row.state = CHECKING


def _close(row: FileRow, values: dict[str, Any], uow: Any) -> None:
    """After the last line: what a correction no longer names is taken back, too."""
    uow.files.take_time()
    if row.corrects and row.last_line <= row.lines + 1:
        more = uow.postings.withdraw(values | {"last": row.last_line})
        if more:
            row.last_line += more
            return
    row.state, row.finished_at = DONE, uow.now
    arm_reconciliation(row.month, uow)
    said = "，".join(f"{name} {n}" for name, n in sorted(row.outcomes.items()))
    title = f"文件处理完毕：{said or '没有行'}"
    uow.note(f"file/{row.file_id}", "file_done", title, clause=uow.step("deductions"))


def _post_some(file_id: UUID, numbers: list[int], uow: Any) -> None:
    """One after the other, over ledgers that were read together; then all of it is let go."""
    lines = uow.files.these(file_id, numbers)
    with uow.ledgers.read_together({line.application_id for line in lines}):
        for line in lines:
            _post_alone(line, uow)
        uow.session.flush()
    uow.session.expunge_all()


def _post_alone(line: LineRow, uow: Any) -> None:
    """By the handler of single results; a refused line leaves everything else as it is."""
    try:
        line.outcome = _outcome(line, uow)
    except Refusal as refusal:
        line.outcome, line.reason = "refused", refusal.code[:40]


def _outcome(line: LineRow, uow: Any) -> str:
    if not line.before:
        known = note_deduction(_event(line), uow)
        return known if known == DUPLICATE else _kept(line, uow) or known
    code, deducted, deferred = replaced(line.before)
    old = _event(line, code=code, deducted=deducted, deferred=deferred)
    if not line.code:
        correct_deduction(old, None, uow)
        return "withdrawn"
    known = correct_deduction(old, _event(line), uow)
    return _kept(line, uow) or known


def _kept(line: LineRow, uow: Any) -> str:
    """Why the line does not count, though it was kept; empty where it does."""
    return became(_event(line), uow) if line.purpose == "month" else ""


def _event(line: LineRow, **other: Any) -> DeductionReported:
    values = {"code": line.code, "deducted": str(line.deducted), "deferred": line.deferred}
    return DeductionReported(
        application_id=line.application_id,
        month=line.month,
        attempt=line.attempt,
        purpose=line.purpose,
        **(values | other),
    )
