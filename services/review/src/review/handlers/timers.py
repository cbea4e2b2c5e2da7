"""What happens when a day has passed: a fact is recorded or people are told; nothing is decided."""

from uuid import UUID

from contracts.review import PublicityClosed, PublicityMoved
from policy import because
from review.domain import moves
from review.domain.case import Case
from review.domain.grounds import of_publicity
from review.domain.terms import TITLES, Publicity, late, only, without
from review.handlers.common import keep, timetable
from servicekit.deadlines import Deadline
from servicekit.uow import UnitOfWork


def close_publicity(deadline: Deadline, uow: UnitOfWork) -> None:
    """公示期满 is recorded, whatever objections are open: those bar the second post themselves."""
    before, _ = _case_of(deadline, uow)
    if before is None or not only(before.terms, "publicity_end"):
        return
    after = before.close_publicity(uow.now)
    keep(uow, before, after, fired=deadline)
    uow.emit(PublicityClosed(application_id=after.application_id, closed_at=uow.now))
    title = "公示期满，公示结束"
    basis = of_publicity(after, uow.step("double_review"))
    uow.note(
        after.application_id, "publicity_closed", title, clause=uow.step("handling"), basis=basis
    )


def escalate(deadline: Deadline, uow: UnitOfWork) -> None:
    """A step is overdue: queues show it first, the record says so, the case stays where it is."""
    before, ref = _case_of(deadline, uow)
    if before is None:
        return
    after = before.with_terms(late(before.terms, deadline.kind, ref))
    if after == before or _ends_in_time(before, deadline):
        return
    keep(uow, before, after, fired=deadline)
    title = f"{TITLES[deadline.kind]}已超过办理期限"
    basis = (because(f"{title}。", deadline.rule, {"截止时间": deadline.due_at}),)
    action = f"{deadline.kind}_overdue"
    uow.note(after.application_id, action, title, clause=deadline.rule, basis=basis)


def warn(deadline: Deadline, uow: UnitOfWork) -> None:
    """办结期限临近: the record says so, and the queue until the case has ended."""
    before, _ = _case_of(deadline, uow)
    ends = only(before.terms, "matter") if before else ()
    if before is None or not ends:
        return
    keep(uow, before, before.with_terms(without(before.terms, deadline.kind)), fired=deadline)
    title = f"办结期限临近，应于{ends[0].due_at:%Y-%m-%d}前办结"
    basis = (because(f"{title}。", deadline.rule, {"办结期限": ends[0].due_at}),)
    uow.note(before.application_id, "matter_near", title, clause=deadline.rule, basis=basis)


def _ends_in_time(case: Case, deadline: Deadline) -> bool:
    """Publicity that ends at the end of the common term is not late; its end is being recorded."""
    shown = case.publicity
    return deadline.kind == "review_publicity" and bool(shown and shown.ends_at <= deadline.due_at)


def count_again(deadline: Deadline, uow: UnitOfWork) -> str:
    """Another calendar is in force: the term, and the days of publicity with its end, move."""
    before, ref = _case_of(deadline, uow)
    found = before and [t for t in only(before.terms, deadline.kind) if t.ref == ref]
    if before and found:
        publicity = _by_this_calendar(before.publicity, uow)
        table = timetable(uow, found[0].counted_from)
        after = before.count_again(found[0], table, publicity)
        keep(uow, before, after)
        if after.publicity and after.publicity != before.publicity:
            _tell_move(after.application_id, after.publicity, uow)
    return TITLES[deadline.kind]


def _by_this_calendar(publicity: Publicity | None, uow: UnitOfWork) -> Publicity | None:
    if publicity is None:
        return None
    return timetable(uow, publicity.reported_on).publish_again(publicity, uow.today)


def _tell_move(application_id: UUID, publicity: Publicity, uow: UnitOfWork) -> None:
    uow.emit(
        PublicityMoved(
            application_id=application_id,
            publicity_from=publicity.first_day,
            publicity_until=publicity.last_day,
        )
    )


def _case_of(deadline: Deadline, uow: UnitOfWork) -> tuple[Case | None, str]:
    application_id, _, ref = deadline.subject.partition("/")
    case: Case | None = uow.cases.lock(UUID(application_id))
    return (None, ref) if case is None or case.state in moves.FINAL else (case, ref)
