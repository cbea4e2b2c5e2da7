"""扣款结果文件: announced under the centre's signature, taken in part by part, stopped, resumed."""

from decimal import Decimal
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from contracts.outside import DeductionFileAnnounced
from contracts.payments import (
    DIGEST_DIFFERS,
    AnnounceDeductionFile,
    CompleteDeductionFile,
    DeductionFile,
    ResumeDeductionFile,
    StopDeductionFile,
    TakeFilePart,
)
from kernel.errors import Conflict, Invalid, NotFound
from outside.files import FIRST_ROW, LARGEST, Header, faults, is_trailer, read_header
from payments.clients.centre import opened
from payments.domain.files import (
    ANNOUNCED,
    CHECKING,
    MOST_FAULTS,
    POSTING,
    RECEIVED,
    STOPPED,
    fault,
)
from payments.handlers.fileview import view
from payments.rows import FileRow

STEP = "file_step"
DIFFERENT = (
    "收到的内容与社保中心签署的文件不是同一份（哈希不一致），没有保存；"
    "请重新取得文件，核对后再上传。"
)


def announce_file(form: AnnounceDeductionFile, uow: Any) -> DeductionFile:
    """Opens the letter that was brought by hand, and enters its file into the ledger of files."""
    letter = {name: getattr(form, name) for name in ("protected", "payload", "signature")}
    said = opened(letter, uow.world.settings, uow.now)
    if not uow.caller.covers("", said.agency):
        sentence = "文件所属的区不是本区。"
        raise Invalid(sentence, fields={"payload": sentence}, code="wrong-agency")
    header = Header(said.agency, said.month, said.sequence, said.lines, Decimal(said.total))
    return view(_enter(header, said.sha256, uow))


def note_announced(event: DeductionFileAnnounced, uow: Any) -> None:
    """The letter came over the broker."""
    total = Decimal(event.total)
    header = Header(event.agency, event.month, event.sequence, event.lines, total)
    _enter(header, event.digest, uow)


def take_part(form: TakeFilePart, uow: Any) -> DeductionFile:
    """Keeps the rows of a part that is new; faulty ones are named with their lines."""
    row = must_find(form.file_id, uow)
    if row.state != ANNOUNCED or form.offset < row.size:
        return view(row)
    size = len(form.text.encode())
    if form.offset > row.size or row.size + size > LARGEST:
        raise Conflict("文件内容不连续或过大，请从头重新上传。", code="file-part-misplaced")
    *lines, rest = form.text.split("\n")
    if row.size == 0:
        row.faults = []
        first = lines.pop(0) if lines else ""
        row.header = first if read_header(first) else ""
    row.last_line = max(row.last_line, FIRST_ROW - 1)
    if rest:
        _fault(row, row.last_line + 1 + len(lines), "line-not-ended", "最后一行没有换行。")
    row.size += size
    _keep(row, lines, uow)
    return view(row)


def complete_file(form: CompleteDeductionFile, uow: Any) -> DeductionFile:
    """Everything has arrived: from here on the file works by itself."""
    row = must_find(form.file_id, uow)
    if row.state != ANNOUNCED:
        return view(row)
    if form.digest != row.digest:
        forget_content(row, uow)
        row.faults = [fault(0, DIGEST_DIFFERS, DIFFERENT)]
        return view(row)
    row.received_at, row.received_by = uow.now, uow.caller.subject
    row.state = RECEIVED
    _note(row, "file_received", "文件内容已收齐，开始核对", uow)
    uow.deadlines.set(STEP, row.file_id, uow.now)
    return view(row)


def stop_file(form: StopDeductionFile, uow: Any) -> DeductionFile:
    """Halts the posting; the batch under way is finished first."""
    row = must_find(form.file_id, uow)
    if row.state == STOPPED:
        return view(row)
    if row.state not in (RECEIVED, CHECKING, POSTING):
        raise Conflict("该文件没有在处理，不能暂停。", code="file-not-posting")
    row.state = STOPPED
    uow.deadlines.cancel(STEP, row.file_id)
    _note(row, "file_stopped", f"暂停处理，已处理{row.handled}行", uow, why=form.reason)
    return view(row)


