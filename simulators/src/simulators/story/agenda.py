"""The days of the demo caseload, counted back from the present and on the working calendar."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI
from kernel.month import Month

__all__ = ["Agenda"]


@dataclass(frozen=True)
class Agenda:
    """Moments of office work before `present`."""

    present: datetime
    calendar: WorkingCalendar

    def month(self, back: int) -> Month:
        """So many months before this one."""
        return Month.of(self.present.date()) - back

    def ago(self, working_days: int, hour: int = 9) -> datetime:
        """That hour of the n-th working day before today; for 0 a few hours ago."""
        if not working_days:
            return self.present - timedelta(hours=3)
        day = self.present.date()
        for _ in range(working_days):
            day = self.calendar.roll_back(day - timedelta(days=1))
        return _at(day, hour)

    def after(self, moment: datetime, working_days: int, hour: int = 10) -> datetime:
        """That hour of the n-th working day after a moment's day."""
        return _at(self.calendar.add_working_days(moment.date(), working_days), hour)

    def handed_in(self, start: Month) -> datetime:
        """When somebody applied whose benefit starts in that month: early in the month before."""
        return _at(self.calendar.roll_forward((start - 1).first_day + timedelta(days=5)), 9)

    def confirmed(self, start: Month) -> datetime:
        """The street's start check, before the 24th (附件1 三.4)."""
        return _at(self.calendar.roll_back(start.first_day + timedelta(days=19)), 10)

    def listed(self, start: Month) -> datetime:
        """The district's list of the month (附件1 四.4)."""
        return _at(self.calendar.roll_back(start.first_day + timedelta(days=21)), 11)

    def deducted(self, month: Month) -> datetime:
        """After the bank run of the 25th."""
        return _at(month.first_day + timedelta(days=24), 10, 30)

    def reported(self, month: Month) -> datetime:
        """A report in the last days of a window that ends with this month."""
        return _at(month.first_day + timedelta(days=25), 10)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
