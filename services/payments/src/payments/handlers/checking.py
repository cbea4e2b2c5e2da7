"""A file is checked as a whole when its content has arrived: nothing of a wrong one is posted."""

import hashlib
from decimal import Decimal
from typing import Any

from contracts.payments import DIGEST_DIFFERS
from outside.files import FIRST_ROW, Header, read_header
from payments.domain.files import ANNOUNCED, REFUSED, fault
from payments.handlers.files import forget_content
from payments.rows import FileRow

WRONG = {
    "falling": ("line-misplaced", "该行与上一行重复，或没有按编号、月份、用途、次数升序排列。"),
    "late": ("month-after-file", "该行的月份晚于文件所属月份。"),
}


def content_holds(row: FileRow, overtaken: bool, uow: Any) -> bool:
    """Whether the file may be posted; else it is refused, or waits for the announced content.

    `overtaken`: a later file of the month is posted already.
    """
    uow.files.take_time()
    faults = list(row.faults) or _faults(row, uow)
    if overtaken:
        faults.append(fault(0, "overtaken", "该月已有更新的文件处理完毕，本文件不再采用。"))
    if faults:
        row.state, row.finished_at, row.faults = REFUSED, uow.now, faults
        uow.files.drop(row.file_id)
        title = f"文件不能采用：{faults[0]['message']}"
        _note(row, "file_refused", title, uow)
        return False
    if _digest(row, uow) != row.digest:
        forget_content(row, uow)
        row.state = ANNOUNCED
        row.faults = [
            fault(0, DIGEST_DIFFERS, "保存的内容与社保中心签署的哈希不一致，请重新上传。")
        ]
        _note(row, "file_content_lost", "保存的内容与签署的哈希不一致，已全部清除", uow)
        return False
    return True


def _faults(row: FileRow, uow: Any) -> list[dict[str, Any]]:
    said = Header(row.agency, row.month, row.sequence, row.lines, row.total)
    found = []
    if read_header(row.header) != said:
        sentence = "首行与社保中心签署的区、月份、份次、行数、合计不一致。"
        found.append(fault(1, "header-differs", sentence))
    if row.trailer != said.trailer:
        line = row.last_line + 1
        found.append(fault(line, "trailer-differs", "结尾行缺失，或行数、合计与首行不一致。"))
    sums = uow.files.sums(row.file_id)
    if sums.lines != row.lines:
        sentence = f"应有{row.lines}行，实有{sums.lines}行。"
        found.append(fault(0, "count-differs", sentence))
    if Decimal(sums.total) != row.total:
        sentence = f"合计应为{row.total}元，实为{sums.total}元。"
        found.append(fault(0, "sum-differs", sentence))
    for each in uow.files.misplaced(row.file_id, row.month):
        wrong = WRONG["falling" if each.falling else "late"]
        found.append(fault(each.line, *wrong))
    return found


def _digest(row: FileRow, uow: Any) -> str:
    """Of the rows as they were kept: what is posted is what was signed."""
    made = hashlib.sha256(f"{row.header}\n".encode())
    if row.last_line >= FIRST_ROW:
        for rows in uow.files.written(row):
            made.update(rows.encode())
    made.update(f"{row.trailer}\n".encode())
    return made.hexdigest()


def _note(row: FileRow, action: str, title: str, uow: Any) -> None:
    uow.note(f"file/{row.file_id}", action, title, clause=uow.step("deductions"))
