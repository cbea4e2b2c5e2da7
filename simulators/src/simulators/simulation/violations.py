"""What must hold in the end, asked of the databases; each breach is a sentence."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from kernel.month import Month
from policy.deadlines import start_cutoff_of
from simulators.simulation.life import Life
from simulators.simulation.town import Town

__all__ = ["violations"]

# name -> service, query of the numbers of the cases (or other words) at fault
MUST_BE_EMPTY = {
    "approved by one hand or one key": (
        "review",
        """SELECT c.number FROM approvals a JOIN cases c USING (application_id)
        WHERE first_officer = second_officer OR first_key = second_key
            OR initial_officer IN (first_officer, second_officer)""",
    ),
    "second post before publicity had ended": (
        "review",
        """SELECT c.number FROM approvals a JOIN cases c USING (application_id)
        WHERE decided_at <= publicity_ended_at OR decided_at < a.publicity_closed_at""",
    ),
    "approved without both posts": (
        "review",
        """SELECT number FROM cases c LEFT JOIN approvals a USING (application_id)
        WHERE (c.state = 'approved') <> (a.application_id IS NOT NULL)""",
    ),
    "month paid twice": (
        "payments",
        """SELECT e.number || ' ' || month FROM subsidies s JOIN entitlements e
        USING (application_id) WHERE reversed_at IS NULL
        GROUP BY e.number, month HAVING count(*) > 1""",
    ),
    "month paid outside the benefit": (
        "payments",
        """SELECT e.number || ' ' || month FROM subsidies s JOIN entitlements e
        USING (application_id) WHERE reversed_at IS NULL
        AND (e.start_month IS NULL OR month < e.start_month OR month > e.end_month
            OR (e.stop_code <> '' AND month >= e.stop_month))""",
    ),
    "month paid without a deduction": (
        "payments",
        """SELECT e.number || ' ' || s.month FROM subsidies s JOIN entitlements e
        USING (application_id) LEFT JOIN months m
        ON m.application_id = s.application_id AND m.month = s.month
        WHERE reversed_at IS NULL AND m.state IS DISTINCT FROM 'deducted'""",
    ),
    "two failed deductions and no stop": (
        "payments",
        """SELECT e.number FROM months m JOIN entitlements e USING (application_id)
        WHERE m.streak >= 2 AND m.state = 'failed' AND m.month < e.end_month
        AND e.stop_code = ''""",
    ),
    "more months than granted": (
        "payments",
        """SELECT e.number FROM subsidies s JOIN entitlements e USING (application_id)
        WHERE reversed_at IS NULL GROUP BY e.number, e.months HAVING count(*) > e.months""",
    ),
}
EVERYWHERE = {
    "letters not sent": "SELECT count(*) FROM outbox WHERE sent_at IS NULL",
    "letters held": "SELECT count(*) FROM held",
    "letters parked": "SELECT count(*) FROM parked WHERE settled_at IS NULL",
    "deadlines that failed": "SELECT count(*) FROM deadlines WHERE failures > 0",
    "deadlines overdue": """SELECT count(*) FROM deadlines
        WHERE due_at <= :now AND fired_at IS NULL AND cancelled_at IS NULL""",
}
SUMS = """
    SELECT e.number, s.month, s.personal, s.subsidy, m.pension_personal, m.pension_subsidy,
        m.unemployment_personal, m.unemployment_subsidy, m.medical_personal, m.medical_subsidy
    FROM subsidies s JOIN entitlements e USING (application_id)
    JOIN months m ON m.application_id = s.application_id AND m.month = s.month
    WHERE s.reversed_at IS NULL"""
TOLD = "SELECT application_id, count(*) FROM messages WHERE template = :template GROUP BY 1"
SAID = """
    SELECT aggregate_id, count(DISTINCT body->'data'->>:part) FROM outbox
    WHERE body->'meta'->>'event' = ANY(:events) GROUP BY 1"""
APPROVED = """
    SELECT aggregate_id, body->'data'->>'proposed_start', body->'meta'->>'occurred_at' FROM outbox
    WHERE body->'meta'->>'event' = 'application_approved'"""
STANDING = """
    SELECT application_id, month, personal, subsidy FROM {} ORDER BY 1, 2"""


def violations(town: Town, lives: Iterable[Life]) -> list[str]:
    """Everything that should not be so, sorted; empty when all is well."""
    found = [
        *_empty(town),
        *_quiet(town),
        *_sums(town),
        *_told_once(town),
        *_agreed(town),
        *(f"refused against expectation: {what}" for life in lives for what in life.strange),
    ]
    return sorted(found)


def _empty(town: Town) -> Iterator[str]:
    for name, (service, query) in MUST_BE_EMPTY.items():
        for (what,) in _rows(town, service, query):
            yield f"{name}: {what}"


def _quiet(town: Town) -> Iterator[str]:
    for service in town.engines:
        for name, query in EVERYWHERE.items():
            [(number,)] = _rows(town, service, query, now=town.clock.now())
            if number:
                yield f"{name} in {service}: {number}"


def _sums(town: Town) -> Iterator[str]:
    """Every standing subsidy and its ledger line are what the policy says of that month."""
    for number, month, personal, subsidy, *parts in _rows(town, "payments", SUMS):
        due = town.rulebook.contribution(Month.parse(month))
        split = [part for share in due for part in (share.personal, share.subsidy)]
        if (personal, subsidy) != (due.personal, due.subsidy) or parts != split:
            yield f"sums differ from the policy: {number} {month}"


def _told_once(town: Town) -> Iterator[str]:
    """T1 once for each start month that could still come, T6 once for the confirmed one."""
    proposed = _said(town, "payments", "start_month", "start_postponed")
    for application_id, start, approved_at in _rows(town, "review", APPROVED):
        in_time = _in_time(town, Month.parse(start), datetime.fromisoformat(approved_at).date())
        proposed[application_id] = proposed.get(application_id, 0) + in_time
    confirmed = _said(town, "payments", "start_month", "start_confirmed")
    for template, due in {"T1": proposed, "T6": confirmed}.items():
        told = {str(k): n for k, n in _rows(town, "notify", TOLD, template=template)}
        for case in due.keys() | told.keys():
            if due.get(case, 0) != told.get(case, 0):
                yield f"{template} told {told.get(case, 0)} times, due {due.get(case, 0)} times"


def _in_time(town: Town, start: Month, approved_on: date) -> bool:
    """Whether the start month that review proposes can be; else payments names another at once."""
    rules = town.rulebook.on(approved_on)
    return approved_on <= start_cutoff_of(start, town.calendar, rules)


def _agreed(town: Town) -> Iterator[str]:
    """Reporting's months are those that stand in payments' ledger."""
    here = _rows(town, "payments", STANDING.format("subsidies WHERE reversed_at IS NULL"))
    there = _rows(town, "reporting", STANDING.format("months"))
    if here != there:
        yield f"reporting differs from payments in {len(set(here) ^ set(there))} months"


def _said(town: Town, service: str, part: str, *events: str) -> dict[str, int]:
    return dict(_rows(town, service, SAID, part=part, events=list(events)))


def _rows(town: Town, service: str, query: str, **values: Any) -> list[Any]:
    with town.books[service].connect() as connection:
        return [tuple(row) for row in connection.execute(text(query), values)]
