"""One number follows a request from step to step; spans bear names of ours and nothing else."""

import json
import subprocess
import sys
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace
from uuid import uuid4

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from contracts import wire
from contracts.caller import Caller
from kernel.clock import SHANGHAI, FixedClock
from kernel.errors import Refusal
from servicekit import tracing
from servicekit.config import BadSetting
from servicekit.doors import HttpDoors
from servicekit.testing.house import House
from servicekit.testing.toy import Count, CounterService, KeeperService, Look

MORNING = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


@pytest.fixture
def house():
    house = House(FixedClock(MORNING), CounterService, KeeperService)
    yield house
    house.close()


@pytest.fixture
def spans(monkeypatch):
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(tracing, "_TRACER", provider.get_tracer("lingbu"))
    return kept.get_finished_spans


def metas(house, service):
    return [row.body["meta"] for row in house[service].letters()]


def test_without_a_collector_the_number_goes_along_all_the_same(house):
    house.ask(Count(counter=uuid4(), alarm=60))
    house.ask(Count(counter=uuid4()))
    first, second = metas(house, "counter")
    numbers = [meta["traceparent"].split("-")[1] for meta in (first, second)]
    assert [first["correlation_id"].replace("-", ""), numbers[0]] == [numbers[0]] * 2
    assert numbers[0] != numbers[1]


def test_a_command_its_letter_and_its_reader_are_steps_of_one_trace(house, spans):
    house.ask(Count(counter=uuid4()))
    house.settle()
    command, letter = (s for s in spans() if s.name.startswith(("counter count", "keeper reads")))
    assert [command.name, letter.name] == ["counter count", "keeper reads counter_moved"]
    assert letter.context.trace_id == command.context.trace_id
    assert letter.parent.span_id == command.context.span_id


def test_a_service_elsewhere_goes_on_with_the_trace(house, spans, monkeypatch):
    desk = house["counter"].desk

    def elsewhere(_, url, body, repeatable):
        command = wire.load(Count, body["form"])
        answer = desk.perform(command, wire.load(Caller, body["caller"]), body["key"])
        return SimpleNamespace(data=json.dumps({"answer": wire.dump(answer)}), status=200)

    monkeypatch.setattr(HttpDoors, "_post", elsewhere)
    asking = Caller(subject="li", tier="system")
    HttpDoors({"counter": "http://counter"}, "token").ask(Count(counter=uuid4()), asking, "key")
    served, asked = (span for span in spans() if "count" in span.name)
    assert (asked.name, served.name) == ("ask counter count", "counter count")
    assert served.parent.span_id == asked.context.span_id


def test_a_deadline_begins_a_trace_of_its_own(house, spans):
    house.ask(Count(counter=uuid4(), alarm=60))
    house.clock.set(MORNING + timedelta(hours=1))
    house["counter"].desk.fire_due()
    command, rung = (s for s in spans() if s.name.startswith("counter "))
    assert rung.name.startswith("counter rings ")
    assert rung.context.trace_id != command.context.trace_id


def test_a_failure_is_told_by_its_kind_and_not_in_its_words(house, spans):
    secret = "110101197802310021"
    with pytest.raises(Refusal):
        house.ask(Look(counter=uuid4()))
    with pytest.raises(ZeroDivisionError), tracing.span("work", tracing.Kind.INTERNAL):
        raise ZeroDivisionError(secret)
    *_, failed = spans()
    assert (failed.status.is_ok, failed.status.description) == (False, "ZeroDivisionError")
    assert secret not in failed.to_json()
    allowed = {"lingbu.service", "http.route", "http.request.method", "http.response.status_code"}
    assert {name for span in spans() for name in span.attributes} <= allowed


@pytest.mark.parametrize("parent", ["", "rubbish", "00-0-0-00", "99"])
def test_a_parent_that_is_none_begins_a_new_trace(parent):
    with tracing.span("work", tracing.Kind.INTERNAL, parent):
        assert tracing.number() is not None
    assert tracing.number() is None and tracing.traceparent() == ""


@pytest.mark.parametrize(
    "values",
    [{"TRACES": "collector:4318"}, {"TRACES": "http://c", "TRACES_SHARE": "2"}],
)
def test_a_setting_that_cannot_be_meant_is_refused(values):
    with pytest.raises(BadSetting):
        tracing.follow("intake", values)


def test_spans_reach_a_collector_over_http():
    heard = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.append((self.path, self.headers.get("Content-Encoding"), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Collector) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/v1/traces"
        program = (
            "from servicekit.tracing import Kind, follow, span\n"
            f"follow('intake', {{'TRACES': '{address}'}})\n"
            "with span('intake submit_application', Kind.SERVER): pass\n"
        )
        subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True)
        server.shutdown()
    [(path, encoding, body)] = heard
    assert (path, encoding) == ("/v1/traces", None)
    [sent] = ExportTraceServiceRequest.FromString(body).resource_spans
    names = {a.key: a.value.string_value for a in sent.resource.attributes}
    assert (names["service.namespace"], names["service.name"]) == ("lingbu", "intake")
    assert [span.name for span in sent.scope_spans[0].spans] == ["intake submit_application"]
