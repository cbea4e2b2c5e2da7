"""放假通知: entered here once; every service that counts working days hears of it."""

from collections import Counter
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from contracts import wire
from contracts.calendar import (
    CalendarChanged,
    EnterHolidayNotice,
    HolidayNotice,
    HolidayNotices,
    ListHolidayNotices,
)
from kernel.errors import Invalid

CHAIN = "calendar"


def enter_holiday_notice(form: EnterHolidayNotice, uow: Any) -> HolidayNotice:
    """Keeps a notice and tells of it; the same one again changes nothing."""
    _check(form, uow)
    content = wire.dump(form)
    event = CalendarChanged(
        notice_id=uuid5(NAMESPACE_URL, f"lingbu:holiday-notice:{content}"),
        document=form.document,
        published_on=form.published_on,
        year=form.year,
        days=form.days,
        entered_by=uow.caller.subject,
        entered_at=uow.now,
    )
    if uow.notices.add(event):
        uow.emit(event)
        title = f"录入放假通知，涉及{len(form.days)}天"
        uow.note(CHAIN, "holiday_notice_entered", title, clause=form.document, detail=content)
    [kept] = [notice for notice in uow.notices.all() if notice.notice_id == event.notice_id]
    return kept


def list_holiday_notices(_: ListHolidayNotices, uow: Any) -> HolidayNotices:
    """Every notice that was entered, those published last first."""
    return HolidayNotices(items=tuple(reversed(uow.notices.all())))


def _check(form: EnterHolidayNotice, uow: Any) -> None:
    wrong = {}
    if form.published_on > uow.today:
        wrong["published_on"] = "通知发布的日期不能晚于今天。"
    twice = [day for day, times in Counter(one.day for one in form.days).items() if times > 1]
    if twice:
        wrong["days"] = f"{min(twice)}出现了两次。"
    elif not form.days:
        wrong["days"] = "通知至少要有一个放假或调休的日期。"
    elif form.year and all(one.day.year != form.year for one in form.days):
        wrong["days"] = f"没有一个日期在{form.year}年。"
    if wrong:
        raise Invalid("放假通知的内容有误，未录入。", fields=wrong)
