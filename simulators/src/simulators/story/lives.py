"""How far a case of the demo got, as a generator of the moments at which somebody acts on it.

Each life stops where its name says, and stays there. Facts waited for stay true once they are,
so that a life can be lived again from its beginning after the caseload was interrupted.
"""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any, TypeVar

from kernel.month import Month
from simulators.story.agenda import Agenda
from simulators.story.answers import ready_for_second, until
from simulators.story.counters import Counter
from simulators.story.people import Person

__all__ = [
    "Life",
    "Living",
    "accepted",
    "approved",
    "confirmed",
    "drafted",
    "enjoying",
    "face_checked",
    "published",
    "settled",
]

T = TypeVar("T")
Life = Generator[datetime, None, T]
Living = Callable[[Counter, Agenda, Person], Life[Any]]
FOUND = "本人在岗，收入合法，情况属实"


def _begin(c: Counter, p: Person) -> None:
    """The outside systems learn what this person's records look like."""
    c.lingbu.teach(p.id_number, **p.fate)


def drafted(c: Counter, p: Person, moment: datetime) -> Life[str]:
    """The forms are keyed, the photographs are still missing."""
    yield moment
    _begin(c, p)
    return c.submit(p, moment.date())


def accepted(c: Counter, p: Person, moment: datetime) -> Life[str]:
    """受理; the registries are asked."""
    application_id = yield from drafted(c, p, moment)
    c.photograph(application_id)
    c.accept(application_id)
    until(lambda: c.case(application_id), what="案件到达审核")
    return application_id


def face_checked(c: Counter, p: Person, moment: datetime) -> Life[str]:
    """Matched and looked at, ready for the initial review."""
    application_id = yield from accepted(c, p, moment)
    c.face_check(application_id, moment.date(), FOUND)
    settled(c, application_id, "初审就绪", _readable)
    return application_id


def published(c: Counter, p: Person, moment: datetime, months: int | None = None) -> Life[str]:
    """初审通过, 公示中."""
    application_id = yield from face_checked(c, p, moment)
    c.initial_review(application_id, months=months)
    return application_id


def approved(
    c: Counter, a: Agenda, p: Person, moment: datetime, months: int | None = None
) -> Life[str]:
    """双岗复核通过: the entitlement is open."""
    application_id = yield from published(c, p, moment, months)
    yield a.after(moment, 1)
    c.first_post(application_id)
    yield a.after(moment, 6)
    settled(c, application_id, "公示期满，比对已重新答复", ready_for_second)
    c.second_post(application_id)
    until(lambda: c.entitlement(application_id), what="享受资格")
    return application_id


def confirmed(
    c: Counter, a: Agenda, p: Person, start: Month, months: int | None = None
) -> Life[str]:
    """开始享受月份 is confirmed."""
    application_id = yield from approved(c, a, p, a.handed_in(start), months)
    yield a.confirmed(start)
    c.check_start(application_id)
    c.confirm_start(application_id)
    return application_id


def enjoying(
    c: Counter,
    a: Agenda,
    p: Person,
    start: Month,
    *,
    months: int | None = None,
    last: Month | None = None,
    reports: bool = True,
) -> Life[str]:
    """享受中: listed, enrolled, deducted each month, reported each quarter, up to `last`."""
    application_id = yield from confirmed(c, a, p, start, months)
    yield a.listed(start)
    c.close_list(str(start))
    until(lambda: c.entitlement(application_id)["ledger"], what="参保回执")
    for month in Month.range(start, last or start + 119):
        yield a.deducted(month)
        _await_deduction(c, application_id, month)
        if reports and (month - start) % 3 == 2:
            yield a.reported(month)
            c.report(application_id, str(month))
    return application_id


def settled(c: Counter, application_id: str, what: str, fact: Callable[[Any], bool]) -> Any:
    """Waits until review's case is so; returns it."""
    return until(lambda: (case := c.case(application_id)) and fact(case) and case, what=what)


def _readable(case: Any) -> bool:
    return bool(case["face_checked"] and case["state"] != "waiting_checks")


def _await_deduction(c: Counter, application_id: str, month: Month) -> None:
    def known() -> bool:
        ledger = c.entitlement(application_id)["ledger"]
        states = {line["month"]: line["state"] for line in ledger}
        return bool(states.get(str(month), "planned") != "planned")

    until(known, what=f"{month} 扣款结果")
