"""Ordinary lines of a file of deduction results, posted as a set: one statement for each table.

A line is ordinary when the ledger of its person takes it without touching anything but its own
month: the benefit runs, the month is its own, nothing is known of it or of a later one, and
nothing else of the person waits. Every other line is left without an outcome, for the handler of
single results. ADR 0016 tells why both ways end in the same state.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text

COMBO = (
    "k (month text, attempt int, code text, deferred boolean, deducted numeric, meaning text,"
    " previous text, personal numeric, subsidy numeric, state text, provisional boolean,"
    " pension_personal numeric, pension_subsidy numeric, unemployment_personal numeric,"
    " unemployment_subsidy numeric, medical_personal numeric, medical_subsidy numeric,"
    " reported int, differing int, following int, said int)"
)
_COMBOS = f"""
combos AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(CAST(:combos AS jsonb)) AS {COMBO})
"""  # nosec B608 - constants of ours
_HERE = "l.file_id = :file AND l.line > :first AND l.line <= :last"
_SAME = (
    "k.month = l.month AND k.attempt = l.attempt AND k.code = l.code"
    " AND k.deferred = l.deferred AND k.deducted = l.deducted"
)
_POSTED = f"""
  FROM deduction_lines AS l JOIN combos AS k ON {_SAME}
  WHERE {_HERE} AND l.outcome IN ('posted', 'differs')"""  # nosec B608 - constants of ours

_KEPT = (
    "('posted', 'differs', 'duplicate', 'unchanged', 'corrected', 'void', 'waiting', 'outweighed')"
)

_LOCK = f"""
SELECT min(start_month) FROM (
  SELECT e.start_month FROM entitlements AS e
  WHERE e.application_id IN (SELECT l.application_id FROM deduction_lines AS l WHERE {_HERE})
  ORDER BY e.application_id FOR NO KEY UPDATE) AS locked
"""  # nosec B608 - constants of ours
_KINDS = f"""
SELECT DISTINCT month, attempt, code, deferred, deducted FROM deduction_lines AS l
WHERE {_HERE} AND l.purpose = 'month' ORDER BY 1, 2, 3, 4, 5
"""  # nosec B608 - constants of ours

_CLASSIFY = f"""
WITH {_COMBOS},
here AS MATERIALIZED (
  SELECT l.*, count(*) OVER (PARTITION BY l.application_id) AS together
  FROM deduction_lines AS l WHERE {_HERE}),
judged AS (
  SELECT l.line, l.code, l.deducted,
    e.application_id IS NOT NULL AS known,
    e.agency = :agency OR e.centre = :agency OR EXISTS (
      SELECT FROM places AS p JOIN lists AS s ON s.list_id = p.list_id
      WHERE p.application_id = l.application_id AND s.agency = :agency) AS ours,
    b.line IS NOT NULL AS seen,
    b.code = l.code AND b.deducted = l.deducted AND b.deferred = l.deferred AS same,
    b.code || ' ' || b.deducted || ' ' || b.deferred::int AS before,
    l.purpose = 'month' AND EXISTS (
      SELECT FROM results AS r WHERE r.application_id = l.application_id AND r.month = l.month
        AND r.attempt = l.attempt AND r.code = l.code AND r.deferred = l.deferred
        AND NOT r.superseded) AS repeated,
    l.code = '00' AND m.pension_personal IS NOT NULL AND l.deducted
      <> m.pension_personal + m.unemployment_personal + m.medical_personal AS differs,
    l.together = 1 AND l.purpose = 'month' AND k.month IS NOT NULL
    AND e.state = 'active' AND e.decided_code = '' AND e.stop_code = ''
    AND l.month BETWEEN e.start_month AND e.end_month
    AND (l.code <> '00' OR m.pension_personal IS NULL OR k.personal
      = m.pension_personal + m.unemployment_personal + m.medical_personal)
    AND NOT EXISTS (SELECT FROM results AS r
      WHERE r.application_id = l.application_id AND r.month >= l.month)
    AND NOT EXISTS (SELECT FROM subsidies AS s
      WHERE s.application_id = l.application_id AND s.month = l.month)
    AND NOT EXISTS (SELECT FROM refunds AS f WHERE f.application_id = l.application_id)
    AND NOT EXISTS (SELECT FROM months AS o
      WHERE o.application_id = l.application_id AND o.month <> l.month AND (
        o.state = 'void' OR o.unclaimed
        OR (o.provisional AND o.month <> ALL(:provisional))
        OR (o.pension_personal IS NULL AND (o.state = 'deducted' OR o.month <> ALL(:missing)))
        OR (k.meaning = 'failed' AND o.month = k.previous AND o.state = 'failed')))
    AND (k.meaning <> 'paid' OR NOT EXISTS (
      SELECT FROM applicants AS a JOIN applicants AS x
        ON x.person_key = a.person_key AND x.application_id <> a.application_id
      WHERE a.application_id = l.application_id))
    AND EXISTS (SELECT FROM audit_heads AS h WHERE h.chain = l.application_id::text)
    AND EXISTS (SELECT FROM streams AS t WHERE t.aggregate_id = l.application_id::text)
    AS ordinary
  FROM here AS l
  LEFT JOIN entitlements AS e ON e.application_id = l.application_id
  LEFT JOIN months AS m ON m.application_id = l.application_id AND m.month = l.month
  LEFT JOIN combos AS k ON {_SAME}
  LEFT JOIN deduction_lines AS b ON b.file_id = CAST(:corrects AS uuid)
    AND b.application_id = l.application_id AND b.month = l.month AND b.attempt = l.attempt
    AND b.purpose = l.purpose
    AND b.outcome IN {_KEPT})
