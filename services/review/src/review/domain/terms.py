"""What is due on a case, until when and by which clause (京劳服失发〔2019〕1号 附件1 三.2、三.3).

The days come from `policy.recompute`; here they become terms of a case and a publicity whose end
is a recorded fact. A term keeps the day it is counted from, so that it can be counted again.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kernel.calendar import WorkingCalendar
from kernel.clock import end_of_day
from kernel.errors import Conflict
from policy import Rules, deadlines
from policy.recompute import due

__all__ = [
    "Publicity",
    "Term",
    "Terms",
    "Timetable",
    "lasting",
    "late",
    "must_have_ended",
    "only",
    "shown",
    "without",
]

TITLES = {
    "initial_review": "初审",
    "publicity_end": "公示期满",
    "first_post": "第一次复核",
    "second_post": "第二次复核确认",
    "objection_check": "异议核查",
    "street_correction": "街道（乡镇）补正",
    "review_publicity": "审核与公示",
    "matter_warning": "办结期限提醒",
    "matter": "办结",
}
WHOLE = ("matter_warning", "matter")  # of the whole matter: they last through every step


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that is due at the end of a day; `ref` tells several of one kind apart.

    `counted_from`: acceptance or correction, the street's report, the filing of an objection.
    """

    kind: str
    counted_from: date
    due_at: datetime
    clause: str
    provisional: bool = False
    overdue: bool = False
    ref: str = ""

    @property
    def title(self) -> str:
        """What must be done, in Chinese."""
        return TITLES[self.kind]


Terms = tuple[Term, ...]


def only(terms: Terms, kind: str) -> Terms:
    """The terms of one kind."""
    return tuple(term for term in terms if term.kind == kind)


def lasting(terms: Terms) -> Terms:
    """The terms that no step ends: open objections, and the whole matter."""
    return tuple(term for term in terms if term.kind in ("objection_check", *WHOLE))


def shown(terms: Terms) -> Terms:
    """The terms that people must keep; the warning before the last one is no duty."""
    return tuple(term for term in terms if term.kind != "matter_warning")


def without(terms: Terms, kind: str, ref: str = "") -> Terms:
    """The terms but this one."""
    return tuple(term for term in terms if (term.kind, term.ref) != (kind, ref))


def late(terms: Terms, kind: str, ref: str = "") -> Terms:
    """The terms, one of them marked as passed: queues show it, nothing is decided."""
    return tuple(
        replace(term, overdue=True) if (term.kind, term.ref) == (kind, ref) else term
        for term in terms
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Publicity:
    """公示: from 00:00 of the first day to the end of the last; its end is a recorded fact."""

    reported_on: date
    first_day: date
    last_day: date
    closed_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """The last moment of the last day, 23:59:59.999999 in Beijing."""
        return end_of_day(self.last_day)

    @property
    def opens_second_post(self) -> date:
        """The day from which the second post may be made, once the end is recorded."""
        return self.last_day + timedelta(days=1)

    def runs_on(self, day: date) -> bool:
        """Whether it is on the public page that day."""
        return self.closed_at is None and self.first_day <= day <= self.last_day


def must_have_ended(publicity: Publicity | None) -> None:
    """Refuses until the end of publicity is recorded; what the clock says does not count."""
    if publicity is None or publicity.closed_at is None:
        first = publicity.opens_second_post if publicity else None
        sentence = f"公示期满后，自{first:%Y-%m-%d}起方可办理。" if first else "公示尚未开始。"
        refusal = "公示尚未结束，不能进行第二次复核确认。" + sentence
        raise Conflict(refusal, code="publicity-running", fields={"publicity": sentence})


@dataclass(frozen=True, slots=True)
class Timetable:
    """Rules and calendar of one day together: they turn a trigger date into terms."""

    rules: Rules
    calendar: WorkingCalendar

    def street_correction(self, returned_on: date) -> Term:
        """退回街道: its two working days begin again (domain §6.1)."""
        return self._term("street_correction", returned_on)

    def initial_review(self, started_on: date) -> Terms:
        """初审, counted from acceptance or from the correction (domain reading Q2).

        Where the pack gives one, also the term of review and publicity together.
        """
        both = self._given("review_publicity", "review_publicity_working_days", started_on)
        return (self._term("initial_review", started_on), *both)

    def matter(self, accepted_on: date) -> Terms:
        """办结 from acceptance, and its warning, where the pack gives a term for the whole matter.

        What the applicant takes to correct is not taken out of it (our reading).
        """
        if not self.rules.states("matter_working_days"):
            return ()
        return (
            *self._given("matter_warning", "matter_warn_working_days", accepted_on),
            self._term("matter", accepted_on),
        )

    def publish(self, reported_on: date) -> Publicity:
        """公示, from the next working day."""
        found = deadlines.publicity(reported_on, self.calendar, self.rules)
        return Publicity(reported_on=reported_on, first_day=found.opens, last_day=found.until)

    def publish_again(self, publicity: Publicity, today: date) -> Publicity:
        """The same publicity by this calendar: what has begun has begun, what has ended stays."""
        if publicity.closed_at:
            return publicity
        found = self.publish(publicity.reported_on)
        began = publicity.first_day <= today
        return replace(found, first_day=publicity.first_day) if began else found

    def after_report(self, reported_on: date, publicity: Publicity) -> Terms:
        """The district's terms once the street has reported up."""
        first = self._term("first_post", reported_on)
        second = self._second_post(reported_on, publicity)
        if publicity.closed_at:
            return first, second
        return self._publicity_end(publicity), first, second

    def objection_check(self, filed_on: date, ref: str) -> Term:
        """异议核查; being late escalates and decides nothing."""
        return replace(self._term("objection_check", filed_on), ref=ref)

    def again(self, term: Term, publicity: Publicity | None) -> Term:
        """The same term by this calendar and the publicity as it is by this calendar."""
        if term.kind == "second_post" and publicity:
            found = self._second_post(term.counted_from, publicity)
        elif term.kind == "publicity_end" and publicity:
            found = self._publicity_end(publicity)
        else:
            found = self._term(term.kind, term.counted_from)
        return replace(term, due_at=found.due_at, provisional=found.provisional)

    def _given(self, kind: str, name: str, counted_from: date) -> Terms:
        return (self._term(kind, counted_from),) if self.rules.states(name) else ()

    def _second_post(self, reported_on: date, publicity: Publicity) -> Term:
        """A publicity kept from an earlier round may have ended long ago; then the second post has
        the whole time of the district's own clock."""
        own = self._term("first_post", reported_on)
        term = self._term("second_post", publicity.last_day)
        due_at, late = max((own.due_at, own.provisional), (term.due_at, term.provisional))
        return replace(term, counted_from=reported_on, due_at=due_at, provisional=late)

    def _publicity_end(self, publicity: Publicity) -> Term:
        term = self._term("publicity_end", publicity.reported_on)
        return replace(term, due_at=publicity.ends_at)

    def _term(self, kind: str, counted_from: date) -> Term:
        found = due(kind, counted_from, self.calendar, self.rules)
        return Term(
            kind=kind,
            counted_from=counted_from,
            due_at=end_of_day(found.day),
            clause=str(found.clause),
            provisional=found.provisional,
        )
