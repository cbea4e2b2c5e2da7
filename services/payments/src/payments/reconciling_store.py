"""Ours, the centre's and the bank's word on a month, side by side."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from contracts.caller import DISTRICT
from payments.rows import ApplicantRow, ReconciliationRow

# Whose centre collects: the district that was last told to, else the one whose case it is.
_HERE = "coalesce(nullif(e.centre, ''), e.agency)"
# All districts at once; each side is a sum for a benefit in a district.
_SIDES = f"""
WITH places AS (SELECT unnest(CAST(:agencies AS text[])) AS agency),
files AS (
  SELECT DISTINCT ON (agency, month) agency, file_id FROM deduction_files
  WHERE agency = ANY(:agencies) AND state = 'done' AND month >= :month
  ORDER BY agency, month, sequence DESC),
centre AS (
  SELECT f.agency, l.application_id, sum(l.deducted) AS personal
  FROM deduction_lines AS l JOIN files AS f USING (file_id)
  WHERE l.month = :month AND l.purpose = 'month' AND l.code = '00' GROUP BY 1, 2),
bank AS (
  SELECT {_HERE} AS agency, r.application_id, max(r.deducted::numeric) AS personal
  FROM results AS r JOIN entitlements AS e USING (application_id)
  WHERE r.month = :month AND r.code = '00' AND NOT r.superseded GROUP BY 1, 2),
ours AS (
  SELECT {_HERE} AS agency, s.application_id, s.personal
  FROM subsidies AS s JOIN entitlements AS e USING (application_id)
  WHERE s.month = :month AND s.reversed_at IS NULL),
sides AS (
  SELECT agency, application_id, o.personal AS ours, b.personal AS bank, c.personal AS centre,
    agency IN (SELECT f.agency FROM files AS f) AS filed
  FROM ours AS o FULL JOIN bank AS b USING (agency, application_id)
  FULL JOIN centre AS c USING (agency, application_id)),
judged AS (
  SELECT *, ours IS DISTINCT FROM bank OR (filed AND centre IS DISTINCT FROM bank) AS unequal
  FROM sides)
"""  # nosec B608 - constants of ours
_SUMS = f"""{_SIDES}
SELECT p.agency, (SELECT count(*) FROM files AS f WHERE f.agency = p.agency) AS files,
  count(ours) AS ours, count(centre) AS centre, count(bank) AS bank,
  coalesce(sum(ours), 0) AS ours_personal, coalesce(sum(centre), 0) AS centre_personal,
  coalesce(sum(bank), 0) AS bank_personal, count(*) FILTER (WHERE unequal) AS unequal,
  1 + coalesce((SELECT max(r.number) FROM reconciliations AS r
    WHERE r.agency = p.agency AND r.month = :month), 0) AS number
FROM places AS p LEFT JOIN judged USING (agency) GROUP BY 1 ORDER BY 1
"""  # nosec B608 - constants of ours
_LINES = f"""{_SIDES}
SELECT agency, application_id::text, ours::text, centre::text, bank::text FROM (
  SELECT *, row_number() OVER (PARTITION BY agency ORDER BY application_id) AS place
  FROM judged WHERE unequal AND agency = ANY(:agencies)) AS numbered
WHERE place <= :most ORDER BY agency, application_id
"""  # nosec B608 - constants of ours
_AGENCIES = f"""
SELECT {_HERE} AS agency FROM subsidies AS s JOIN entitlements AS e USING (application_id)
WHERE s.month = :month
UNION SELECT {_HERE} FROM results AS r JOIN entitlements AS e USING (application_id)
WHERE r.month = :month
UNION SELECT agency FROM deduction_files WHERE month = :month ORDER BY 1
"""  # nosec B608 - constants of ours


_UNEQUAL = """
WITH newest AS (
  SELECT DISTINCT ON (agency, month) * FROM reconciliations
  WHERE CAST(:agency AS text) IS NULL OR agency = :agency ORDER BY agency, month, number DESC)
SELECT n.month, n.agency, n.made_at, n.unequal, n.files, n.ours_personal, n.centre_personal,
  n.bank_personal, (
    SELECT min(r.made_at) FROM reconciliations AS r
    WHERE r.agency = n.agency AND r.month = n.month AND r.number > coalesce((
      SELECT max(e.number) FROM reconciliations AS e
      WHERE e.agency = n.agency AND e.month = n.month AND e.unequal = 0), 0)) AS since
FROM newest AS n WHERE n.unequal > 0 ORDER BY since, n.agency, n.month
"""


class Reconciliations:
    """What was compared, and what it is compared from."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def take_time(self) -> None:
        """A month of the whole city takes longer than a case."""
        self.session.execute(text("SET LOCAL statement_timeout = '10min'"))

    def agencies(self, month: str) -> list[str]:
        """The districts that have anything of a month."""
        return list(self.session.scalars(text(_AGENCIES), {"month": month}))

    def sums(self, agencies: Sequence[str], month: str) -> Sequence[Any]:
        """Counts and sums of the three sides in each district, and its next number."""
        given = {"agencies": list(agencies), "month": month}
        return self.session.execute(text(_SUMS), given).all()

    def lines(self, agencies: Sequence[str], month: str, most: int) -> Sequence[Any]:
        """The benefits on which they do not agree: district, number and the three sums."""
        given = {"agencies": list(agencies), "month": month, "most": most}
        return self.session.execute(text(_LINES), given).all()

    def add(self, rows: Sequence[ReconciliationRow]) -> None:
        self.session.add_all(rows)
        self.session.flush()

    def unequal(self, caller: Any) -> Sequence[Any]:
        """Districts and months of a jurisdiction that do not agree, the longest standing first."""
        agency = caller.division if caller.tier == DISTRICT else None
        return self.session.execute(text(_UNEQUAL), {"agency": agency}).all()

    def people(self, ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
        """Number and name, in clear, of those that are known here."""
        row = ApplicantRow
        query = select(row.application_id, row.number, row.person)
        found = self.session.execute(query.where(row.application_id.in_(ids)))
        return {id_: (number, _name(person)) for id_, number, person in found}

    def newest(self, caller: Any, month: str) -> list[ReconciliationRow]:
        """Of each district of a jurisdiction the last one."""
        row = ReconciliationRow
        query = select(row).where(row.month == month).distinct(row.agency)
        if caller.tier == DISTRICT:
            query = query.where(row.agency == caller.division)
        return list(self.session.scalars(query.order_by(row.agency, row.number.desc())))


def _name(person: str | None) -> str:
    return str(json.loads(person).get("name", "")) if person else ""
