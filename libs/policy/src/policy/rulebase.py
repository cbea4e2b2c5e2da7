"""The code tables in force on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from kernel.errors import NotFound
from policy.dated import Clause, Series
from policy.holidays import HolidayChange, HolidayNotice, StatutoryHoliday
from policy.tables import (
    Band,
    Category,
    Check,
    Code,
    Coded,
    DeductionResult,
    DemoStreet,
    Hukou,
    Ineligibility,
    Pilot,
    Statement,
    Step,
    Stop,
)
from policy.templates import Template

__all__ = ["TABLES", "RuleTables", "Tables"]

C = TypeVar("C", bound=Coded)

Tables = Mapping[str, Mapping[str, Series[Coded]]]

TABLES: dict[str, type[Coded]] = {
    "categories": Category,
    "checks": Check,
    "reasons": Ineligibility,
    "stops": Stop,
    "deduction_results": DeductionResult,
    "projects": Code,
    "former_identities": Code,
    "educations": Code,
    "hukou_types": Hukou,
    "income_bands": Band,
    "banks": Code,
    "messages": Template,
    "commitment": Statement,
    "rural_pilot": Pilot,
    "steps": Step,
    "demo_streets": DemoStreet,
    "holiday_notices": HolidayNotice,
    "holiday_changes": HolidayChange,
    "statutory_holidays": StatutoryHoliday,
}


@dataclass(frozen=True, slots=True)
class RuleTables:
    """Rows of the code tables on `day`, in the order of the pack; unknown codes are NotFound."""

    day: date
    tables: Tables = field(repr=False, compare=False)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Categories of persons (人员类型)."""
        return self._all("categories", Category)

    def category(self, code: str) -> Category:
        """One category; raises NotFound."""
        return self._one("categories", code, Category, "人员类型")

    @property
    def checks(self) -> tuple[Check, ...]:
        """Data checks (数据比对)."""
        return self._all("checks", Check)

    def check(self, code: str) -> Check:
        """One data check; raises NotFound."""
        return self._one("checks", code, Check, "比对项目")

    def category_begins(self, code: str) -> tuple[Category, date] | None:
        """A category the packs name on some day, and the first of its days; else None."""
        series = self.tables["categories"].get(code)
        first = series.rows[0] if series else None
        return (first.value, first.first) if first and isinstance(first.value, Category) else None

    def checks_for(self, run: str, category: str) -> tuple[Check, ...]:
        """The checks asked on a run ("intake", "second-post", "monthly" …) for a category."""
        return tuple(
            check
            for check in self.checks
            if run in check.runs
            and (not check.only_for or category in check.only_for)
            and category not in check.not_for
        )

    @property
    def reasons(self) -> tuple[Ineligibility, ...]:
        """Rejection reasons of eligibility and of officers."""
        return self._all("reasons", Ineligibility)

    def reason(self, code: str) -> Ineligibility:
        """One rejection reason; raises NotFound."""
        return self._one("reasons", code, Ineligibility, "不予批准原因")

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Causes for stopping a benefit (停止原因)."""
        return self._all("stops", Stop)

    def stop(self, code: str) -> Stop:
        """One stop cause; raises NotFound."""
        return self._one("stops", code, Stop, "停止原因")

    def deduction_result(self, code: str) -> DeductionResult:
        """What a bank's answer means; raises NotFound."""
        return self._one("deduction_results", code, DeductionResult, "扣款结果")

    def hukou(self, code: str) -> Hukou:
        """One household registration type (户口性质); raises NotFound."""
        return self._one("hukou_types", code, Hukou, "户口性质")

    @property
    def income_bands(self) -> tuple[Band, ...]:
        """The four boxes of the form (月收入区间), lowest first."""
        return self._all("income_bands", Band)

    def income_band(self, yuan: int) -> Band:
        """The box a monthly income in whole yuan falls into; raises NotFound below zero."""
        for band in self.income_bands:
            if band.low <= yuan and (band.high is None or yuan <= band.high):
                return band
        raise NotFound("月收入应为不小于零的整数（元）。")

    def codes(self, table: str) -> tuple[Code, ...]:
        """Any table with names: "projects", "educations", "banks" …; KeyError for no such table."""
        return self._all(table, Code)

    def code(self, table: str, code: str) -> Code:
        """One row of such a table; raises NotFound."""
        return self._one(table, code, Code, "代码")

    def step(self, code: str) -> Clause:
        """The clause a step of the work rests on (a name of `policy.known.STEPS`)."""
        return self._one("steps", code, Step, "办理环节").clause

    @property
    def demo_streets(self) -> tuple[DemoStreet, ...]:
        """The streets that a demonstration staffs; none if the pack names none."""
        return self._all("demo_streets", DemoStreet)

    def message(self, template_id: str) -> Template:
        """A message text; raises NotFound."""
        return self._one("messages", template_id, Template, "消息模板")

    def _all(self, table: str, kind: type[C]) -> tuple[C, ...]:
        found = (self._find(series) for series in self.tables[table].values())
        return tuple(row for row in found if isinstance(row, kind))

    def _one(self, table: str, code: str, kind: type[C], what: str) -> C:
        row = self._find(self.tables[table].get(code))
        if not isinstance(row, kind):
            raise NotFound(f"没有代码为“{code[:20]}”的{what}，或该代码当日未启用。")
        return row

    def _find(self, series: Series[Coded] | None) -> Coded | None:
        rows = series.rows if series else ()
        return next((row.value for row in rows if row.holds_on(self.day)), None)
