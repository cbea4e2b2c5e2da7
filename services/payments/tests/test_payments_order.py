"""Deduction results in any order, any number of times: the same ledger, each month once.

京劳服失发〔2019〕1号 附件3 二.1; the bank's files come late, twice and in pieces (domain §5, §15).
"""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from payments_cases import Case, at
from sqlalchemy import text

from contracts.payments import BenefitStopped, DeductionFailed, MonthSubsidised, SubsidyReversed
from kernel.clock import FixedClock
from kernel.month import Month
from payments.domain.ledger import DEDUCTED, VOID, Result, fold
from payments.service import PaymentsService
from servicekit.testing.house import House

MONTHS = [str(Month(2021, 6) + step) for step in range(7)]  # one before the start, one after
START, TERM = "2021-07", 5
OUTCOME = {"00": "paid", "01": "failed", "04": "failed", "09": "open"}
RESULT = st.tuples(
    st.sampled_from(MONTHS), st.integers(1, 3), st.sampled_from(["00", "01", "04", "09"])
)


@st.composite
def deliveries(draw):
    """A set of results, and the order in which they arrive, some of them again."""
    results = draw(st.lists(RESULT, min_size=1, max_size=8, unique=True))
    again = draw(st.lists(st.sampled_from(results), max_size=4))
    return sorted(results), draw(st.permutations(results + again))


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    made = House(FixedClock(at("2021-07-05")), PaymentsService)
    yield made
    made.close()


def told(case, house, results):
    for month, attempt, code in results:
        case.deduct(month, code, attempt)
    view = case.view()
    ledger = {m.month: (m.state, m.subsidy) for m in view.ledger}
    return ledger, view.stop_code, view.stop_month, view.months_used


def standing(case, house):
    query = (
        "SELECT month, subsidy FROM subsidies WHERE application_id = :id AND reversed_at IS NULL"
    )
    with house["payments"].engine.connect() as connection:
        return list(connection.execute(text(query), {"id": case.id}))


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries())
def test_any_order_and_repetition_gives_the_ledger_of_the_right_order(house, delivery):
    in_order, arrived = delivery
    one = Case(house, start=START, months=TERM).active()
    other = Case(house, start=START, months=TERM).active()
    assert told(one, house, in_order) == told(other, house, arrived)
    view = other.view()
    stop_month, used = view.stop_month, view.months_used
    paid = standing(other, house)
    assert len({month for month, _ in paid}) == len(paid) == used
    assert all(START <= month <= MONTHS[5] for month, _ in paid)
    assert all(month < stop_month for month, _ in paid if stop_month)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(deliveries())
def test_what_was_said_adds_up_to_what_stands(house, delivery):
    _, arrived = delivery
    case = Case(house, start=START, months=TERM).active()
    for month, attempt, code in arrived:
        case.deduct(month, code, attempt)

    def mine(kind):
        return [said for said in case.said(kind) if said.application_id == case.id]

    plus = sum(Decimal(said.subsidy) for said in mine(MonthSubsidised))
    minus = sum(Decimal(said.subsidy) for said in mine(SubsidyReversed))
    assert plus - minus == sum(amount for _, amount in standing(case, house))
    failures = [said.month for said in mine(DeductionFailed)]
    assert len(failures) == len(set(failures))
    view = case.view()
    if view.stop_code:
        assert mine(BenefitStopped)[-1].from_month == view.stop_month


def folded(results, decided=None):
    made = [Result(Month.parse(m), attempt, code, OUTCOME[code]) for m, attempt, code in results]
    start = Month.parse(START)
    return fold(made, start, start + TERM - 1, decided, 2)


@settings(max_examples=200, deadline=None)
@given(deliveries())
def test_the_fold_knows_no_order(delivery):
    in_order, arrived = delivery
    assert folded(in_order) == folded(arrived)


@settings(max_examples=200, deadline=None)
@given(deliveries(), st.sampled_from([None, *MONTHS]))
def test_nothing_counts_from_a_stop_on(delivery, decided):
    _, arrived = delivery
    bound = Month.parse(decided) if decided else None
    ledger = folded(arrived, bound)
    ends = [stop for stop in (bound, ledger.stop) if stop]
    late = [s for s in ledger.standings if ends and s.month >= min(ends)]
    assert {s.state for s in late} <= {VOID}
    months = [s.month for s in ledger.standings]
    assert len(months) == len(set(months))


@settings(max_examples=100, deadline=None)
@given(deliveries())
def test_a_success_inside_an_unstopped_benefit_is_never_undone(delivery):
    _, arrived = delivery
    ledger = folded(arrived)
    inside = {m for m, _, code in arrived if code == "00" and MONTHS[1] <= m <= MONTHS[5]}
    kept = {str(s.month) for s in ledger.standings if s.state == DEDUCTED}
    before_stop = {m for m in inside if ledger.stop is None or m < str(ledger.stop)}
    assert kept == before_stop
