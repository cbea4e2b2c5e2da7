"""The drill's network does what its words say, and its plan is the seed's."""

import socket
import threading
import time
from collections import Counter

import pytest

from drills.faults import CATALOGUE
from drills.network import Network
from drills.schedule import KINDS, plan


@pytest.fixture
def line():
    """A route to somebody who repeats what he hears."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_echo, args=(listener,), daemon=True).start()
        network = Network()
        network.route("line", listener.getsockname()[1])
        with network.up():
            yield network


def _echo(listener):
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_repeat, args=(line,), daemon=True).start()


def _repeat(line):
    while data := line.recv(1024):
        line.sendall(data)


def call(network):
    return socket.create_connection(("127.0.0.1", network.ports["line"]), timeout=2)


def says(line, word=b"hello"):
    line.sendall(word)
    return line.recv(1024)


def is_cut(line):
    try:
        return says(line) == b""
    except ConnectionError:
        return True


def test_it_passes_and_it_cuts(line):
    with call(line) as one:
        assert says(one) == b"hello"
        line.turn(["line"], "cut")
        assert is_cut(one)
        line.turn(["line"], "pass")
        with call(line) as another:
            assert says(another) == b"hello"


def test_a_stalled_line_goes_on_where_it_stood(line):
    with call(line) as one:
        assert says(one) == b"hello"
        line.turn(["line"], "stall")
        one.settimeout(0.3)
        with pytest.raises(TimeoutError):
            says(one)
        line.turn(["line"], "pass")
        one.settimeout(2)
        assert one.recv(1024) == b"hello"


def test_a_hole_takes_what_stands_and_lets_new_ones_pass(line):
    with call(line) as one, call(line) as _:
        assert says(one) == b"hello"
        line.turn(["line"], "hole")
        one.settimeout(0.3)
        with pytest.raises(TimeoutError):
            says(one)
        with call(line) as another:
            assert says(another) == b"hello"


def test_a_slow_line_takes_its_time(line):
    line.turn(["line"], "slow", 200)
    with call(line) as one:
        begun = time.monotonic()
        assert says(one) == b"hello"
        assert time.monotonic() - begun >= 0.4  # there and back


def test_the_same_seed_is_the_same_plan():
    assert plan(7, 50, 900) == plan(7, 50, 900)
    assert plan(7, 50, 900) != plan(8, 50, 900)


def test_every_kind_comes_before_one_comes_again():
    names = Counter(due.name for due in plan(3, len(KINDS), 10_000))
    for kind, faults in KINDS.items():
        assert faults, kind
        assert any(name in names for name in faults), kind
    assert set(names) <= set(CATALOGUE)