UPDATE deduction_lines AS d SET
  outcome = CASE WHEN NOT j.known OR NOT j.ours THEN 'refused'
    WHEN j.seen AND j.same THEN 'unchanged' WHEN j.seen THEN '' WHEN j.repeated THEN 'duplicate'
    WHEN NOT j.ordinary THEN '' WHEN j.differs THEN 'differs' ELSE 'posted' END,
  reason = CASE WHEN NOT j.known THEN 'unknown-entitlement'
    WHEN NOT j.ours THEN 'other-agency' ELSE '' END,
  before = CASE WHEN j.seen AND NOT j.same THEN j.before ELSE '' END
FROM judged AS j WHERE d.file_id = :file AND d.line = j.line
"""  # nosec B608 - constants of ours

_RESULTS = f"""
WITH {_COMBOS}
INSERT INTO results (application_id, month, attempt, code, deferred, deducted, received_at)
SELECT l.application_id, l.month, l.attempt, l.code, l.deferred, l.deducted::text, :now {_POSTED}
"""  # nosec B608 - constants of ours
_PARTS = tuple(
    f"{name}_{part}"
    for name in ("pension", "unemployment", "medical")
    for part in ("personal", "subsidy")
)
_FRESH = "excluded.state = 'deducted' OR months.pension_personal IS NULL OR months.provisional"
_FIT = ", ".join(
    f"{part} = CASE WHEN {_FRESH} THEN excluded.{part} ELSE months.{part} END"
    for part in (*_PARTS, "provisional")
)
_MONTHS = f"""
WITH {_COMBOS}
INSERT INTO months (application_id, month, state, code, streak, failure_told, unclaimed,
                    provisional, {", ".join(_PARTS)})
SELECT l.application_id, l.month, k.state, l.code, (k.meaning = 'failed')::int,
       k.meaning = 'failed', false, k.provisional, {", ".join(f"k.{part}" for part in _PARTS)}
{_POSTED}
ON CONFLICT (application_id, month) DO UPDATE SET state = excluded.state, code = excluded.code,
  streak = excluded.streak, failure_told = months.failure_told OR excluded.failure_told,
  unclaimed = false, {_FIT}
