"""The roster of 附件5: its columns, who is on it, who reads it and how."""

from dataclasses import fields
from datetime import datetime

import pytest
from reporting_story import (
    CITY_CLERK,
    CLERK,
    ELSEWHERE,
    ID,
    POST,
    STREET_OFFICER,
    accepted,
    approved,
    confirmed,
)

from contracts.caller import (
    CITY,
    Caller,
)
from contracts.payments import (
    StartPostponed,
)
from contracts.reporting import GetRoster, RosterRow
from kernel.clock import SHANGHAI
from kernel.errors import Forbidden, Invalid, NotFound
from servicekit.testing.house import plain


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
