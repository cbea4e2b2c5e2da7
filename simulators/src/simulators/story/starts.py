"""Lives that stay at the start check: confirmed, postponed, to be refunded, refused, listed."""

from typing import Any

from kernel.month import Month
from simulators.story.agenda import Agenda
from simulators.story.counters import Counter
from simulators.story.lives import Life, approved
from simulators.story.people import Person

__all__ = [
    "enlisted",
    "postponed",
    "refunding",
    "refused",
    "start_confirmed",
]


def postponed(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """顺延, agreed with the person."""
    application_id = yield from _checked(c, a, p)
    c.postpone(application_id, "与申请人电话商定顺延")


def refunding(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """退费 was asked for, the centre has not answered yet."""
    application_id = yield from _checked(c, a, p)
    c.refund(application_id, "与申请人电话商定退费")


def start_confirmed(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """已确认, not listed yet."""
    application_id = yield from _checked(c, a, p)
    c.confirm_start(application_id)
    return application_id


def enlisted(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """On a list that the centre has not answered."""
    yield from start_confirmed(c, a, p)
    yield a.after(a.ago(11), 9, 11)
    c.close_list(str(Month.of(a.ago(11).date()) + 1))


def refused(c: Counter, a: Agenda, p: Person) -> Life[Any]:
    """不予享受: a unit insures the person for good."""
    application_id = yield from _checked(c, a, p)
    c.refuse_start(application_id)


def _checked(c: Counter, a: Agenda, p: Person) -> Life[str]:
    moment = a.ago(11)
    application_id = yield from approved(c, a, p, moment)
    yield a.after(moment, 8)
    c.check_start(application_id)
    return application_id
