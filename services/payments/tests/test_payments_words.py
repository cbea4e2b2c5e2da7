"""What officers write is kept in the record, sealed: it may name people."""

import pytest
from payments_cases import CLERK, Case, line

from contracts.payments import PostponeStart, RefuseStart, RequestRefund, StopBenefit

WORDS = "张三丰本人来电说明"


def stopping(case):
    case.open()
    return StopBenefit(application_id=case.id, code="S10", event_month="2019-05", note=WORDS)


def postponing(case):
    case.open().find(line("2019-05"))
    return PostponeStart(application_id=case.id, reason=WORDS)


def refunding(case):
    case.open().find(line("2019-05"))
    return RequestRefund(application_id=case.id, reason=WORDS)


def refusing(case):
    case.open().find(line("2019-05", "employer", True))
    return RefuseStart(application_id=case.id, note=WORDS)


@pytest.mark.parametrize(
    ("prepared", "action"),
    [
        (stopping, "stop_decided"),
        (postponing, "start_postponed"),
        (refunding, "refund_requested"),
        (refusing, "start_refused"),
    ],
)
def test_words_are_kept_and_sealed(house, prepared, action):
    case = Case(house)
    house.ask(prepared(case), CLERK)
    assert house["payments"].words(action) == [WORDS]
    assert WORDS not in house["payments"].dump()
