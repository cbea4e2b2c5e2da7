"""The waiting room: what waits for whom and why, saying it again, a line closed by hand."""

from datetime import timedelta
from uuid import uuid4

import pytest
from test_partners_asking import answer, ask

from contracts.caller import CITY, CITY_OFFICER, Caller
from contracts.partners import CloseLine, GetWaiting, ListPartners, ListWaiting, ResendWaiting
from kernel.errors import Conflict, Invalid, NotFound
from outside.partners import PARTNERS
from outside.places import Place

CLERK = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000", key_serial="K1")


def waiting(town, **filters):
    return town.ask(ListWaiting(**filters), CLERK)


def lines(town):
    return {one.partner: one for one in town.ask(ListPartners(), CLERK).items}


def resend(town, **which):
    count = town.ask(ResendWaiting(**which), CLERK, key=str(uuid4())).count
    town.ring()
    return count


def told(town, partner="police"):
    exchange = Place(partner).told
    return sum(row.exchange == exchange for row in town["partners"].letters())


def test_what_waits_is_listed_with_its_tries_and_leaves_with_its_answer(town):
    first = ask(town)
    town.turn(minutes=1)
    second = ask(town, "CHK-YH-ACC")
    town.turn(minutes=1)
    page = waiting(town)
    assert [one.request_id for one in page.items] == [first.request_id, second.request_id]
    assert (page.total, page.items[0].partner, page.items[0].tries) == (2, "police", 2)
    assert page.items[0].next_try_at > town.clock.now()
    answer(town, first)
    assert [one.request_id for one in waiting(town).items] == [second.request_id]
    one = town.ask(GetWaiting(request_id=first.request_id), CLERK)
    assert (one.state, one.answer, one.source) == ("answered", "PASS", "partner")


def test_a_page_goes_on_where_the_last_one_ended_and_filters_choose(town):
    asked = [ask(town) for _ in range(5)] + [ask(town, "CHK-YH-ACC")]
    seen, cursor = [], None
    while True:
        page = waiting(town, partner="police", limit=2, cursor=cursor)
        seen += [one.request_id for one in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert sorted(seen) == sorted(one.request_id for one in asked[:5])
    assert waiting(town, message="contrib.query").total == 0
    with pytest.raises(Invalid):
        waiting(town, partner="nobody")
    with pytest.raises(Invalid):
        waiting(town, cursor="x")


def test_what_was_given_up_is_told_and_said_again_from_the_beginning(town):
    question = ask(town)
    town.turn(hours=80)
    [one] = waiting(town, state="abandoned").items
    assert (one.request_id, one.next_try_at) == (question.request_id, None)
    assert lines(town)["police"].abandoned == 1
    with town["partners"].desk.uow() as uow:
        assert town["partners"].desk.store.vitals(uow.session)["abandoned"] == 1
    before = told(town)
    assert resend(town, state="abandoned") == 1
    assert told(town) == before + 1
    [one] = waiting(town).items
    assert one.state == "waiting"
    assert one.gives_up_at >= town.clock.now() + timedelta(hours=71)
    answer(town, question)
    assert waiting(town).total == 0


def test_one_those_that_fit_or_all_are_said_again_and_never_none_by_mistake(town):
    first, *_ = [ask(town), ask(town), ask(town, "CHK-YH-ACC")]
    assert resend(town, request_id=first.request_id) == 1
    assert (told(town), told(town, "banks")) == (3, 1)
    assert resend(town, partner="banks") == 1
    assert resend(town, everything=True) == 3
    assert (told(town), told(town, "banks")) == (5, 3)
    with pytest.raises(Invalid):
        resend(town)
    with pytest.raises(NotFound):
        resend(town, request_id=uuid4())
    answer(town, first)
    with pytest.raises(Conflict):
        resend(town, request_id=first.request_id)


def test_what_an_open_line_keeps_back_is_told_with_what_goes_out(town):
    asked = [ask(town) for _ in range(8)]
    town.turn(minutes=3)
    ask(town, "CHK-YH-ACC")
    assert lines(town)["police"].line == "open"
    before = told(town)
    form = ResendWaiting(request_id=asked[0].request_id)
    one = town.ask(form, CLERK, key=str(uuid4()))
    assert (one.count, one.kept_back) == (1, 1)
    town.ring()
    assert told(town) == before
    assert waiting(town, error="kept-back").total > 0
    every = town.ask(ResendWaiting(everything=True), CLERK, key=str(uuid4()))
    assert (every.count, every.kept_back) == (9, 8)


def close_line(town):
    return town.ask(CloseLine(partner="police", reason="对方来电已恢复"), CLERK, key=str(uuid4()))


def test_an_open_line_is_shown_and_closed_by_hand(town):
    asked = [ask(town) for _ in range(8)]
    town.turn(minutes=3)
    assert lines(town)["police"].line == "open"
    kept = ask(town)
    assert waiting(town, error="kept-back").total > 0
    before = told(town)
    assert close_line(town).line == "closed"
    town.ring()
    assert told(town) > before
    assert town.request(kept.request_id).tries == 1
    assert len(asked) < lines(town)["police"].waiting
    with pytest.raises(Conflict):
        close_line(town)
    with pytest.raises(NotFound):
        town.ask(CloseLine(partner="nobody", reason="试试"), CLERK, key=str(uuid4()))


def test_every_partner_is_there_before_anything_was_asked(town):
    assert list(lines(town)) == [partner.name for partner in PARTNERS]
    assert {one.line for one in lines(town).values()} == {"closed"}
