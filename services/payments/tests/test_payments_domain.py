"""The rules of payments as tables: domain §5.1, §6.2, §6.3, §8."""

from datetime import date

import pytest

import policy
from kernel.month import Month
from payments.domain.dates import next_july, pay_by
from payments.domain.ledger import Result, fold
from payments.domain.reports import lapsed, next_reminder, reminder_of, taking, waiting
from payments.domain.start import Line, Person, find, first_free, is_fresh, term
from payments.domain.states import LIVE, allowed
from payments.domain.stops import Stop, earliest, first_month_without
from policy.calendar import published_calendar
from policy.deadlines import start_cutoff_of
from policy.reports import report_windows
from policy.tables import EFFECTS

RULES, CALENDAR = policy.load().on(date(2019, 4, 20)), published_calendar()
MAY = Month(2019, 5)


def month(text: str) -> Month:
    return Month.parse(text)


def lines(*given: tuple[str, str, bool]) -> list[Line]:
    return [Line(month(when), payer, open_ended) for when, payer, open_ended in given]


UNIT, SELF, BENEFIT = "employer", "self", "unemployment_insurance"


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ([], "clean"),
        ([("2019-05", SELF, False)], "self_paid"),
        ([("2019-05", UNIT, False)], "employer_ended"),
        ([("2019-05", UNIT, True)], "employer_open"),
        ([("2019-05", BENEFIT, False)], "unemployment"),
        ([("2019-04", SELF, False)], "clean"),  # the month before does not matter
        ([("2019-06", SELF, False)], "clean"),  # nor does the month after
        ([("2019-06", UNIT, True)], "employer_open"),  # insured for good from next month
        ([("2019-04", UNIT, True)], "employer_open"),  # since last month
        ([("2019-05", SELF, False), ("2019-05", UNIT, False)], "employer_ended"),
        ([("2019-05", SELF, False), ("2019-05", BENEFIT, False)], "unemployment"),
    ],
)
def test_what_the_record_says_about_the_start_month(given, finding):
    assert find(lines(*given), MAY) == finding


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ([("2019-05", SELF, False)], "2019-06"),
        ([("2019-05", SELF, False), ("2019-06", SELF, False)], "2019-07"),
        ([("2019-05", SELF, False), ("2019-07", SELF, False)], "2019-06"),
        ([("2019-05", UNIT, False), ("2019-06", UNIT, False)], "2019-07"),  # §16.10
        ([("2019-12", SELF, False)], "2019-06"),
    ],
)
def test_the_start_moves_to_the_first_month_without_contribution(given, start):
    assert first_free(lines(*given), MAY) == month(start)


@pytest.mark.parametrize(
    ("birth", "sex", "granted", "start", "months"),
    [
        (date(1962, 8, 15), "male", 40, "2019-05", 40),
        (date(1962, 8, 15), "male", 40, "2019-07", 38),  # retirement takes them
        (date(1978, 3, 7), "female", 36, "2019-07", 36),  # the term moves along
        (date(1978, 3, 7), "female", 22, "2019-07", 22),  # what was granted stays the limit
        (date(1960, 1, 9), "male", 9, "2020-01", 1),
        (date(1960, 1, 9), "male", 9, "2020-02", 0),  # §16.11: R-RET
    ],
)
def test_months_after_a_postponement(birth, sex, granted, start, months):
    person = Person(
        category="P4045",
        sex=sex,
        retire_class="worker",
        birth=birth,
        approved_on=date(2019, 4, 20),
    )
    assert term(granted, month(start), person, RULES) == months


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        ("2019-05", date(2019, 5, 24)),
        ("2019-08", date(2019, 8, 23)),
        ("2019-11", date(2019, 11, 22)),
        ("2020-01", date(2020, 1, 23)),  # the 24th is New Year's Eve
        ("2020-10", date(2020, 10, 23)),
    ],
)
def test_the_cutoff_rolls_back_to_a_working_day(start, last_day):
    assert start_cutoff_of(month(start), CALENDAR, RULES) == last_day


def test_a_finding_is_fresh_for_five_working_days():
    assert is_fresh(date(2019, 5, 6), date(2019, 5, 13), CALENDAR, RULES)
    assert not is_fresh(date(2019, 5, 6), date(2019, 5, 14), CALENDAR, RULES)


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


