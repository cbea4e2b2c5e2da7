"""From which day a pack must be whole: a hole before the first row of a rule is a gap as well.

A pack begins with the flow it sets out (`process_version`, the old flow left aside). What the
programs read must be there on that day, be it as `missing = true`. What a later document brought
in says so itself with `introduced = true`.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from policy.pack import RawRow, Section
from policy.rulebase import TABLES

__all__ = ["must_begin_in_time"]

LEGACY = "legacy"
FLOW = "process_version"
FIRST_STEP = "initial_review_working_days"
EVENTS = frozenset({"holiday_changes", "holiday_notices", "rural_pilot"})  # each has its own day


def must_begin_in_time(found: Mapping[str, Section]) -> None:
    """Raises PackError with file, line and reason."""
    begins = _begins(found[FLOW], found[FIRST_STEP])
    for name, section in found.items():
        if name not in EVENTS:
            for first in _firsts(section, in_table=name in TABLES):
                _in_time(section, first, begins)


def _begins(flow: Section, step: Section) -> date:
    new = [raw for raw in flow.rows if raw.payload.get("value") != LEGACY] or flow.rows
    first = min(new, key=lambda raw: raw.first)
    known = min(raw.first for raw in step.rows)
    if first.first > known:
        reason = f"from: 流程自{first.first}起，而 {step.name} 自{known}起已有取值，两者应当一致"
        raise flow.refuse(first.place, reason, first.number)
    return first.first


def _firsts(section: Section, *, in_table: bool) -> Iterator[RawRow]:
    """The first row of a value, or of each code of a table."""
    rows: dict[str, RawRow] = {}
    for raw in sorted(section.rows, key=lambda raw: raw.first):
        rows.setdefault(str(raw.payload["code"]) if in_table else section.name, raw)
    yield from rows.values()


def _in_time(section: Section, raw: RawRow, begins: date) -> None:
    if raw.first > begins and not raw.introduced:
        reason = (
            f"from: {raw.first} 起才有取值，而规则包自{begins}起施行，其间无值可用；"
            "确是其后的文件新设的，写 introduced = true"
        )
        raise section.refuse(raw.place, reason, raw.number)
    if raw.first <= begins and raw.introduced:
        reason = f"introduced: 规则包自{begins}起施行，{raw.first} 起就有的不是其后新设的"
        raise section.refuse(raw.place, reason, raw.number)
