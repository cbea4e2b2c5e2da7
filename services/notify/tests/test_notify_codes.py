"""A sign-in code goes straight to the phone and is kept nowhere else."""

from uuid import uuid4

import pytest
from notify_cases import accepted, messages
from sqlalchemy import text

from contracts.caller import APPLICANT, Caller
from contracts.notify import SendCode, ShowPhone
from kernel.errors import Forbidden

CODE = "493027"


def send(house, case, **more):
    return house.ask(SendCode(application_id=case, code=CODE, minutes=5), **more)


def test_the_phone_shows_the_code_and_no_list_does(house):
    case = uuid4()
    house.tell(accepted(case))
    assert send(house, case).sent
    [shown] = house.ask(ShowPhone()).items
    assert CODE in shown.text and "5分钟" in shown.text
    assert messages(house, application_id=case) == ()
    house.turn(days=1)  # nobody waits for a receipt
    room = house["notify"]
    assert room.parked() == []
    with room.engine.connect() as connection:
        for table in room.desk.store.metadata.tables:
            rows = connection.execute(text(f'SELECT t::text FROM "{table}" t')).scalars()
            assert not any(CODE in row for row in rows), table


def test_without_a_mobile_nothing_is_sent(house):
    case = uuid4()
    assert not send(house, case).sent
    house.tell(accepted(case, phone="", contact="010-88886666"))
    assert not send(house, case).sent
    assert house.ask(ShowPhone()).items == ()


def test_only_the_system_sends_codes(house):
    with pytest.raises(Forbidden):
        send(house, uuid4(), caller=Caller(subject="x", tier=APPLICANT))
