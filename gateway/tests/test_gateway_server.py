"""The server of production over real sockets: slow requests, framing, what it says of itself."""

import contextlib
import json
import socket
import threading
import time

import pytest
import waitress

from gateway.app import create_app
from gateway.testing import FakeDoors
from kernel.clock import SystemClock
from servicekit import server

GOOD = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
SECONDS = 2


@pytest.fixture(scope="module")
def port():
    """waitress as `lingbu run gateway` makes it, with little patience and few places."""
    server.CLEANUP_SECONDS, before = 0, server.CLEANUP_SECONDS
    app = create_app(FakeDoors(), None, SystemClock())
    values = {"BIND": "127.0.0.1:0", "REQUEST_SECONDS": str(SECONDS), "CONNECTIONS": "50"}
    serving = server.make_server(app, values)
    threading.Thread(target=serving.run, daemon=True).start()
    yield serving.effective_port
    server.CLEANUP_SECONDS = before
    serving.task_dispatcher.shutdown()
    serving.close()


def connected(port):
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def say(port, text):
    """Everything that comes back until the server hangs up."""
    answer = b""
    with connected(port) as line, contextlib.suppress(ConnectionResetError):
        line.sendall(text)
        while more := line.recv(65536):
            answer += more
    return answer


def status(answer):
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /livez HTTP/1.1\r\nX-A: ",
        b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\n",
        b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n",
    ],
    ids=["headers", "body", "chunk"],
)
def test_single_bytes_do_not_hold_a_place_beyond_the_time_allowed(port, begun):
    """A byte each tenth of a second: never idle, never done."""
    began = time.monotonic()
    with connected(port) as line:
        line.sendall(begun)
        line.settimeout(0.1)
        while time.monotonic() - began < 15:
            try:
                line.sendall(b"a")
                if line.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            raise AssertionError("still connected")
    assert time.monotonic() - began > SECONDS - 1


def test_who_holds_every_place_loses_them_and_others_are_served(port):
    slow = [connected(port) for _ in range(60)]
    for line in slow:
        line.sendall(b"GET /livez HTTP/1.1\r\nX-A: ")
    assert status(say(port, GOOD)) == 200
    for line in slow:
        line.close()


def test_the_limit_is_ours_and_not_the_servers():
    """Without our channel a slow request is kept for as long as it trickles."""
    assert server.Channel.handle_read is not waitress.channel.HTTPChannel.handle_read


BROKEN = {
    "no request": (b"\x16\x03\x01\x02\x00\x01\x00\x01\r\n\r\n", 400),
    "no such version": (b"GET / HTTP/9\r\n\r\n", 400),
    "headers without end": (b"GET / HTTP/1.1\r\nX-A: " + b"a" * 17_000, 431),
    "many headers": (b"GET / HTTP/1.1\r\n" + b"X-A: a\r\n" * 2_100, 431),
    "two lengths": (b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "no length": (b"GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400),
    "a signed length": (b"GET / HTTP/1.1\r\nContent-Length: +1\r\n\r\na", 400),
    "unknown coding": (b"GET / HTTP/1.1\r\nTransfer-Encoding: cow\r\n\r\n", 501),
    "hidden coding": (b"GET / HTTP/1.1\r\nTransfer-Encoding: \x0bchunked\r\n\r\n", 400),
    "a name with a space": (b"GET / HTTP/1.1\r\nContent-Length : 1\r\n\r\na", 400),
    "a bare line feed": (b"GET / HTTP/1.1\r\nX-A: a\nX-B: b\r\n\r\n", 400),
    "no chunk": (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_no_request_is_refused_in_our_words(port, what):
    text, expected = BROKEN[what]
    answer = say(port, text)
    assert status(answer) == expected
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert json.loads(body)["status"] == expected


def test_a_second_request_hidden_in_a_body_is_not_heard(port):
    hidden = b"GET /api/v1/sessions/current HTTP/1.1\r\nHost: x\r\n\r\n"
    for length, coding in ((len(hidden) + 5, b"chunked"), (5, b"chunked")):
        head = b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        head += b"Content-Length: %d\r\nTransfer-Encoding: %b\r\n\r\n" % (length, coding)
        answer = say(port, head + b"0\r\n\r\n" + hidden)
        assert status(answer) == 400
        assert answer.count(b"HTTP/1.1") == 1


def test_the_server_does_not_say_what_it_is(port):
    for text in (GOOD, b"GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n", b"nonsense\r\n\r\n"):
        answer = say(port, text).lower()
        for word in (b"\r\nserver:", b"waitress", b"werkzeug", b"python", b"flask"):
            assert word not in answer