def resume_file(form: ResumeDeductionFile, uow: Any) -> DeductionFile:
    """Goes on with the line after the last one that has its outcome."""
    row = must_find(form.file_id, uow)
    if row.state != STOPPED:
        raise Conflict("该文件没有暂停，不能继续。", code="file-not-stopped")
    row.state = POSTING if row.handled else RECEIVED
    uow.deadlines.set(STEP, row.file_id, uow.now)
    _note(row, "file_resumed", "继续处理", uow)
    return view(row)


def must_find(file_id: UUID, uow: Any, lock: bool = True) -> FileRow:
    """The file, if it lies in the caller's jurisdiction; raises NotFound."""
    row: FileRow | None = uow.files.get(file_id, lock)
    if row is None or not uow.caller.covers("", row.agency):
        raise NotFound("没有找到该文件。")
    return row


def forget_content(row: FileRow, uow: Any) -> None:
    """As if nothing had arrived: the announcement stands."""
    uow.files.take_time()
    uow.files.drop(row.file_id)
    row.size, row.last_line, row.header, row.trailer, row.faults = 0, 0, "", "", []
    row.state = ANNOUNCED


def _enter(header: Header, digest: str, uow: Any) -> FileRow:
    """The file's row: the one that is there already, or a new one; raises Conflict."""
    known: FileRow | None = uow.files.of_digest(digest)
    if known is not None:
        return known
    before: list[FileRow] = uow.files.of_month(header.agency, header.month)
    number = before[-1].sequence + 1 if before else 1
    if header.sequence != number:
        sentence = f"该区该月的下一份文件应为第{number}份，来文为第{header.sequence}份。"
        raise Conflict(sentence, fields={"sequence": sentence}, code="file-sequence")
    row = FileRow(
        file_id=uuid4(),
        digest=digest,
        agency=header.agency,
        month=header.month,
        sequence=header.sequence,
        lines=header.lines,
        total=header.total,
        state=ANNOUNCED,
        announced_at=uow.now,
        announced_by=uow.caller.subject,
        received_by="",
        size=0,
        last_line=0,
        header="",
        trailer="",
        faults=[],
        handled=0,
        outcomes={},
    )
    uow.files.add(row)
    title = (
        f"登记{header.agency}{header.month}扣款结果文件（第{header.sequence}份，{header.lines}行）"
    )
    _note(row, "file_announced", title, uow)
    return row


def _keep(row: FileRow, lines: list[str], uow: Any) -> None:
    if row.trailer:
        after, lines = lines, []
    else:
        after = _cut_trailer(row, lines)
    if after:
        line = row.last_line + len(lines) + 2
        _fault(row, line, "after-trailer", "结尾行之后还有内容。")
    for n in islice(faults(lines), MOST_FAULTS):
        _fault(row, row.last_line + 1 + n, "line-malformed", "该行不符合文件格式。")
    if lines and not row.faults:
        uow.files.put(row, lines)
    row.last_line += len(lines)


def _cut_trailer(row: FileRow, lines: list[str]) -> list[str]:
    """Takes the last line of the file out of these, and whatever stands after it; gives that."""
    place = next((n for n, line in enumerate(lines) if is_trailer(line)), None)
    if place is None:
        return []
    row.trailer, after = lines[place], lines[place + 1 :]
    del lines[place:]
    return after


def _fault(row: FileRow, line: int, code: str, sentence: str) -> None:
    if len(row.faults) < MOST_FAULTS:
        row.faults = [*row.faults, fault(line, code, sentence)]


def _note(row: FileRow, action: str, title: str, uow: Any, why: str = "") -> None:
    uow.note(f"file/{row.file_id}", action, title, clause=uow.step("deductions"), why=why)
