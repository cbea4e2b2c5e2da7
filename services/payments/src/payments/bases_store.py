"""Publications of bases, and the deadlines that wait for them."""

from typing import Any

from sqlalchemy import select, text

from payments.rows import AnnouncedBaseRow

_WAKE = text("""
UPDATE deadlines AS d SET due_at = :now FROM entitlements AS e
WHERE d.subject = e.application_id::text AND d.due_at > :now
  AND d.fired_at IS NULL AND d.cancelled_at IS NULL
  AND (d.kind = 'sums_missing' OR (d.kind = 'yearly_amount' AND e.amount_year < :year))
""")


class AnnouncedBases:
    """What the centre has published, by year and edition."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def get(self, year: int, edition: int) -> AnnouncedBaseRow | None:
        """One publication."""
        found: AnnouncedBaseRow | None = self.session.get(AnnouncedBaseRow, (year, edition))
        return found

    def all(self) -> list[AnnouncedBaseRow]:
        """Every publication, the newest first."""
        row = AnnouncedBaseRow
        return list(self.session.scalars(select(row).order_by(row.year.desc(), row.edition.desc())))

    def add(self, row: AnnouncedBaseRow) -> None:
        self.session.add(row)
        self.session.flush()

    def wake(self, year: int, now: Any) -> int:
        """Whoever waits for the bases of a year waits no longer; how many."""
        return int(self.session.execute(_WAKE, {"year": year, "now": now}).rowcount)
