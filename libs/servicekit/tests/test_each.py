"""What every service obeys for itself: how it stands, and its parked letters."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from contracts.caller import AUDIT_ADMIN, OPERATOR, SYSTEM_ADMIN, Caller
from contracts.operating import (
    DiscardLetters,
    GetCondition,
    GetParkedLetter,
    ListParkedLetters,
    RedriveLetters,
)
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from servicekit.each.letters import _field
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService

OF = "keeper"
HOLDER = Caller(subject="operator", tier=OPERATOR, roles=(SYSTEM_ADMIN,), division="110000")
AUDITOR = Caller(subject="auditor", tier=OPERATOR, roles=(AUDIT_ADMIN,), division="110000")


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def park(house, *secrets):
    counter = uuid4()
    for secret in secrets or ("refuse",):
        house.ask(Count(counter=counter, secret=secret))
    house.settle()
    return str(counter)


def listed(house, **which):
    return house.ask(ListParkedLetters(of=OF, **which), HOLDER)


def test_parked_letters_are_listed_with_what_waits_behind_and_counted_by_reason(house):
    first, second = park(house, "refuse", "quiet", "quiet"), park(house)
    found = listed(house)
    assert [(one.aggregate_id, one.behind) for one in found.items] == [(first, 2), (second, 0)]
    assert {one.event for one in found.items} == {"counter_moved"}
    assert found.total == sum(group.count for group in found.groups) == 2
    assert (found.driving, found.next_cursor) == (0, None)
    page = listed(house, limit=1)
    following = listed(house, limit=1, cursor=page.next_cursor)
    assert [one.aggregate_id for one in page.items + following.items] == [first, second]
    assert listed(house, code="no-such-reason").total == 0
    with pytest.raises(Invalid):
        listed(house, cursor="elsewhere")


def test_a_letter_is_looked_at_without_what_is_sealed_in_it(house):
    counter = park(house)
    [letter] = listed(house).items
    seen = house.ask(GetParkedLetter(of=OF, parked_id=letter.parked_id), AUDITOR)
    assert seen.letter == letter
    shown = {one.name: (one.value, one.masked) for one in seen.fields}
    assert shown["counter"] == (counter, False)
    assert shown["secret"] == ("", True)
    with pytest.raises(NotFound):
        house.ask(GetParkedLetter(of=OF, parked_id=letter.parked_id + 1), AUDITOR)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("CHK-GA-ID", True),
        ("2019-05", True),
        (True, True),
        (None, True),
        ("6f1c1c1e-8f0a-4c38-9a53-2b7a0d6f7a11", True),
        ("王晓明", False),
        ("11010119800307123X", False),
        ("13800000000", False),
        ("two words", False),
        ({"name": "x"}, False),
        ("x" * 61, False),
    ],
)
def test_of_a_letters_fields_only_codes_days_and_numbers_are_shown(value, shown):
    field = _field("field", value)
    assert field.masked is not shown
    assert bool(field.value) == (shown and value is not None)


def test_letters_are_driven_again_by_reason_by_number_and_all(house):
    park(house), park(house)
    [one, other] = listed(house).items
    code = one.reason
    assert house.ask(RedriveLetters(of=OF, code=code), HOLDER).count == 2
    assert listed(house).driving == 2
    house["keeper"].desk.tick()
    assert (listed(house).driving, listed(house).total) == (0, 2)  # refused once more
    assert house.ask(RedriveLetters(of=OF, parked_ids=(other.parked_id,)), HOLDER).count == 1
    assert listed(house).driving == 1
    assert house.ask(RedriveLetters(of=OF, everything=True), HOLDER).count == 2
    with pytest.raises(Invalid):
        house.ask(RedriveLetters(of=OF), HOLDER)
    for order in (RedriveLetters(of=OF, everything=True), RedriveLetters(of=OF, parked_ids=(7,))):
        with pytest.raises(Forbidden):
            house.ask(order, AUDITOR)
    noted = history(house)
    assert [item.what for item in noted] == ["letters_redriven"] * 3
    assert {item.actor for item in noted} == {"operator"}


def test_a_discarded_letter_lets_those_behind_it_go_and_its_reason_is_kept(house):
    park(house, "refuse", "quiet")
    [letter] = listed(house).items
    form = DiscardLetters(of=OF, parked_ids=(letter.parked_id,), why="测试数据，不需要")
    assert house.ask(form, HOLDER).count == 1
    house["keeper"].desk.tick()
    assert (listed(house).total, house["keeper"].parked()) == (0, [])
    assert house["keeper"].words("letter_discarded") == ["测试数据，不需要"]
    with pytest.raises(NotFound):
        house.ask(form, HOLDER)
    assert len(history(house)) == 1


def test_what_is_no_letter_can_only_be_discarded(house):
    house["keeper"].desk.park_raw(b"\xff not one of ours", "unreadable")
    [thing] = listed(house).items
    assert (thing.can_be_driven, thing.event) == (False, "")
    assert house.ask(GetParkedLetter(of=OF, parked_id=thing.parked_id), HOLDER).fields == ()
    with pytest.raises(Conflict):
        house.ask(RedriveLetters(of=OF, parked_ids=(thing.parked_id,)), HOLDER)
    assert house.ask(RedriveLetters(of=OF, everything=True), HOLDER).count == 0
    form = DiscardLetters(of=OF, parked_ids=(thing.parked_id,), why="来历不明")
    assert house.ask(form, HOLDER).count == 1


def test_a_service_says_how_it_stands(house):
    before = house.ask(GetCondition(of=OF), HOLDER)
    assert (before.parked, before.delayed, before.held, before.heard_at) == (0, 0, 0, None)
    park(house, "refuse", "quiet")
    keeper = house.ask(GetCondition(of=OF), HOLDER)
    assert (keeper.service, keeper.at) == (OF, house.clock.now())
    assert (keeper.parked, keeper.held) == (1, 1)
    assert keeper.release


def test_deadlines_that_are_due_and_not_rung_are_counted(house):
    with house["keeper"].desk.uow() as uow:
        uow.deadlines.set("anything", "subject", house.clock.now() - timedelta(minutes=7))
        uow.deadlines.set("anything", "later", house.clock.now() + timedelta(minutes=7))
        uow.commit()
    found = house.ask(GetCondition(of=OF), HOLDER)
    assert (found.overdue, found.overdue_seconds) == (1, 7 * 60)


def history(house):
    with house["keeper"].desk.uow() as uow:
        return uow.history("operations/letters")
