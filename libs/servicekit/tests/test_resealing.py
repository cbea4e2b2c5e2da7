"""Rotating the sealing keys: every value anew under the first key, at any moment readable."""

import base64
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from contracts.caller import SYSTEM_CALLER
from kernel.clock import FixedClock
from servicekit import resealing
from servicekit.audit.record import Audit
from servicekit.core import Core
from servicekit.parking import Parking
from servicekit.resealing import reseal, sealed_columns, waiting
from servicekit.sealing import KeyRing, Sealer, use_sealer
from servicekit.testing.house import SEALER, House
from servicekit.testing.toy import Count, CounterService

KEYS = {n: base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3)}
SM4_KEY = base64.b64encode(bytes(16)).decode()
TEXTS = {
    "before": f"k1:{KEYS[1]};search:{KEYS[3]}",
    "aes": f"k2:{KEYS[2]},k1:{KEYS[1]};search:{KEYS[3]}",
    "sm4": f"k2@sm4:{SM4_KEY},k1:{KEYS[1]};search:{KEYS[3]}",
    "only aes": f"k2:{KEYS[2]};search:{KEYS[3]}",
    "only sm4": f"k2@sm4:{SM4_KEY};search:{KEYS[3]}",
}
RING = {name: Sealer(KeyRing.from_text(words)) for name, words in TEXTS.items()}
KIT, METADATA = CounterService.store.kit, CounterService.store.metadata
ROWS = 12


@pytest.fixture
def room(monkeypatch):
    """A service that has worked under the first key."""
    monkeypatch.setattr(resealing, "BATCH", 5)
    monkeypatch.setattr("servicekit.testing.house.SEALER", RING["before"])
    use_sealer(RING["before"])
    house = House(FixedClock(datetime(2026, 11, 20, tzinfo=UTC)), CounterService)
    room = house["counter"]
    for _ in range(ROWS):
        house.ask(Count(counter=uuid4(), secret="王小明"))
        _say_why(room, "王小明本人来电")
    with Session(room.engine) as session:
        Parking(session, KIT).park_raw("王小明".encode(), "undecodable", "", RING["before"])
        session.commit()
    yield room
    use_sealer(SEALER)
    house.close()


def _say_why(room, words):
    with Session(room.engine) as session:
        audit = Audit(Core(session), KIT)
        audit.add("a", "x", "x", at=datetime.now(UTC), caller=SYSTEM_CALLER, why=words)
        session.commit()


def everything(room, sealer):
    return [reseal(room.engine, work, sealer) for work in sealed_columns(METADATA)]


def left(room, sealer):
    return sum(waiting(room.engine, work, sealer) for work in sealed_columns(METADATA))


@pytest.mark.parametrize("kind", ["aes", "sm4"])
def test_everything_is_sealed_anew_and_the_old_key_can_go(room, kind):
    sealer = RING[kind]
    use_sealer(sealer)
    _say_why(room, "新密钥之后")
    assert left(room, sealer) == sum(everything(room, sealer)) == 2 * ROWS + 1
    assert left(room, sealer) == 0
    alone = RING[f"only {kind}"]
    use_sealer(alone)
    with room.engine.connect() as connection:
        words = connection.scalars(select(KIT.audit_words.c.words)).all()
        [letter] = {row.data["secret"] for row in _letters(connection, alone)}
        [raw] = connection.scalars(text("SELECT raw FROM parked")).all()
    assert sorted(set(words)) == ["新密钥之后", "王小明本人来电"]
    assert letter == "王小明"
    assert base64.b64decode(alone.open(raw, "parked.raw")).decode() == "王小明"


def _letters(connection, sealer):
    class Opened:
        def __init__(self, body):
            self.data = dict(body["data"])
            self.data["secret"] = sealer.open(self.data["secret"], "counter_moved.secret")

    return [Opened(body) for body in connection.scalars(select(KIT.outbox.c.body))]


def test_it_may_be_stopped_anywhere_and_goes_on(room):
    def stop(count):
        raise KeyboardInterrupt

    [work] = [w for w in sealed_columns(METADATA) if w.name == "audit_words.words"]
    with pytest.raises(KeyboardInterrupt):
        reseal(room.engine, work, RING["aes"], stop)
    assert waiting(room.engine, work, RING["aes"]) == ROWS - 5
    assert reseal(room.engine, work, RING["aes"]) == ROWS - 5


def test_a_letter_with_a_broken_seal_stays_as_it_came(room):
    broken = {"meta": {"event": "counter_moved"}, "data": {"secret": "s1.k1.AAAA"}}
    with room.engine.begin() as connection:
        row = {"body": broken, "reason": "malformed", "attempts": 1}
        connection.execute(insert(KIT.parked), row)
    everything(room, RING["aes"])
    with room.engine.connect() as connection:
        bodies = connection.scalars(select(KIT.parked.c.body)).all()
    assert broken in bodies
    assert left(room, RING["aes"]) == 1


def test_the_record_still_stands(room):
    with room.engine.connect() as connection:
        before = connection.execute(select(KIT.audit).order_by(KIT.audit.c.chain)).all()
    everything(room, RING["sm4"])
    with room.engine.connect() as connection:
        assert connection.execute(select(KIT.audit).order_by(KIT.audit.c.chain)).all() == before
