"""From the packs of one directory to values and tables that have been checked."""

from importlib.resources.abc import Traversable
from typing import Any

from policy.convert import build, convert
from policy.dated import Row, Series
from policy.errors import PackError
from policy.names import Names
from policy.pack import RawRow, Section, read, series
from policy.rulebase import TABLES, Tables
from policy.tables import Coded
from policy.value import Value

__all__ = ["sections", "tables_of", "values_of"]

Sections = dict[str, Section]

_VALUES: dict[str, Value[Any]] = {
    name: value for name, value in vars(Names).items() if isinstance(value, Value)
}


def sections(directory: Traversable) -> Sections:
    """Every section of the files of a directory; raises PackError on an unknown or double name."""
    known = [*_VALUES, *TABLES]
    found: Sections = {}
    entries = (entry for entry in directory.iterdir() if entry.is_file())
    packs = (entry for entry in entries if entry.name.endswith(".toml"))
    for file in sorted(packs, key=lambda entry: entry.name):
        for section in read(file, known):
            if section.name in found:
                raise section.refuse(section.name, f"also in {found[section.name].file}", 0)
            found[section.name] = section
    return found


def values_of(found: Sections) -> dict[str, Series[Any]]:
    """All values; raises PackError when a name is absent or a row is wrong."""
    _complete(found)
    return {name: _value(found[name], value) for name, value in _VALUES.items()}


def tables_of(found: Sections) -> Tables:
    """All tables; raises PackError likewise."""
    _complete(found)
    return {name: _table(found[name]) for name in TABLES}


def _complete(found: Sections) -> None:
    if absent := (_VALUES.keys() | TABLES.keys()) - found.keys():
        raise PackError("*.toml", ", ".join(sorted(absent)), "not in any pack")


def _value(section: Section, value: Value[Any]) -> Series[Any]:
    rows = []
    for raw in section.rows:
        try:
            rows.append((raw, raw.holding(_understood(raw, value))))
        except ValueError as wrong:
            raise section.refuse(raw.place, str(wrong), raw.number) from None
    if not rows:
        raise section.refuse(section.name, "no row", 0)
    return series(section, section.name, rows)


def _understood(raw: RawRow, value: Value[Any]) -> Any:
    if raw.payload == {"missing": True}:
        return None
    if raw.payload.keys() != {"value"}:
        raise ValueError(f"either value or missing = true is expected, not {sorted(raw.payload)}")
    try:
        understood = convert(value.kind, raw.payload["value"])
        value.must_allow(understood)
    except ValueError as wrong:
        raise ValueError(f"value: {wrong}") from None
    return understood


def _table(section: Section) -> dict[str, Series[Coded]]:
    by_code: dict[str, list[tuple[RawRow, Row[Coded]]]] = {}
    for raw in section.rows:
        try:
            entry = build(TABLES[section.name], raw.payload, clause=raw.clause)
        except ValueError as wrong:
            raise section.refuse(raw.place, str(wrong), raw.number) from None
        by_code.setdefault(entry.code, []).append((raw, raw.holding(entry)))
    return {code: series(section, f"{section.name} {code}", rows) for code, rows in by_code.items()}
