"""What the databases of a share hold in the end, as numbers that can be added up."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import text

from simulators.simulation.life import Life
from simulators.simulation.town import Town

__all__ = ["count"]

FEN = "(100 * sum({}))::bigint"
TABLES = {
    "applications_by_state": ("intake", "SELECT state, count(*) FROM applications"),
    "applications_by_category": ("intake", "SELECT category, count(*) FROM applications"),
    "applications_by_district": ("intake", "SELECT agency, count(*) FROM applications"),
    "checks_by_result": ("intake", "SELECT result, count(*) FROM checks"),
    "cases_by_state": ("review", "SELECT state, count(*) FROM cases"),
    "objections_by_state": ("review", "SELECT state, count(*) FROM objections"),
    "posts": ("review", "SELECT post, count(*) FROM posts"),
    "entitlements_by_state": ("payments", "SELECT state, count(*) FROM entitlements"),
    "months_by_state": ("payments", "SELECT state, count(*) FROM months"),
    "deductions_by_code": ("payments", "SELECT code, count(*) FROM results"),
    "reports_by_channel": ("payments", "SELECT channel, count(*) FROM reports"),
    "lists_by_kind": ("payments", "SELECT kind, count(*) FROM lists"),
    "list_rows_by_state": ("payments", "SELECT state, count(*) FROM places"),
    "reporting_by_state": ("reporting", "SELECT state, count(*) FROM cases"),
    "people_by_sex": ("reporting", "SELECT sex, count(*) FROM cases"),
}
STOPS = "SELECT stop_code, count(*) FROM entitlements WHERE stop_code <> '' GROUP BY 1"
REJECTIONS = """
    SELECT body->'data'->>'reason_code', count(*) FROM outbox
    WHERE body->'meta'->>'event' IN ('application_rejected', 'start_refused') GROUP BY 1"""
MESSAGES = "SELECT template, state, count(*) FROM messages GROUP BY 1, 2"
LETTERS = "SELECT body->'meta'->>'event', count(*) FROM outbox GROUP BY 1"
MONEY = f"""
    SELECT month, count(*), {FEN.format("personal")}, {FEN.format("subsidy")},
        {FEN.format("total")}
    FROM subsidies WHERE reversed_at IS NULL GROUP BY 1"""  # nosec B608 - a constant
REVERSED = "SELECT count(*) FROM subsidies WHERE reversed_at IS NOT NULL"
WAITING = """
    SELECT count(*) FROM months m WHERE state = 'deducted' AND NOT EXISTS (SELECT FROM subsidies s
        WHERE s.application_id = m.application_id AND s.month = m.month)"""
STREETS = "SELECT count(DISTINCT street_code) FROM applications"


def count(town: Town, lives: Iterable[Life]) -> dict[str, Any]:
    """All counts of a share; money in fen, so that every leaf is a whole number."""
    lives = list(lives)
    counts: dict[str, Any] = {
        name: dict(_rows(town, service, f"{query} GROUP BY 1"))
        for name, (service, query) in TABLES.items()
    }
    counts |= {
        "stops_by_code": dict(_rows(town, "payments", STOPS)),
        "rejections_by_reason": _added(town, REJECTIONS, ("review", "payments")),
        "letters_by_event": _added(town, LETTERS, tuple(town.engines)),
        "messages": _messages(town),
        "money_by_month": _money(town),
        "months_reversed": _rows(town, "payments", REVERSED)[0][0],
        "streets": _rows(town, "intake", STREETS)[0][0],
        "waiting_for_a_value": {
            "deducted months": _rows(town, "payments", WAITING)[0][0],
            "starts, in months": sum(life.waited for life in lives),
        },
        "refused_at_the_desk": dict(sum((Counter(life.refused) for life in lives), Counter())),
        "applied_again": sum(life.turn - 1 for life in lives),
    }
    return counts


def _rows(town: Town, service: str, query: str) -> list[Any]:
    with town.books[service].connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _added(town: Town, query: str, services: tuple[str, ...]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for service in services:
        found.update(dict(_rows(town, service, query)))
    return dict(found)


def _messages(town: Town) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for template, state, number in _rows(town, "notify", MESSAGES):
        found.setdefault(template, {})[state] = number
    return found


def _money(town: Town) -> dict[str, dict[str, int]]:
    names = ("months", "personal", "subsidy", "total")
    return {
        month: dict(zip(names, map(int, sums), strict=True))
        for month, *sums in _rows(town, "payments", MONEY)
    }
