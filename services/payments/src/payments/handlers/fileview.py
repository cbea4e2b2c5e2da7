"""Files of deduction results as people see them."""

from typing import Any

from contracts.payments import (
    DeductionFile,
    DeductionFiles,
    DeductionLine,
    DeductionLines,
    FileFault,
    GetDeductionFile,
    ListDeductionFiles,
    ListDeductionLines,
)
from kernel.clock import SHANGHAI
from kernel.errors import NotFound
from payments.domain.files import KEPT_ONLY, SENTENCES
from payments.rows import FileRow, LineRow

_FILE = ("file_id", "agency", "month", "sequence", "digest", "lines", "size", "state", "corrects")


def get_file(form: GetDeductionFile, uow: Any) -> DeductionFile:
    """One file; raises NotFound."""
    return view(_seen(form.file_id, uow))


def list_files(form: ListDeductionFiles, uow: Any) -> DeductionFiles:
    """The newest files of the caller's jurisdiction."""
    return DeductionFiles(items=tuple(map(view, uow.files.page(uow.caller, form.month))))


def list_lines(form: ListDeductionLines, uow: Any) -> DeductionLines:
    """A page of lines with what became of them."""
    row = _seen(form.file_id, uow)
    limit = max(1, min(form.limit, 100))
    found = uow.files.lines(row.file_id, form.only, form.after, limit + 1)
    after = found[limit - 1].line if len(found) > limit else None
    return DeductionLines(items=tuple(map(_line, found[:limit])), next_after=after)


def view(row: FileRow) -> DeductionFile:
    """A row of the ledger of files."""
    return DeductionFile(
        **{name: getattr(row, name) for name in _FILE},
        total=str(row.total),
        announced_at=row.announced_at.astimezone(SHANGHAI).isoformat(),
        announced_by=row.announced_by,
        received_at=row.received_at and row.received_at.astimezone(SHANGHAI).isoformat(),
        received_by=row.received_by,
        finished_at=row.finished_at and row.finished_at.astimezone(SHANGHAI).isoformat(),
        handled=max(row.handled - 1, 0),
        outcomes=dict(sorted(row.outcomes.items())),
        faults=tuple(FileFault(**fault) for fault in row.faults),
    )


def _seen(file_id: Any, uow: Any) -> FileRow:
    row: FileRow | None = uow.files.get(file_id, False)
    if row is None or not uow.caller.covers("", row.agency):
        raise NotFound("没有找到该文件。")
    return row


def _line(row: LineRow) -> DeductionLine:
    return DeductionLine(
        line=row.line,
        application_id=row.application_id,
        month=row.month,
        attempt=row.attempt,
        code=row.code,
        deducted=str(row.deducted),
        deferred=row.deferred,
        purpose=row.purpose,
        outcome=row.outcome,
        reason=row.reason,
        sentence=SENTENCES.get(row.reason, "") or KEPT_ONLY.get(row.outcome, ""),
        before=row.before,
    )
