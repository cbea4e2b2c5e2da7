"""What the parts of a pack must say together, beyond what each row says for itself."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from string import Formatter
from typing import cast

from kernel.errors import NotFound
from policy.consistency import days_of, on
from policy.divisions import Divisions
from policy.known import CHECKS, DEDUCTIONS, PASSAGES, PERSONAL, REASONS, STEPS, STOPS, TEMPLATES
from policy.pack import RawRow, Section, hint
from policy.places import FILE
from policy.rulebase import TABLES
from policy.words import refusal

__all__ = ["must_agree"]

LONGEST = 6  # digits of a division code
CLAIM = "T15"  # only where a quarter is applied for


def must_agree(found: Mapping[str, Section], divisions: Divisions) -> None:
    """Raises PackError with file, line and reason where rows contradict what they belong to."""
    for name, section in found.items():
        if name not in TABLES:
            _open_ended(section, section.rows)
    _codes(found["steps"], STEPS)
    _codes(found["stops"], STOPS)
    _codes(found["deduction_results"], DEDUCTIONS)
    _codes(found["messages"], TEMPLATES, may_be_absent=CLAIM)
    _placeholders(found["messages"])
    _commitment(found["commitment"])
    _complete(found["checks"], CHECKS)
    _complete(found["reasons"], REASONS)
    _refer(found["checks"], ("only_for", "not_for"), found["categories"])
    _refer(found["categories"], ("evidence",), found["checks"])
    _own_file(found["division_codes"])
    _prefixes(found["local_household_prefixes"])
    _demo_streets(found["demo_streets"], divisions)
    _pilots(found["rural_pilot"], divisions)


def _open_ended(section: Section, rows: Sequence[RawRow]) -> None:
    """What the programs ask for on every day may not run out unnoticed."""
    last = max(rows, key=lambda raw: raw.first)
    if last.last is not None:
        reason = f"to: nothing follows {last.last}; write a row from the day after"
        raise _refuse(section, last, reason)


def _codes(section: Section, known: Collection[str], *, may_be_absent: str = "") -> None:
    for raw in section.rows:
        code = str(raw.payload["code"])
        if code not in known:
            raise _refuse(section, raw, f"code: {refusal(code, known)}")
    _complete(section, set(known) - {may_be_absent})


def _complete(section: Section, needed: Collection[str]) -> None:
    if absent := sorted(set(needed) - _written(section)):
        raise section.refuse(section.name, f"no row for {', '.join(absent)}", 0)
    for code in sorted(needed):
        _open_ended(section, [raw for raw in section.rows if raw.payload["code"] == code])


def _refer(section: Section, keys: tuple[str, ...], to: Section) -> None:
    known = _written(to)
    for raw in section.rows:
        for key in keys:
            for code in cast(Iterable[str], raw.payload.get(key, ())):
                if code not in known:
                    reason = f"{key}: {code} is not in {to.name}{hint(code, known)}"
                    raise _refuse(section, raw, reason)


def _written(section: Section) -> set[str]:
    return {str(raw.payload["code"]) for raw in section.rows}


def _placeholders(section: Section) -> None:
    for raw in section.rows:
        code, text = str(raw.payload["code"]), str(raw.payload["text"])
        asked = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        known = TEMPLATES[code] | PERSONAL
        if strange := sorted(asked - known):
            meant = hint(strange[0], known)
            raise _refuse(section, raw, f"text: {code} is not told {{{strange[0]}}}{meant}")
        if unasked := sorted(TEMPLATES[code] - asked):
            raise _refuse(section, raw, f"text: {code} leaves out {{{unasked[0]}}}")


def _commitment(section: Section) -> None:
    """The passages there must be, and items numbered from 1 without a hole."""
    _complete(section, PASSAGES)
    for raw in section.rows:
        code = str(raw.payload["code"])
        if code not in PASSAGES and not code.isdecimal():
            reason = f"code: 条目写序号；其余{refusal(code, PASSAGES)}"
            raise _refuse(section, raw, reason)
    for day in days_of(section):
        items = [raw for raw in on(section, day) if str(raw.payload["code"]).isdecimal()]
        for number, raw in enumerate(sorted(items, key=_number), 1):
            if _number(raw) != number:
                reason = f"code: item {number} is expected on {day}, not {_number(raw)}"
                raise _refuse(section, raw, reason)


def _number(raw: RawRow) -> int:
    return int(str(raw.payload["code"]))


def _own_file(section: Section) -> None:
    for raw in section.rows:
        if raw.payload != {"value": FILE}:
            raise _refuse(section, raw, f"value: the codes stand in {FILE}")


def _prefixes(section: Section) -> None:
    for raw in section.rows:
        prefixes = raw.payload.get("value", [])
        if not isinstance(prefixes, list) or not all(map(_begins_a_code, prefixes)) or not prefixes:
            reason = f"value: first digits of division codes are expected, not {prefixes!r}"
            raise _refuse(section, raw, reason)


def _begins_a_code(prefix: object) -> bool:
    text = str(prefix)
    return text.isascii() and text.isdigit() and len(text) <= LONGEST


def _pilots(section: Section, divisions: Divisions) -> None:
    for raw in section.rows:
        try:
            divisions.agency(str(raw.payload["code"]))
        except NotFound:
            reason = f"code: {raw.payload['code']} is no agency of {FILE}"
            raise _refuse(section, raw, reason) from None


def _demo_streets(section: Section, divisions: Divisions) -> None:
    for raw in section.rows:
        try:
            divisions.street(str(raw.payload["code"]))
        except NotFound:
            reason = f"code: {raw.payload['code']} is no street of {FILE}"
            raise _refuse(section, raw, reason) from None


def _refuse(section: Section, raw: RawRow, reason: str) -> Exception:
    return section.refuse(raw.place, reason, raw.number)
