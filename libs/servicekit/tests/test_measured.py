"""How often and how long, by names of ours: nobody makes a label by asking for it."""

import urllib.request
from datetime import datetime
from uuid import uuid4

import pytest
from prometheus_client.parser import text_string_to_metric_families

from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from servicekit.config import BadSetting
from servicekit.fronts import serve_metrics
from servicekit.measured import REGISTRY
from servicekit.metrics import kept_of
from servicekit.observed import Observed, told
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService, Look


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def count(name, **labels):
    return REGISTRY.get_sample_value(f"lingbu_{name}_seconds_count", labels) or 0


def test_commands_and_letters_are_counted_by_what_became_of_them(house):
    done = {"service": "counter", "command": "count", "outcome": "ok"}
    refused = {"service": "counter", "command": "look", "outcome": "refused"}
    read = {"service": "keeper", "event": "counter_moved", "outcome": "applied"}
    before = [count("command", **done), count("command", **refused), count("letter", **read)]
    house.ask(Count(counter=uuid4()))
    house.settle()
    with pytest.raises(Refusal):
        house.ask(Look(counter=uuid4()))
    after = [count("command", **done), count("command", **refused), count("letter", **read)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 1, 1]


@pytest.mark.parametrize("body", [{}, [], {"meta": {"event": "x" * 99}}, {"meta": {"event": []}}])
def test_what_is_no_letter_of_ours_is_counted_under_one_name(house, body):
    known = {"service": "keeper", "event": "unknown", "outcome": "parked"}
    before = count("letter", **known)
    assert house["keeper"].desk.take_in(body) == "parked"
    assert count("letter", **known) == before + 1


def test_requests_are_counted_by_route_and_strangers_together():
    def app(environ, start_response):
        if environ["PATH_INFO"] == "/cases/7":
            told(environ, type("Rule", (), {"rule": "/cases/<id>"}))
        start_response("200 OK" if environ["PATH_INFO"] == "/cases/7" else "404 X", [])
        return [b""]

    observed = Observed(app, "toy")
    for method, path in (("GET", "/cases/7"), ("GET", "/a"), ("GET", "/b"), ("BREW", "/c")):
        observed({"REQUEST_METHOD": method, "PATH_INFO": path}, lambda *_: None)
    seen = {"service": "toy", "method": "GET"}
    assert count("http_request", **seen, route="/cases/<id>", status="200") == 1
    assert count("http_request", **seen, route="-", status="404") == 2
    assert count("http_request", service="toy", method="-", route="-", status="404") == 1


def test_a_front_tells_its_numbers_on_a_port_of_their_own(house, monkeypatch):
    started = []
    real = serve_metrics.__globals__["start_http_server"]
    monkeypatch.setitem(
        serve_metrics.__globals__,
        "start_http_server",
        lambda *args, **more: started.append(real(*args, **more)),
    )
    kept = kept_of(house["counter"].desk)
    serve_metrics({})
    assert started == []
    serve_metrics({"METRICS": "127.0.0.1:0"}, kept)
    [(server, _)] = started
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.server_port}/metrics") as answer:
            text = answer.read().decode()
    finally:
        server.shutdown()
        server.server_close()
        REGISTRY.unregister(kept)
    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"lingbu_outbox_unsent", "lingbu_command_seconds", "lingbu_database_up"} <= names


@pytest.mark.parametrize("where", ["9100", "0.0.0.0:", "localhost:x"])
def test_an_address_that_is_none_is_refused(where):
    with pytest.raises(BadSetting):
        serve_metrics({"METRICS": where})
