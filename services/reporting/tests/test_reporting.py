"""Projections: the same letters give the same picture in any order; rosters, counts, sums."""

import random
from dataclasses import fields
from datetime import date, datetime
from uuid import uuid4

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    ID,
    POST,
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
    CITY,
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
from contracts.reporting import GetCounts, GetProjection, GetRoster, GetSubsidySums, RosterRow
from contracts.review import (
    FirstReviewPassed,
    PublicityClosed,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Forbidden, Invalid, NotFound
from reporting.frozen import FailedRow
from reporting.service import ReportingService
from reporting.tables import CaseRow, MonthRow
from servicekit.testing.house import House, plain


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


# -- the roster of 附件5


def roster(house, caller=CLERK, **more):
    return house.ask(GetRoster(agency="110101", month="2019-04", **more), caller)


COLUMNS = [spec.name for spec in fields(RosterRow)]


def test_a_row_has_the_fourteen_columns_of_the_form_in_their_order(house):
    confirmed(accepted()).tell(house)

    answer = roster(house, clear=True, reason="每月打印备份")

    [row] = plain(answer)["rows"]
    assert len(row) == 14
    assert [row[name] for name in COLUMNS] == [
        1,
        "李秀英",
        "女",
        41,
        ID,
        "本地非农业户口",
        "东华门街道",
        "家政",
        36,
        "2019-04-01",
        "2019.05-2022.04",
        "13800000000",
        "4045人员",
        "",
    ]
    assert (answer.number, answer.agency_name) == ("110101-201904-001", "东城区")


def test_without_a_reason_it_is_masked_and_the_proposed_period_is_marked(house):
    approved(accepted()).tell(house)
    [row] = roster(house).rows
    assert (row.name, row.id_number, row.phone) == ("李**", "11**************29", "138****0000")
    assert (row.period, row.remark) == ("2019.05-2022.04", "起止为拟定")


def test_a_postponed_start_moves_the_period(house):
    approved(accepted()).says(StartPostponed, start_month="2019-07", months=35).tell(house)
    [row] = roster(house).rows
    assert (row.period, row.months) == ("2019.07-2022.05", 35)


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        ("2019-03-31T23:59:59", False),
        ("2019-04-01T00:00:00", True),
        ("2019-04-30T23:59:59", True),
        ("2019-05-01T00:00:00", False),
    ],
)
def test_those_approved_in_the_month_are_listed(house, at, listed):
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    approved(accepted(), at=moment).tell(house)
    assert bool(roster(house).rows) is listed


def test_rows_are_sorted_by_approval_then_number_and_the_digest_is_stable(house):
    noon, later = (datetime(2019, 4, 12, hour, tzinfo=SHANGHAI) for hour in (12, 13))
    approved(accepted("n3", name="丙"), at=noon).tell(house)
    approved(accepted("n1", name="乙"), at=later).tell(house)
    approved(accepted("n2", name="甲"), at=noon).tell(house)
    approved(accepted("n0", agency="110105", street_code="110105021"), at=noon).tell(house)

    first = roster(house, clear=True, reason="核对")
    again = roster(house, clear=True, reason="核对")

    assert [(row.row, row.name) for row in first.rows] == [(1, "甲"), (2, "丙"), (3, "乙")]
    assert first == again
    assert len(first.digest) == 64
    assert first.digest != roster(house).digest  # the digest is of the rows as shown


@pytest.mark.parametrize(
    ("caller", "refusal"),
    [
        (STREET_OFFICER, Forbidden),
        (ELSEWHERE, NotFound),
        (Caller(subject="x", tier=CITY), Forbidden),
    ],
)
def test_others_do_not_see_the_roster(house, caller, refusal):
    approved(accepted()).tell(house)
    with pytest.raises(refusal):
        roster(house, caller)


def test_reading_in_clear_needs_a_reason_and_leaves_a_trace(house):
    approved(accepted()).tell(house)
    with pytest.raises(Invalid) as refused:
        roster(house, clear=True)
    assert refused.value.code == "reason-needed"

    for caller in (CLERK, POST, CITY_CLERK):
        roster(house, caller, clear=True, reason="核对名单")

    with house["reporting"].desk.uow() as uow:
        history = uow.history("roster/110101/2019-04")
    assert [item.actor for item in history] == ["d", "p", "c"]
    assert {item.what for item in history} == {"roster_read_in_clear"}


# -- counts and sums


@pytest.fixture
def populated(house):
    active(accepted("n1")).tell(house)
    rejected(accepted("n2", sex="male", income_band="D")).tell(house)
    accepted("n3", street_code="110101002", project="04").tell(house)
    accepted("n4", agency="110105", street_code="110105021").tell(house)
    published(Story()).tell(house)  # intake's letter about this one is still under way
    return house


def counts(house, by, caller=CITY_CLERK):
    answer = house.ask(GetCounts(by=by), caller)
    assert answer.total == sum(item.count for item in answer.items)
    return {item.label: item.count for item in answer.items}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("district", {"东城区": 3, "朝阳区": 1}),
        ("street", {"东华门街道": 2, "景山街道": 1, "南磨房地区": 1}),
        ("state", {"已受理，初审中": 2, "享受中": 1, "审核未通过": 1}),
        ("category", {"4045人员": 4}),
        ("project", {"家政": 3, "网约车": 1}),
        ("sex", {"女": 3, "男": 1}),
        ("income_band", {"1001元至2000元": 3, "5000元以上": 1}),
    ],
)
def test_counts_by_each_dimension_add_up(populated, by, expected):
    assert counts(populated, by) == expected


def test_counts_stay_inside_the_jurisdiction(populated):
    assert counts(populated, "district", CLERK) == {"东城区": 3}
    assert counts(populated, "street", STREET_OFFICER) == {"东华门街道": 2}
    with pytest.raises(Forbidden):
        counts(populated, "state", Caller(subject="nobody", tier=APPLICANT))


def test_sums_of_a_month_by_district(house):
    for number, street in (("n1", "110101001"), ("n2", "110101002")):
        subsidised(active(accepted(number, street_code=street)), "2019-05").tell(house)
    subsidised(active(accepted("n3", agency="110105", street_code="110105021")), "2019-05").tell(
        house
    )

    def sums(month, caller):
        answer = house.ask(GetSubsidySums(month=month), caller)
        return [(s.agency_name, s.persons, s.personal, s.subsidy, s.total) for s in answer.items]

    east = ("东城区", 2, "538.52", "1727.34", "2265.86")
    assert sums("2019-05", CLERK) == [east]
    assert sums("2019-05", CITY_CLERK) == [east, ("朝阳区", 1, "269.26", "863.67", "1132.93")]
    assert sums("2019-06", CITY_CLERK) == []
    own = [("东城区", 1, "269.26", "863.67", "1132.93")]  # of two streets that drew in this month
    assert sums("2019-05", STREET_OFFICER) == own


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


def test_nothing_personal_lies_open_in_the_tables(house):
    confirmed(accepted()).tell(house)
    roster(house, clear=True, reason="核对")
    with house["reporting"].engine.connect() as connection:
        dump = "".join(
            str(row)
            for table in ("cases", "months", "audit", "inbox")
            for row in connection.exec_driver_sql(f"SELECT * FROM {table}")
        )
    assert all(secret not in dump for secret in ("李秀英", ID, "13800000000"))
    assert "roster_read_in_clear" in dump and "核对" not in dump  # the reason is sealed
