"""The roster of 附件5 as a PDF: A4 on its side, fourteen columns, the head on every page.

Chinese type comes from STSong-Light, one of the fonts every PDF reader with Chinese brings along;
nothing is embedded, so the file stays small and no font file is needed here. Those fonts end at
U+FFFF: a rarer character stands there as 〓, and a line under the table names its row.
"""

import io
import re
from html import escape

from flask import Response
from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from contracts.reporting import Roster
from gateway.roster import COLUMNS, texts
from gateway.route import Special

KIND = "application/pdf"
FONT = "STSong-Light"
PAGE = landscape(A4)
MARGIN = 12 * mm
WIDE = PAGE[0] - 2 * MARGIN
_SHARES = [width for _, _, width in COLUMNS]
WIDTHS = [WIDE * share / sum(_SHARES) for share in _SHARES]
GETA = "〓"  # what a printer sets for a character that is not in the case
_RARE = re.compile("[\U00010000-\U0010ffff\ue000-\uf8ff]")
_HALVES = [WIDE * 0.7, WIDE * 0.3]
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
_CELL = ParagraphStyle(
    "cell", fontName=FONT, fontSize=8, leading=10, alignment=TA_CENTER, wordWrap="CJK"
)
_TITLE = ParagraphStyle("title", _CELL, fontSize=15, leading=22)
_LINE = ParagraphStyle("line", fontName=FONT, fontSize=10, leading=15, wordWrap="CJK")
_FRAME = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *((f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT")),
    ]
)


def document(roster: Roster, title: str, note: str) -> bytes:
    """Title, stamp line, table with its head on each page, note; page numbers at the foot."""
    file = io.BytesIO()
    sheet = SimpleDocTemplate(
        file,
        pagesize=PAGE,
        title=f"{title} {roster.number}",
        author=roster.agency_name,
        invariant=True,
        **dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN),
    )
    stamp = (f"区：{roster.agency_name}（盖章）", f"花名册编号：{roster.number}")
    head = [name for _, name, _ in COLUMNS]
    rows = [[str(getattr(row, name)) for name, _, _ in COLUMNS] for row in roster.rows]
    cells = [[_cell(text) for text in row] for row in (head, *rows)]
    table = Table(cells, colWidths=WIDTHS, repeatRows=1, style=_FRAME)
    above = Table([[Paragraph(escape(text), _LINE) for text in stamp]], colWidths=_HALVES)
    parts = [Paragraph(escape(title), _TITLE), above, table]
    parts += [Spacer(1, 2 * mm), Paragraph(escape(note), _LINE)]
    rare = "、".join(row[0] for row in rows if _RARE.search("".join(row)))
    if rare:
        told = f"序号 {rare} 有本文件字库以外的字，以{GETA}代替，请以打印页或表格文件为准。"
        parts.append(Paragraph(told, _LINE))
    sheet.build(parts, onFirstPage=_foot, onLaterPages=_foot)
    return file.getvalue()


def _cell(text: str) -> Paragraph:
    return Paragraph(escape(_RARE.sub(GETA, text)), _CELL)


def _foot(canvas: Canvas, sheet: SimpleDocTemplate) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(PAGE[0] / 2, 6 * mm, f"第 {canvas.getPageNumber()} 页")


def _show(roster: Roster) -> Response:
    response = Response(document(roster, *texts(roster)), mimetype=KIND)
    name = f"roster-{roster.agency}-{roster.month}.pdf"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


_FILE = {KIND: {"schema": {"type": "string", "format": "binary"}}}
PDF = Special(json=False, show=_show, doc={"responses": {200: {"content": _FILE}}})
