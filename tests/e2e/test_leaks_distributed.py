"""The search for personal data over real servers: every process, the broker, every database.

What is looked for also stands for what it would be in disguise (`disguises`). Each place is
proved to be searched: something planted there is found.
"""

import base64
import io
import json
import zlib
from datetime import datetime
from urllib.parse import quote

import psycopg2
import pytest
import urllib3
from broker_texts import left_in, put, tap, told_by
from disguises import Disguised
from leaks import database_texts, files, plain
from test_leaks import look_in_clear, told

from kernel.clock import SHANGHAI
from simulators.story.answers import until
from simulators.story.case_2019 import tell
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN
from simulators.story.scene import heroine

DAY = datetime(2019, 6, 3, 10, tzinfo=SHANGHAI)
LEFT = "notify.from.intake"  # its reader is stopped, so letters stay


def everything(house, servers, passed):
    """Place -> what it shows: all that a run over real servers has written or can be asked for."""
    yield from passed.items()
    yield from told_by(servers.node)
    yield LEFT, b"\n".join(left_in(servers.amqp, LEFT))
    yield from database_texts(house.databases)
    yield from files(house.folder)
    yield from ((f"rabbit/{place}", content) for place, content in files(servers.node.folder))
    http = urllib3.PoolManager()
    for name, port in house.ports.items():
        for path in ("/readyz", "/livez", "/metrics", "/"):
            if house.processes[name].poll() is None:
                answer = http.request("GET", f"http://127.0.0.1:{port}{path}")
                yield f"{name} {path}", answer.data + repr(answer.headers).encode()


@pytest.fixture
def ran(distributed, servers):
    """The whole case; requests that are refused; a reader away."""
    if servers.node is None:
        pytest.skip("这个 RabbitMQ 不归测试所有，读不到它的文件")
    house, person, other = distributed(), heroine(), invent(7, DAY.date())
    with tap(servers.amqp) as bodies, io.StringIO() as terminal:  # which shows a screen, no log
        story = tell(house.lingbu, terminal)
        look_in_clear(house.lingbu, person, story.application_id)
        house.processes["notify"].terminate()
        house.processes["notify"].wait(30)
        house.lingbu.set_clock(DAY)
        Counter(house.lingbu, DONGHUAMEN).take(other, DAY.date())
        until(lambda: left_in(servers.amqp, LEFT), 60, "信件留在队列")
        yield house, (person, other), {"bodies": b"\n".join(bodies.read())}


@pytest.mark.connected
@pytest.mark.slow
def test_nothing_personal_stands_anywhere_over_real_servers(ran, servers):
    house, people, passed = ran
    disguised = Disguised(people)
    found, sizes = {}, {}
    for place, content in everything(house, servers, passed):
        found[place], sizes[place] = disguised.found(content), len(content)
    assert told(found) == ""
    assert min(sizes["bodies"], sizes[LEFT], sizes["rabbitmqctl list_queues"]) > 500
    assert {"intake.log", "gateway.log", "review.parked", "review /readyz"} <= set(found)
    assert any(place.startswith("rabbit/log/") for place in found)
    _what_nobody_can_read_is_kept_sealed(house, servers, disguised, people[0])
    _each_place_is_searched(house, servers, passed, disguised, people[0])


def _what_nobody_can_read_is_kept_sealed(house, servers, disguised, person):
    """A stranger's letter in clear: the broker holds it as it came, our database does not."""
    forged = {"meta": {"event": "application_accepted"}, "data": {"name": person.name}}
    for body in (json.dumps(forged).encode(), f"{person.id_number} {person.name}".encode()):
        put(servers.amqp, "review.from.intake", body)
    until(lambda: house.count("review", "parked") == 2, 60, "停放")
    tables = dict(database_texts({"review": house.databases["review"]}))
    assert tables["review.parked"] and not disguised.found(tables["review.parked"])


def _each_place_is_searched(house, servers, passed, disguised, person):
    """One planted in a log, a file, a queue, a row, a name at the broker; all are found."""
    with (house.folder / "intake.log").open("ab") as log:
        log.write(b"error for " + base64.b64encode(person.id_number.encode()))
    (house.folder / "core").write_bytes(b"\0\1" + zlib.compress(person.account.encode()) + b"\7")
    put(servers.amqp, LEFT, json.dumps({"phone": person.contact}).encode())
    servers.node.ask("add_user", f"u{person.id_number}", "x")
    with psycopg2.connect(plain(house.databases["payments"])) as connection:
        parked = "INSERT INTO parked (reason, detail, attempts) VALUES ('x', %s, 1)"
        connection.cursor().execute(parked, (f"for {person.name}",))
    content = dict(everything(house, servers, passed))
    planted = ("intake.log", "core", LEFT, "rabbitmqctl export_definitions", "payments.parked")
    assert [place for place in planted if not disguised.found(content[place])] == []


@pytest.mark.parametrize("word", ["id_number", "account", "contact", "name"])
def test_each_disguise_is_seen_through(word):
    """In the middle of other text, at each place of a base64 group, twice packed."""
    person = heroine()
    plain = getattr(person, word).encode()
    disguised = Disguised([person])
    shapes = [
        plain,
        plain.decode()[::-1].encode(),
        plain.hex().encode(),
        plain.hex().upper().encode(),
    ]
    shapes += [base64.b64encode(b"x" * shift + plain + b"yz") for shift in range(3)]
    shapes += [base64.urlsafe_b64encode(b"xy?>" + plain)]
    shapes += [zlib.compress(b"before " + plain + b" after")]
    if not plain.isascii():
        shapes += [quote(plain).encode(), plain.decode().encode("utf-16-le")]
    for shape in shapes:
        assert disguised.found(b"... " + shape + b" ..."), shape
    stranger = invent(99, DAY.date())
    assert not Disguised([stranger]).found(b" ".join(shapes))
