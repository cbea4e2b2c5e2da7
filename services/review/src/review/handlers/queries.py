"""What people look at: one case, the work queues, the public page."""

from collections.abc import Sequence
from datetime import date

from contracts.caller import POST_ONE, POST_TWO
from contracts.review import (
    CasePage,
    CaseProgress,
    CaseView,
    FollowCase,
    GetCase,
    ListCases,
    ListPublicity,
    PublicityPage,
)
from kernel.errors import Invalid
from review import paging
from review.domain.case import Case
from review.domain.queue import OPEN_STEPS
from review.handlers.common import jurisdiction, not_found
from review.handlers.freshness import answers_to
from review.views import (
    Reader,
    Record,
    case_view,
    objection_line,
    progress,
    publicity_line,
    queue_line,
)
from servicekit.uow import UnitOfWork

HOTLINE = "12333"  # 人力资源社会保障服务热线; setting SUPERVISION_PHONE


def get_case(query: GetCase, uow: UnitOfWork) -> CaseView:
    """One case, masked, with what this caller may do now.

    Who objected is shown in clear only to whoever looks into it, with the reason on record.
    """
    case: Case | None = uow.cases.get(query.application_id)
    if case is None:
        raise not_found()
    uow.caller.must_see(case.street_code, case.agency)
    posts = uow.posts.of(case.application_id)
    objections = uow.objections.of(case.application_id)
    if {POST_ONE, POST_TWO} & uow.caller.posts:
        uow.openings.note(case, uow.caller.subject)
    if query.clear:
        _note_clear_read(query, uow)
    history = uow.history(case.application_id)
    record = Record(posts, objections, history, query.clear, answers_to(case, uow))
    return case_view(case, record, uow.caller, uow.now)


def follow_case(query: FollowCase, uow: UnitOfWork) -> CaseProgress:
    """The applicant's own case; another's is answered as absent, by the wall too."""
    case: Case | None = uow.cases.get(query.application_id)
    if case is None or uow.caller.subject != str(query.application_id):
        raise not_found()
    posts = uow.posts.of(case.application_id)
    objections = uow.objections.of(case.application_id)
    return progress(case, posts, objections, uow.now)


def _note_clear_read(query: GetCase, uow: UnitOfWork) -> None:
    if len(query.reason.strip()) < 2:
        sentence = "查看异议人姓名和联系方式须写明理由。"
        raise Invalid(sentence, fields={"reason": sentence}, code="reason-needed")
    title = "查看异议人姓名和联系方式"
    uow.note(query.application_id, "clear_read", title, clause="个人信息保护", why=query.reason)


def list_cases(query: ListCases, uow: UnitOfWork) -> CasePage:
    """The caller's work queue by legal due date; objections by the day they are to be checked."""
    where, limit = jurisdiction(uow.caller), paging.checked_limit(query.limit)
    asked = {"agency": query.agency, "street_code": query.street_code}
    narrowed = {name: code for name, code in asked.items() if code}
    if any(where.get(name, code) != code for name, code in narrowed.items()):
        return CasePage(items=())  # nobody sees another's
    where = where | narrowed
    after = paging.place_of(query.cursor, moment=True)
    if query.queue == "objections":
        rows, shown = uow.cases.objected(where, after, limit + 1), objection_line
    elif query.queue == "overdue":
        rows, shown = uow.cases.overdue(where, OPEN_STEPS, after, limit + 1), queue_line
    else:
        steps = OPEN_STEPS if query.queue == "all" else (query.queue,)
        rows, shown = uow.cases.queue(where, steps, after, limit + 1), queue_line
    page, last = paging.cut(rows, limit)
    reader = reader_of(page, uow)
    items = tuple(shown(case, reader) for case in page)
    return CasePage(items=items, next_cursor=_next(last, page))


def reader_of(page: Sequence[Case], uow: UnitOfWork) -> Reader:
    """Whoever asks, before these cases."""
    posts = uow.posts.of_many(case.application_id for case in page)
    return Reader(uow.caller, uow.now, uow.calendar, posts, lambda case: answers_to(case, uow))


def list_publicity(query: ListPublicity, uow: UnitOfWork) -> PublicityPage:
    """公示 of today, for everybody; a page taken down is not shown again."""
    limit, after = paging.checked_limit(query.limit), paging.place_of(query.cursor, moment=False)
    rows = uow.cases.published(uow.today, query.agency, after, limit + 1)
    page, last = paging.cut(rows, limit)
    phone = uow.world.settings.get("SUPERVISION_PHONE", HOTLINE)
    items = tuple(publicity_line(case, uow.policy, phone) for case in page)
    return PublicityPage(items=items, next_cursor=_next(last, page))


def _next(last: date | None, page: list[Case]) -> str | None:
    return paging.cursor_of(last, page[-1].application_id) if last is not None else None
