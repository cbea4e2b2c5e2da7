"""The whole policy: loaded once, asked by day or by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from kernel.clock import SHANGHAI
from kernel.month import Month
from policy import commitment, contributions
from policy.agreement import must_agree
from policy.beginning import must_begin_in_time
from policy.consistency import must_be_consistent
from policy.dated import Series
from policy.divisions import Divisions
from policy.errors import PackError
from policy.places import divisions_in
from policy.reading import sections, tables_of, values_of
from policy.rulebase import Tables
from policy.rules import Rules

__all__ = ["Policy", "load", "provinces"]

_DATA = files("policy") / "data"
_COMMON = "common"


@dataclass(frozen=True, slots=True)
class Policy:
    """Every rule pack, checked. Ask it with `on(day)`; the day is the day of the decision."""

    values: Mapping[str, Series[Any]] = field(repr=False)
    tables: Tables = field(repr=False)
    divisions: Divisions = field(repr=False)

    def examples(self) -> tuple[str, ...]:
        """Names of the values that are invented on some day, for demonstrations alone."""
        return tuple(
            name
            for name, series in sorted(self.values.items())
            if any(row.clause.trust == "example" for row in series.rows)
        )

    def on(self, day: date) -> Rules:
        """The rules in force on a day."""
        return Rules(day=day, tables=self.tables, values=self.values)

    def process_version(self, accepted_at: datetime) -> str:
        """The flow an application follows, by the moment it was accepted (受理).

        "legacy" before 2019-04-01T00:00+08:00, then "2019" (京劳服失发〔2019〕1号 四.1). Raises
        ValueError for a moment without a time zone.
        """
        if accepted_at.utcoffset() is None:
            raise ValueError("the moment of acceptance needs a time zone")
        return self.on(accepted_at.astimezone(SHANGHAI).date()).process_version

    def contribution(self, month: Month) -> contributions.Contribution:
        """What a month costs; raises MissingValue when a base or rate is not published."""
        return contributions.contribution(self.on(month.first_day), month)

    def share(self, month: Month, insurance: str) -> contributions.Share:
        """One insurance ("pension", "unemployment", "medical"); raises MissingValue likewise."""
        return contributions.share(self.on(month.first_day), month, insurance)

    def commitment(self, day: date) -> commitment.Commitment:
        """The statutory commitment text (承诺书) in force on a day; raises NotFound before it."""
        return commitment.commitment(self.on(day))


def load(province: str | Traversable = "beijing") -> Policy:
    """The packs of a province over those common to all; read once if they are packaged.

    `province` is a name of `provinces()` or a directory with the files of a province. What it
    states replaces the common statement of the same name. Raises PackError with file, line, place
    and reason: an unknown or absent name, a wrong type or word, days that run backwards, overlap or
    leave a gap, also before the first; a province that is neither known nor a directory.
    """
    if not isinstance(province, str):
        return _load(province)
    if province in provinces():
        return _packaged(province)
    if Path(province).is_dir():
        return _load(Path(province))
    raise PackError(province, "province", f"known are {', '.join(provinces())}, or a directory")


def provinces() -> tuple[str, ...]:
    """The provinces whose packs are packaged, in alphabetical order."""
    folders = (entry.name for entry in _DATA.iterdir() if entry.is_dir())
    return tuple(sorted(name for name in folders if name != _COMMON))


@cache
def _packaged(province: str) -> Policy:
    return _load(_DATA / province)


def _load(directory: Traversable) -> Policy:
    found = sections(_DATA / _COMMON) | sections(directory)
    policy = Policy(values_of(found), tables_of(found), divisions_in(directory))
    must_agree(found, policy.divisions)
    must_be_consistent(found)
    must_begin_in_time(found)
    return policy