# domain §8: due -> closes; stop month
WINDOWS = [
    ("2019-05", 36, 12, 1, "2019-07-31", "2019-07-31", "2019-08"),
    ("2019-05", 36, 12, 3, "2020-01-31", "2020-02-03", "2020-02"),
    ("2019-05", 36, 12, 4, "2020-04-30", "2020-04-30", "2020-05"),
    ("2019-06", 13, 4, 1, "2019-08-31", "2019-09-02", "2019-09"),
    ("2019-06", 13, 4, 2, "2019-11-30", "2019-12-02", "2019-12"),
    ("2019-06", 13, 4, 3, "2020-02-29", "2020-03-02", "2020-03"),
    ("2019-06", 13, 4, 4, "2020-05-31", "2020-06-01", "2020-06"),
    ("2020-11", 9, 3, 1, "2021-01-31", "2021-02-01", "2021-02"),
    ("2020-11", 9, 3, 2, "2021-04-30", "2021-04-30", "2021-05"),
    ("2020-11", 9, 3, 3, "2021-07-31", "2021-08-02", "2021-08"),
]


@pytest.mark.parametrize(("start", "n", "count", "number", "due", "closes", "stop"), WINDOWS)
def test_report_windows(start, n, count, number, due, closes, stop):
    windows = report_windows(month(start), n, CALENDAR, RULES)
    window = windows[number - 1]
    assert len(windows) == count
    assert (str(window.due), str(window.closes), str(window.stop_month)) == (due, closes, stop)


JUNE = report_windows(Month(2019, 6), 13, CALENDAR, RULES)  # W1 closes on Monday 2 September


@pytest.mark.parametrize(
    ("day", "fulfilled", "number"),
    [
        (date(2019, 5, 31), (), None),
        (date(2019, 6, 1), (), 1),
        (date(2019, 8, 31), (), 1),
        (date(2019, 9, 2), (), 1),  # the weekend still counts for the first window
        (date(2019, 9, 2), (1,), 2),  # unless it has its report already
        (date(2019, 9, 3), (), 2),
        (date(2019, 7, 1), (1,), 1),  # a second report of the same window
        (date(2020, 6, 2), (), None),  # the trailing month carries no duty
    ],
)
def test_which_window_a_report_goes_to(day, fulfilled, number):
    window = taking(JUNE, fulfilled, day)
    assert (window.number if window else None) == number


def test_waiting_and_lapsed_windows():
    assert waiting(JUNE, (), date(2019, 9, 2)) == JUNE[0]
    assert waiting(JUNE, (1,), date(2019, 7, 1)) == JUNE[1]
    assert lapsed(JUNE, (), 1, date(2019, 9, 2)) is None
    assert lapsed(JUNE, (), 1, date(2019, 9, 3)) == JUNE[0]
    assert lapsed(JUNE, (), 2, date(2019, 9, 3)) is None  # no duty before the activation
    assert waiting(JUNE, (1, 2, 3, 4), date(2020, 6, 1)) is None


def test_reminders_of_a_window():
    first = JUNE[0]
    assert next_reminder(first, date(2019, 8, 1)) == date(2019, 8, 16)
    assert next_reminder(first, date(2019, 8, 16)) == date(2019, 8, 26)
    assert next_reminder(first, date(2019, 8, 30)) is None
    assert reminder_of(first, date(2019, 8, 15)) is None
    assert reminder_of(first, date(2019, 8, 27)) == date(2019, 8, 26)
    assert reminder_of(first, date(2019, 9, 3)) is None


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


@pytest.mark.parametrize(
    ("state", "finding", "commands"),
    [
        ("start_check", "", {"check_contributions", "stop_benefit"}),
        ("finding", "clean", {"confirm_start", "check_contributions", "stop_benefit"}),
        (
            "finding",
            "self_paid",
            {"request_refund", "postpone_start", "check_contributions", "stop_benefit"},
        ),
        ("finding", "employer_open", {"refuse_start", "check_contributions", "stop_benefit"}),
        ("confirmed", "", {"close_addition_list", "transfer_benefit", "stop_benefit"}),
        ("active", "", {"file_report", "transfer_benefit", "stop_benefit"}),
        ("stopped", "", set()),
        ("refused", "", set()),
    ],
)
def test_what_may_be_done_in_a_state(state, finding, commands):
    assert set(allowed(state, finding)) == commands
    assert ("stop_benefit" in allowed(state, finding)) == (state in LIVE)
