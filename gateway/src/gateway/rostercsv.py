"""The roster of 附件5 as a text for spreadsheets: GB18030, as Chinese offices open it."""

import csv
import io

from flask import Response

from contracts.reporting import Roster
from gateway.roster import COLUMNS, neutral
from gateway.route import Special

KIND = "text/csv"
CHARSET = "gb18030"


def text(roster: Roster) -> bytes:
    """Fourteen titles in the order of the form, then the rows; nothing in it runs as a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(title for _, title, _ in COLUMNS)
    writer.writerows([neutral(getattr(row, name)) for name, _, _ in COLUMNS] for row in roster.rows)
    return file.getvalue().encode(CHARSET)


def _show(roster: Roster) -> Response:
    response = Response(text(roster), content_type=f"{KIND}; charset={CHARSET}")
    name = f"roster-{roster.agency}-{roster.month}.csv"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


_TEXT = {KIND: {"schema": {"type": "string", "format": "binary"}}}
CSV = Special(json=False, show=_show, doc={"responses": {200: {"content": _TEXT}}})
