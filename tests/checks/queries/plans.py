"""What PostgreSQL means to do for a statement, and what in that would grow with the caseload."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Engine

FEW = 500  # rows a count may read; the growing tables of the fixture hold thousands

_PLANNED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
_COUNTS = re.compile(r"\bcount\(", re.IGNORECASE)
_READS = re.compile(r"\s*SELECT\b")
_MEANS = "EXPLAIN (FORMAT JSON)"

Plan = Mapping[str, Any]


def plan_of(
    engine: Engine, text: str, values: Any, place: tuple[str, ...], *, freely: bool = True
) -> Plan | None:
    """The plan as a tree, for a caller of that place; None for what has none.

    What only reads is carried out, so that it is known what was left out on the way. Not `freely`,
    a table is read from end to end only where nothing else leads to its rows, however few.
    """
    if not _PLANNED.match(text):
        return None
    explain = "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON)" if _READS.match(text) else _MEANS
    raw = engine.raw_connection()
    try:
        with raw.cursor() as cursor:
            names = ("tier", "division", "subject")
            for name, value in zip(names, place, strict=True):
                cursor.execute("SELECT set_config(%s, %s, true)", (f"lingbu.{name}", value))
            cursor.execute(f"SET LOCAL enable_seqscan = {'on' if freely else 'off'}")
            cursor.execute(f"{explain} {text}", values)
            [[said]] = cursor.fetchall()
            return said[0]["Plan"]
    finally:
        raw.rollback()
        raw.close()


def scans(plan: Plan, growing: Collection[str]) -> list[str]:
    """Growing tables of which more than a few rows are read without a way through an index."""
    return [
        f"{node['Relation Name']}: {node['Node Type']}"
        for node in _nodes(plan)
        if node.get("Relation Name") in growing and _reads_all(node)
    ]


def counts(plan: Plan, text: str) -> list[str]:
    """Counts of more than a few rows, which no limit bounds."""
    if not _COUNTS.search(text):
        return []
    return [
        f"{node['Node Type']} over {_read(node)} rows"
        for node in _nodes(plan)
        if node["Node Type"] == "Aggregate" and _read(node) > FEW
    ]


def _nodes(plan: Plan) -> Iterator[Plan]:
    """Every node but those that turned out not to be needed."""
    if plan.get("Actual Loops") == 0:
        return
    yield plan
    for child in plan.get("Plans", ()):
        yield from _nodes(child)


def _reads_all(node: Plan) -> bool:
    """No index, or no condition that leads through it: every row is looked at, or would be."""
    if node["Node Type"] == "Seq Scan":
        return True
    for_nothing = int(node.get("Rows Removed by Filter", 0))
    walked = node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    return for_nothing + (_rows(node) if walked else 0) > FEW


def _rows(node: Plan) -> int:
    return int(node.get("Actual Rows", node["Plan Rows"]))


def _read(node: Plan) -> int:
    """Rows that come out of the tables below, where no limit stands between."""
    if node["Node Type"] == "Limit" or node.get("Actual Loops") == 0:
        return 0
    children = node.get("Plans", ())
    return sum(map(_read, children)) if children else _rows(node)