"""  # nosec B608 - constants of ours
_SUBSIDIES = f"""
WITH {_COMBOS}
INSERT INTO subsidies (application_id, month, round, personal, subsidy, total, at)
SELECT l.application_id, l.month, 1, k.personal, k.subsidy, k.personal + k.subsidy, :now
{_POSTED} AND k.meaning = 'paid'
"""  # nosec B608 - constants of ours
_CHOSEN = f"SELECT * FROM jsonb_to_recordset(CAST(:combos AS jsonb)) AS {COMBO}"  # nosec B608 - constants of ours
NOTES = f"""
SELECT l.application_id::text AS chain, k.reported AS first,
  CASE WHEN l.outcome = 'differs' THEN k.differing END AS second, k.following AS third
{_POSTED.replace("combos", f"({_CHOSEN})")}"""  # nosec B608 - constants of ours
EVENTS = f"""
SELECT l.application_id::text AS aggregate_id, k.said
{_POSTED.replace("combos", f"({_CHOSEN})")} AND k.said IS NOT NULL"""  # nosec B608 - constants of ours
_LEFT = f"""
SELECT line FROM deduction_lines AS l WHERE {_HERE} AND l.outcome = '' ORDER BY line
"""  # nosec B608 - constants of ours
_COUNT = f"""
SELECT outcome, count(*) FROM deduction_lines AS l WHERE {_HERE} GROUP BY outcome
"""  # nosec B608 - constants of ours
_END = """
SELECT max(line) FROM deduction_lines AS l WHERE l.file_id = :file AND l.line > :first
  AND l.application_id IN (SELECT application_id FROM deduction_lines
    WHERE file_id = :file AND line = :last)
"""
_WITHDRAW = f"""
INSERT INTO deduction_lines (file_id, line, application_id, month, attempt, code, deducted,
                             deferred, purpose, outcome, reason, before)
SELECT :file, :last + row_number() OVER (ORDER BY b.line), b.application_id, b.month, b.attempt, '',
  0, false, b.purpose, '', '', b.code || ' ' || b.deducted || ' ' || b.deferred::int
FROM deduction_lines AS b WHERE b.file_id = :corrects
  AND b.outcome IN {_KEPT}
  AND NOT EXISTS (SELECT FROM deduction_lines AS l WHERE l.file_id = :file
    AND l.application_id = b.application_id AND l.month = b.month AND l.attempt = b.attempt
    AND l.purpose = b.purpose)
"""  # nosec B608 - constants of ours


class Postings:
    """One batch of lines of one file; `values`: file, first, last, agency, corrects."""

    def __init__(self, uow: Any) -> None:
        self._uow, self._session = uow, uow.session

    def take_care(self) -> None:
        """For this transaction: a batch looks up its own few thousand rows, in whatever size of
        table, and may take longer than a request."""
        lookups = ("enable_seqscan = off", "random_page_cost = 1")
        for setting in (*lookups, "statement_timeout = 60000"):
            self._session.execute(text(f"SET LOCAL {setting}"))

    def lock(self, values: Mapping[str, Any]) -> str | None:
        """Locks the benefits of the batch in order; their earliest start month."""
        found: str | None = self._session.execute(text(_LOCK), values).scalar()
        return found

    def kinds(self, values: Mapping[str, Any]) -> Sequence[Any]:
        """Every month, attempt, code, deferral and sum that occurs in the batch."""
        return self._session.execute(text(_KINDS), values).all()

    def post(
        self, values: Mapping[str, Any], combos: Sequence[Mapping[str, Any]]
    ) -> dict[str, Any]:
        """Gives lines their outcome, and enters the ordinary ones into the ledger.

        Returns the values that `NOTES` and `EVENTS` take.
        """
        given = {**values, "combos": json.dumps(combos, default=str), "now": self._uow.now}
        for statement in (_CLASSIFY, _RESULTS, _MONTHS, _SUBSIDIES):
            self._session.execute(text(statement), given)
        self._session.expire_all()
        return given

    def left(self, values: Mapping[str, Any]) -> list[int]:
        """Lines of the batch without an outcome."""
        return list(self._session.scalars(text(_LEFT), values))

    def count(self, values: Mapping[str, Any]) -> dict[str, int]:
        """How many lines of the batch by outcome."""
        return {row.outcome: row.count for row in self._session.execute(text(_COUNT), values)}

    def whole_persons(self, values: Mapping[str, Any]) -> int:
        """The last line of whoever stands at the end of the batch."""
        return int(self._session.execute(text(_END), values).scalar() or values["last"])

    def withdraw(self, values: Mapping[str, Any]) -> int:
        """Adds a line for each of the file before that is no more in this one; how many."""
        return int(self._session.execute(text(_WITHDRAW), values).rowcount)
