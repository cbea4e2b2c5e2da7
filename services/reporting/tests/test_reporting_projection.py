"""The same letters give the same picture of a case in any order."""

import random
from datetime import date, datetime
from uuid import uuid4

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    START,
    STREET_OFFICER,
    Story,
    accepted,
    active,
    approved,
    confirmed,
    corrected,
    objection,
    published,
    rejected,
    returned,
    stopped,
    subsidised,
    whole_life,
)
from sqlalchemy import select

from contracts.caller import (
    APPLICANT,
    Caller,
)
from contracts.intake import (
    ApplicationWithdrawn,
)
from contracts.payments import (
    RefundRequested,
    StartPostponed,
    StartRefused,
)
from contracts.reporting import GetProjection
from contracts.review import (
    FirstReviewPassed,
    PublicityClosed,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import NotFound
from reporting.frozen import FailedRow
from reporting.service import ReportingService
from reporting.tables import CaseRow, MonthRow
from servicekit.testing.house import House


@pytest.fixture(scope="module")
def shared():
    """One house for tests that look only at their own cases."""
    house = House(FixedClock(datetime(2019, 8, 1, tzinfo=SHANGHAI)), ReportingService)
    yield house
    house.close()


STORIES = {
    "accepted": (accepted, "accepted"),
    "published": (lambda: published(accepted()), "publicity"),
    "first post inside publicity": (
        lambda: published(accepted()).says(FirstReviewPassed, officer="d1"),
        "publicity",
    ),
    "publicity over": (
        lambda: published(accepted()).says(PublicityClosed, closed_at=START),
        "first_review",
    ),
    "first post after publicity": (
        lambda: (
            published(accepted())
            .says(PublicityClosed, closed_at=START)
            .says(FirstReviewPassed, officer="d1")
        ),
        "second_review",
    ),
    "objected": (lambda: objection(published(accepted())), "objection"),
    "dismissed": (lambda: objection(published(accepted()), upheld=False), "publicity"),
    "upheld": (lambda: rejected(objection(published(accepted()), upheld=True)), "rejected"),
    "returned": (lambda: returned(accepted()), "returned_to_applicant"),
    "returned to street": (
        lambda: returned(published(accepted()), "street"),
        "returned_to_street",
    ),
    "corrected": (lambda: corrected(returned(accepted())), "accepted"),
    "returned twice": (
        lambda: returned(corrected(returned(accepted()))),
        "returned_to_applicant",
    ),
    "passed again": (lambda: published(corrected(returned(published(accepted())))), "publicity"),
    "published anew": (
        lambda: published(
            returned(published(accepted()).says(PublicityClosed, closed_at=START)),
            until=date(2019, 4, 19),
        ),
        "publicity",
    ),
    "approved": (lambda: approved(accepted()), "approved"),
    "rejected": (lambda: rejected(accepted()), "rejected"),
    "withdrawn": (
        lambda: published(accepted()).says(ApplicationWithdrawn, reason="x"),
        "withdrawn",
    ),
    "refund": (
        lambda: approved(accepted()).says(RefundRequested, month="2019-05"),
        "refund_pending",
    ),
    "postponed": (
        lambda: approved(accepted()).says(StartPostponed, start_month="2019-06", months=36),
        "postponed",
    ),
    "start refused": (
        lambda: approved(accepted()).says(
            StartRefused, reason_code="R-EMP", reason_text="存在单位参保缴费"
        ),
        "start_refused",
    ),
    "confirmed": (lambda: confirmed(accepted()), "confirmed"),
    "active": (lambda: active(accepted()), "active"),
    "month": (lambda: subsidised(active(accepted()), "2019-05"), "active"),
    "stopped": (lambda: stopped(active(accepted())), "stopped"),
    "completed": (lambda: stopped(active(accepted()), "S01"), "completed"),
    "whole life": (whole_life, "stopped"),
}


def picture(house, case):
    """Everything kept of a case, but its identity."""
    with house["reporting"].desk.uow() as uow:
        row = uow.session.get_one(CaseRow, case)
        names = [column.key for column in CaseRow.__table__.columns]
        kept = {name: getattr(row, name) for name in names if name != "application_id"}
        months = uow.session.scalars(
            select(MonthRow).where(MonthRow.application_id == case).order_by(MonthRow.month)
        )
        failed = uow.session.scalars(
            select(FailedRow.month)
            .where(FailedRow.application_id == case)
            .order_by(FailedRow.month)
        )
        sums = [(m.month, m.personal, m.subsidy, m.total) for m in months]
        return kept | {"months": sums, "failed": list(failed)}


@pytest.mark.parametrize("name", STORIES)
def test_the_state_follows_from_what_was_said(shared, name):
    tell, state = STORIES[name]
    story = tell().tell(shared)

    seen = shared.ask(GetProjection(application_id=story.case), STREET_OFFICER)

    assert seen.state == state
    assert seen.last_event == story.letters[-1][0].event_name()


@pytest.mark.parametrize(
    ("name", "seed"),
    [(name, seed) for name in STORIES for seed in range(7 if name == "whole life" else 1)],
)
def test_any_order_and_any_number_of_copies_gives_the_same_picture(shared, name, seed):
    straight = STORIES[name][0]().tell(shared)
    shuffled = STORIES[name][0]()
    order = shuffled.letters * (2 + seed % 2)
    random.Random(seed).shuffle(order)

    shuffled.tell(shared, order)

    assert picture(shared, shuffled.case) == picture(shared, straight.case)
    assert shared["reporting"].parked() == []


def test_the_whole_life_is_kept_with_its_numbers(shared):
    kept = picture(shared, whole_life().tell(shared).case)
    assert (kept["project"], kept["failures"], kept["failed_messages"]) == ("02", 2, 1)
    assert (kept["start_month"], kept["end_month"], kept["stop_code"]) == (
        "2019-05",
        "2022-04",
        "S02",
    )
    assert [month for month, *_ in kept["months"]] == ["2019-05", "2019-06"]


def test_one_case_is_seen_by_its_own_people_only(shared):
    case = accepted().tell(shared).case
    for caller in (STREET_OFFICER, CLERK, CITY_CLERK, Caller(subject=str(case), tier=APPLICANT)):
        assert shared.ask(GetProjection(application_id=case), caller).state == "accepted"
    for caller in (ELSEWHERE, Caller(subject=str(uuid4()), tier=APPLICANT)):
        with pytest.raises(NotFound):
            shared.ask(GetProjection(application_id=case), caller)


def test_a_case_only_others_have_spoken_of_is_not_there_yet(shared):
    case = published(Story()).tell(shared).case
    with pytest.raises(NotFound):
        shared.ask(GetProjection(application_id=case), CITY_CLERK)
