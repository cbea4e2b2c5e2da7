"""Typed access to the values in force on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policy.dated import Clause, Row, Series
from policy.names import Names
from policy.rulebase import RuleTables

__all__ = ["Rules"]


@dataclass(frozen=True, slots=True)
class Rules(RuleTables, Names):
    """Every number and date of the scheme in force on `day`, by the names of `Names`."""

    values: Mapping[str, Series[Any]] = field(repr=False, compare=False)

    def clause(self, name: str) -> Clause:
        """Where the value of that name comes from on this day; also of a missing one."""
        return self._row(name).clause

    def states(self, name: str) -> bool:
        """Whether the pack gives a value of that name on this day, or says it is missing."""
        return self._row(name).value is not None

    def is_local(self, household: str) -> bool:
        """Whether a household registered at a division of that code is a local one."""
        return household.startswith(self.local_household_prefixes)

    def provisional(self, name: str) -> bool:
        """Whether that value is used past the period it was published for."""
        return self._row(name).provisional_on(self.day)

    def _row(self, name: str) -> Row[Any]:
        if name not in self.values:
            raise AttributeError(f"no policy value is called {name}")
        return self.values[name].row_on(self.day)
