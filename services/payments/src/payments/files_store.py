"""The ledger of files of deduction results, and their lines as they arrive."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, text

from contracts.caller import DISTRICT
from payments.rows import FileRow, LineRow

_PUT = text("""
INSERT INTO deduction_lines (file_id, line, application_id, month, attempt, code, deducted,
                             deferred, purpose, outcome, reason, before)
SELECT :file, :last + u.n, split_part(u.row, ',', 1)::uuid, split_part(u.row, ',', 2),
  split_part(u.row, ',', 3)::smallint, split_part(u.row, ',', 4),
  split_part(u.row, ',', 5)::numeric, split_part(u.row, ',', 6) = '1', split_part(u.row, ',', 7),
  '', '', ''
FROM unnest(string_to_array(:rows, chr(10))) WITH ORDINALITY AS u (row, n)
""")
_SUMS = text("""
SELECT count(*) AS lines, coalesce(sum(deducted), 0) AS total FROM deduction_lines
WHERE file_id = :file
""")
_AGAIN = text("""
SELECT line, falling, late FROM (
  SELECT line, month > :month AS late, (application_id::text COLLATE "C", month COLLATE "C",
    purpose COLLATE "C", attempt)
    <= lag((application_id::text COLLATE "C", month COLLATE "C", purpose COLLATE "C", attempt))
       OVER (ORDER BY line) AS falling
  FROM deduction_lines WHERE file_id = :file) AS o
WHERE falling OR late ORDER BY line LIMIT 20
""")
_WRITTEN = text("""
SELECT string_agg(application_id || ',' || month || ',' || attempt || ',' || code || ','
  || deducted || ',' || deferred::int || ',' || purpose || chr(10), '' ORDER BY line)
FROM deduction_lines WHERE file_id = :file AND line > :first AND line <= :last
""")
PAGE = 20_000


class Files:
    """Files by number, by hash, by district and month."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def take_time(self) -> None:
        """For this transaction: a whole file takes longer than a request."""
        self.session.execute(text("SET LOCAL statement_timeout = '10min'"))

    def add(self, row: FileRow) -> None:
        self.session.add(row)
        self.session.flush()

    def get(self, file_id: UUID, lock: bool = True) -> FileRow | None:
        """One file, locked for this transaction."""
        found: FileRow | None = self.session.get(FileRow, file_id, with_for_update=lock or None)
        return found

    def of_digest(self, digest: str) -> FileRow | None:
        """The file with these bytes, if it is known."""
        found: FileRow | None = self.session.scalar(select(FileRow).filter_by(digest=digest))
        return found

    def of_month(self, agency: str, month: str) -> list[FileRow]:
        """All files of a district and month by sequence, locked."""
        query = select(FileRow).filter_by(agency=agency, month=month).order_by(FileRow.sequence)
        return list(self.session.scalars(query.with_for_update()))

    def page(self, caller: Any, month: str | None) -> list[FileRow]:
        """Files of a jurisdiction, the newest first."""
        query = select(FileRow).order_by(
            FileRow.month.desc(), FileRow.agency, FileRow.sequence.desc()
        )
        if caller.tier == DISTRICT:
            query = query.where(FileRow.agency == caller.division)
        if month is not None:
            query = query.where(FileRow.month == month)
        return list(self.session.scalars(query.limit(100)))

    def put(self, row: FileRow, rows: Sequence[str]) -> None:
        """Keeps lines as they arrive."""
        given = {"file": row.file_id, "last": row.last_line, "rows": "\n".join(rows)}
        self.session.execute(_PUT, given)

    def drop(self, file_id: UUID) -> None:
        """Forgets the lines of a content that was not the announced one."""
        self.session.execute(delete(LineRow).where(LineRow.file_id == file_id))

    def sums(self, file_id: UUID) -> Any:
        """lines and total of what has arrived."""
        return self.session.execute(_SUMS, {"file": file_id}).one()

    def misplaced(self, file_id: UUID, month: str) -> Sequence[Any]:
        """Lines that do not follow the one before (falling) or are of a later month (late)."""
        return self.session.execute(_AGAIN, {"file": file_id, "month": month}).all()

    def written(self, row: FileRow) -> Iterator[str]:
        """The rows once more as they were written, some thousands at a time."""
        for first in range(0, row.last_line, PAGE):
            given = {"file": row.file_id, "first": first, "last": first + PAGE}
            yield self.session.scalar(_WRITTEN, given) or ""

    def these(self, file_id: UUID, numbers: Sequence[int]) -> list[LineRow]:
        """Lines by their numbers, in their order."""
        query = select(LineRow).where(LineRow.file_id == file_id, LineRow.line.in_(numbers))
        return list(self.session.scalars(query.order_by(LineRow.line)))

    def lines(self, file_id: UUID, outcome: str | None, after: int, limit: int) -> list[LineRow]:
        """Lines after a line, in their order."""
        query = select(LineRow).where(LineRow.file_id == file_id, LineRow.line > after)
        if outcome is not None:
            query = query.where(LineRow.outcome == outcome)
        return list(self.session.scalars(query.order_by(LineRow.line).limit(limit)))
