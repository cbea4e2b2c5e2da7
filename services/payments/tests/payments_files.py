"""Files of deduction results as the centre would write them, and a district that brings them."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from payments_cases import DISTRICT_OFFICER
from sqlalchemy import text

from contracts.caller import Caller
from contracts.outside import DeductionFileAnnounced
from contracts.payments import (
    CompleteDeductionFile,
    DeductionFile,
    DeductionLine,
    GetDeductionFile,
    ListDeductionFiles,
    ListDeductionLines,
    TakeFilePart,
)
from outside.files import Header, Row, write
from servicekit.testing.house import House

MAY = "2019-05"


def row(case: Any, month: str, code: str = "00", attempt: int = 1, **more: Any) -> Row:
    """What the centre says of one deduction."""
    deducted = more.pop("deducted", "269.26" if code == "00" else "0.00")
    return Row(str(case.id), month, attempt, code, Decimal(deducted), **more)


class Written:
    """A file, whole or made wrong by a test."""

    def __init__(self, rows: Iterable[Row], month: str, sequence: int = 1, **other: Any) -> None:
        self.rows = sorted(rows, key=lambda each: each.place)
        total = sum((each.deducted for each in self.rows), Decimal("0.00"))
        values = {"agency": "110101", "month": month, "sequence": sequence}
        values |= {"lines": len(self.rows), "total": total}
        self.header = Header(**(values | other))
        self.text = "".join(write(self.header, self.rows))

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Desk:
    """The district's desk for what the centre sends."""

    def __init__(self, house: House, officer: Caller = DISTRICT_OFFICER) -> None:
        self.house, self.officer = house, officer

    def announce(self, file: Written) -> DeductionFile:
        said = file.header
        self.house.tell(
            DeductionFileAnnounced(
                agency=said.agency,
                month=said.month,
                sequence=said.sequence,
                lines=said.lines,
                total=str(said.total),
                digest=file.digest,
            )
        )
        files = self.house.ask(ListDeductionFiles(), self.officer).items
        return next(each for each in files if each.digest == file.digest)

    def upload(self, known: DeductionFile, content: str, parts: int = 1) -> DeductionFile:
        lines = content.splitlines(keepends=True)
        size, offset = max(1, -(-len(lines) // parts)), 0
        for first in range(0, len(lines), size):
            part = "".join(lines[first : first + size])
            form = TakeFilePart(file_id=known.file_id, offset=offset, text=part)
            self.house.ask(form, self.officer)
            offset += len(part.encode())
        digest = hashlib.sha256(content.encode()).hexdigest()
        form = CompleteDeductionFile(file_id=known.file_id, digest=digest)
        return self.house.ask(form, self.officer)

    def bring(self, file: Written, parts: int = 1) -> DeductionFile:
        """Announced, uploaded, and worked off."""
        known = self.announce(file)
        self.upload(known, file.text, parts)
        self.house["payments"].desk.fire_due()
        return self.look(known)

    def look(self, known: DeductionFile) -> DeductionFile:
        return self.house.ask(GetDeductionFile(file_id=known.file_id), self.officer)

    def lines(self, known: DeductionFile, outcome: str | None = None) -> list[DeductionLine]:
        form = ListDeductionLines(file_id=known.file_id, only=outcome, limit=100)
        return list(self.house.ask(form, self.officer).items)


QUERIES = {
    "entitlements": "SELECT to_jsonb(t) - 'application_id' - 'number' - 'person_key'"
    " FROM entitlements t WHERE application_id = :case",
    "months": "SELECT to_jsonb(t) - 'application_id' FROM months t"
    " WHERE application_id = :case ORDER BY month",
    "results": "SELECT to_jsonb(t) - 'application_id' FROM results t"
    " WHERE application_id = :case ORDER BY month, attempt, code, deferred",
    "subsidies": "SELECT to_jsonb(t) - 'application_id' FROM subsidies t"
    " WHERE application_id = :case ORDER BY month, round",
    "refunds": "SELECT to_jsonb(t) - 'application_id' - 'request_id' FROM refunds t"
    " WHERE application_id = :case ORDER BY month, asked_at",
    "deadlines": "SELECT kind, due_at, rule FROM deadlines WHERE subject = CAST(:case AS text)"
    " AND fired_at IS NULL AND cancelled_at IS NULL ORDER BY kind",
    "audit": "SELECT n, at, actor, key_serial, origin, action, title, clause,"
    " regexp_replace(detail, '.signature.:[{][^}]*[}]', '') FROM audit"
    " WHERE chain = CAST(:case AS text) ORDER BY n",
    "outbox": "SELECT sequence, routing_key, exchange, (body->'data') - 'application_id'"
    " - 'request_id' - 'subject', body->'meta'->'trail', body->'meta'->'actor',"
    " body->'meta'->'occurred_at', body->'meta'->'version', body->'meta'->'source'"
    " FROM outbox WHERE aggregate_id = CAST(:case AS text)"
    " AND routing_key NOT IN ('enrol_list_sent.v1') ORDER BY sequence",
    "streams": "SELECT sequence, trail FROM streams WHERE aggregate_id = CAST(:case AS text)",
}


def whole_state(house: House, case: Any) -> dict[str, list[Any]]:
    """Everything payments keeps and has said of a case, without its number."""
    with house["payments"].engine.connect() as connection:
        return {
            name: [
                tuple(str(value).replace(str(case.id), "…") for value in found)
                for found in connection.execute(text(query), {"case": case.id})
            ]
            for name, query in QUERIES.items()
        }
