"""The rules of results, stops and money as tables: domain §5.1."""

from datetime import date

import pytest
from payments_rules import CALENDAR, MAY, RULES, month

from payments.domain.dates import next_july, pay_by
from payments.domain.ledger import Result, fold
from payments.domain.stops import Stop, earliest, first_month_without
from policy.tables import EFFECTS


@pytest.mark.parametrize(
    ("effective", "event", "stops"),
    [
        ("first-employer-month", "2019-08", "2019-08"),  # S04
        ("month-after-event", "2019-08", "2019-09"),  # S05–S08, S11
        ("next-month", "2019-08", "2019-09"),  # S10
        ("from-start", "2019-08", "2019-05"),  # S09
        ("month-after-event", "2022-04", "2022-05"),
        ("month-after-event", "2023-01", "2022-05"),  # never later than the month after the end
        ("first-employer-month", "2019-01", "2019-05"),  # never before the start
    ],
)
def test_the_first_month_without_benefit(effective, event, stops):
    found = first_month_without(effective, month(event), MAY, month("2022-04"))
    assert found == month(stops)


@pytest.mark.parametrize("effective", sorted(EFFECTS))
def test_every_effect_a_pack_may_name_has_a_month(effective):
    assert MAY <= first_month_without(effective, MAY, MAY, month("2022-04")) <= MAY + 1


def test_the_earlier_stop_counts():
    early, late = Stop("S02", MAY), Stop("S03", MAY + 1)
    assert earliest(late, early) == early
    assert earliest(early, late) == early
    assert earliest(Stop("S03", MAY), Stop("S02", MAY)) == Stop("S03", MAY)
    assert earliest(None, early) == early
    assert earliest(None, None) is None


PAID, FAILED, DEFERRED, OPEN = "paid", "failed", "deferred", "open"


@pytest.mark.parametrize(
    ("results", "states", "stop"),
    [
        # domain §5.1
        ([("2019-06", 1, FAILED)], {"2019-06": "failed"}, None),
        (
            [("2019-06", 1, FAILED), ("2019-07", 1, FAILED)],
            {"2019-06": "failed", "2019-07": "failed"},
            "2019-08",
        ),
        (
            [("2019-06", 1, FAILED), ("2019-07", 1, PAID), ("2019-08", 1, FAILED)],
            {"2019-06": "failed", "2019-07": "deducted", "2019-08": "failed"},
            None,
        ),
        (
            [("2020-03", 1, DEFERRED), ("2020-04", 1, FAILED)],
            {"2020-03": "deferred", "2020-04": "failed"},
            None,
        ),
        # a failure of the bank is none of the person, before or between
        (
            [("2019-06", 1, FAILED), ("2019-07", 1, OPEN), ("2019-08", 1, FAILED)],
            {"2019-06": "failed", "2019-07": "planned", "2019-08": "failed"},
            None,
        ),
        # a late success clears its month
        (
            [("2019-06", 1, FAILED), ("2019-07", 1, FAILED), ("2019-06", 2, PAID)],
            {"2019-06": "deducted", "2019-07": "failed"},
            None,
        ),
        # a success is never undone, whatever a higher attempt says
        ([("2019-06", 1, PAID), ("2019-06", 2, FAILED)], {"2019-06": "deducted"}, None),
        # else the highest attempt counts
        ([("2019-06", 1, FAILED), ("2019-06", 2, OPEN)], {"2019-06": "planned"}, None),
        # nothing after a stop, nothing outside
        (
            [("2019-06", 1, FAILED), ("2019-07", 1, FAILED), ("2019-08", 1, PAID)],
            {"2019-06": "failed", "2019-07": "failed", "2019-08": "void"},
            "2019-08",
        ),
        (
            [("2019-04", 1, PAID), ("2022-05", 1, PAID)],
            {"2019-04": "void", "2022-05": "void"},
            None,
        ),
        # the last two months: there is nothing left to stop
        (
            [("2022-03", 1, FAILED), ("2022-04", 1, FAILED)],
            {"2022-03": "failed", "2022-04": "failed"},
            None,
        ),
        # months apart are not consecutive
        (
            [("2019-06", 1, FAILED), ("2019-08", 1, FAILED)],
            {"2019-06": "failed", "2019-08": "failed"},
            None,
        ),
    ],
)
def test_the_ledger_of_results(results, states, stop):
    given = [Result(month(m), attempt, "xx", outcome) for m, attempt, outcome in results]
    ledger = fold(given, MAY, month("2022-04"), None, 2)
    assert {str(s.month): s.state for s in ledger.standings} == states
    assert ledger.stop == (month(stop) if stop else None)


def test_a_stop_for_another_reason_bounds_the_ledger():
    given = [Result(month(m), 1, "01", FAILED) for m in ("2019-06", "2019-07", "2019-08")]
    ledger = fold(given, MAY, month("2022-04"), month("2019-07"), 2)
    assert [s.state for s in ledger.standings] == ["failed", "void", "void"]
    assert ledger.stop is None


@pytest.mark.parametrize(
    ("failed", "today", "day"),
    [
        ("2019-06", date(2019, 7, 3), date(2019, 7, 19)),  # the 20th is a Saturday
        ("2019-06", date(2019, 6, 25), date(2019, 7, 19)),
        ("2019-06", date(2019, 6, 10), date(2019, 6, 20)),
        ("2019-06", date(2019, 7, 19), date(2019, 8, 20)),  # never a day that has gone by
        ("2019-12", date(2019, 12, 26), date(2020, 1, 20)),
    ],
)
def test_the_day_to_hold_the_money_lies_ahead(failed, today, day):
    assert pay_by(month(failed), today, CALENDAR, RULES) == day


def test_the_next_first_of_july():
    assert next_july(date(2019, 6, 30)) == date(2019, 7, 1)
    assert next_july(date(2019, 7, 1)) == date(2020, 7, 1)
