"""The roster of 附件5 as JSON or as a workbook for printing."""

import io
from typing import Any

from flask import Response, request
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from contracts.reporting import Roster, RosterRow
from gateway.route import Special
from gateway.settings import here
from kernel.errors import MissingValue
from kernel.month import Month

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("row", "序号", 6),
    ("name", "姓名", 10),
    ("sex", "性别", 6),
    ("age", "年龄", 6),
    ("id_number", "身份证号", 22),
    ("hukou_type", "户籍类型", 12),
    ("street", "所在街道", 16),
    ("project", "从事灵活就业项目", 14),
    ("months", "批准补贴月数", 9),
    ("applied_on", "递交申请日期", 13),
    ("period", "享受补贴起止日期", 18),
    ("phone", "联系电话", 16),
    ("category", "人员类型", 14),
    ("remark", "备注", 16),
)
LAST = get_column_letter(len(COLUMNS))
HEADER_ROW = 3
# The wide ones too: a spreadsheet set to Chinese reads ＝ as =.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LINE = Side(style="thin")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def workbook(roster: Roster, title: str, note: str) -> bytes:
    """The printed sheet: title, stamp line, fourteen columns, note."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has one worksheet")
    sheet.title = f"{roster.agency}-{roster.month}"
    _line(sheet, 1, title, Font(size=16, bold=True), _CENTRE)
    stamp = f"区：{roster.agency_name}（盖章）        花名册编号：{roster.number}"
    _line(sheet, 2, stamp, Font(size=11), Alignment(horizontal="left"))
    _cells(sheet, HEADER_ROW, [title for _, title, _ in COLUMNS], bold=True)
    for place, row in enumerate(roster.rows, HEADER_ROW + 1):
        _cells(sheet, place, _values(row))
    end = HEADER_ROW + len(roster.rows) + 1
    _line(sheet, end, note, Font(size=11), Alignment(horizontal="left"))
    _page(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _values(row: RosterRow) -> list[Any]:
    return [neutral(getattr(row, name)) for name, _, _ in COLUMNS]


def neutral(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and (value.lstrip().startswith(_FORMULA) or value[:1].isspace()):
        return "'" + value
    return value


def _line(sheet: Worksheet, place: int, text: str, font: Font, alignment: Alignment) -> None:
    sheet.merge_cells(f"A{place}:{LAST}{place}")
    cell = sheet.cell(place, 1, text)
    cell.font, cell.alignment = font, alignment


def _cells(sheet: Worksheet, place: int, values: list[Any], bold: bool = False) -> None:
    for column, value in enumerate(values, 1):
        cell = sheet.cell(place, column, value)
        cell.border, cell.alignment, cell.font = _FRAME, _CENTRE, Font(bold=bold)
        if isinstance(value, str):
            cell.data_type, cell.number_format = "s", "@"


def _page(sheet: Worksheet) -> None:
    for column, (_, _, width) in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = f"1:{HEADER_ROW}"


def _as_workbook(roster: Roster) -> Response:
    title, note = texts(roster)
    response = Response(workbook(roster, title, note), mimetype=WORKBOOK)
    name = f"roster-{roster.agency}-{roster.month}.xlsx"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def texts(roster: Roster) -> tuple[str, str]:
    """Title and note of the form in the month of the roster, else of today."""
    desk = here().desk
    for day in (Month.parse(roster.month).last_day, desk.world.clock.today()):
        rules = desk.world.policy.on(day)
        try:
            return rules.roster_title, rules.roster_note
        except MissingValue:
            continue
    raise MissingValue("roster_title", roster.month)


def _negotiated(roster: Roster) -> Any:
    accepted = request.accept_mimetypes
    wanted = accepted.best_match(["application/json", WORKBOOK], "application/json")
    return _as_workbook(roster) if wanted == WORKBOOK else (roster, 200, {"Vary": "Accept"})


_SHEET = {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}
NEGOTIATED = Special(show=_negotiated, doc={"responses": {200: {"content": _SHEET}}})
XLSX = Special(json=False, show=_as_workbook, doc={"responses": {200: {"content": _SHEET}}})
