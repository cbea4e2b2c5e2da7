"""Ledgers of many cases read at once are what a query would find, also after a change."""

import pytest
from payments_cases import Case

from payments.rows import MonthRow

MAY, JUNE = "2019-05", "2019-06"


@pytest.fixture
def two(house):
    cases = [Case(house).active() for _ in range(2)]
    for case in cases:
        case.deduct(MAY)
    return cases


def test_what_is_read_together_is_what_is_read_alone(house, two):
    with house["payments"].desk.uow() as uow:
        alone = [set(uow.ledgers.months(case.id)) for case in two]
        with uow.ledgers.read_together({case.id for case in two}):
            assert [set(uow.ledgers.months(case.id)) for case in two] == alone
            assert all(uow.ledgers.claims(case.id) == [] for case in two)


def test_what_was_added_or_changed_meanwhile_is_seen(house, two):
    one, other = (case.id for case in two)
    with house["payments"].desk.uow() as uow, uow.ledgers.read_together({one, other}):
        uow.ledgers.months(one)[MAY].state = "void"
        uow.session.add(MonthRow(application_id=one, month=JUNE, state="planned"))
        assert uow.ledgers.months(one)[MAY].state == "void"
        assert JUNE in uow.ledgers.months(one)
        assert JUNE not in uow.ledgers.months(other)
        uow.session.delete(uow.ledgers.months(one)[JUNE])
        uow.session.flush()
        assert JUNE not in uow.ledgers.months(one)
