"""What is done to the house: each fault holds for some seconds and is undone by itself."""

import random
import signal
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import psycopg2
import urllib3

from drills import letters
from drills.burst import burst
from drills.house import House
from drills.load import Client
from drills.nodes import APP

SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "simulators")
PARTNERS = ("police", "centre", "employment", "market")


@dataclass
class Scene:
    """What a fault has at hand."""

    house: House
    client: Client
    chance: random.Random
    seconds: float

    def hold(self) -> None:
        """The time for which the fault lasts."""
        time.sleep(self.seconds)


Fault = Callable[[Scene], None]


def kill(name: str) -> Fault:
    """kill -9 of a service with its relay, at whatever it is doing."""
    return lambda s: s.house.kill(name)


def kill_relay(name: str) -> Fault:
    """kill -9 of what publishes."""
    return lambda s: s.house.kill_relay(name)


def terminate(name: str) -> Fault:
    """SIGTERM and a new start."""
    return lambda s: void(s.house.terminate(name))


def void(_: object) -> None:
    """A fault answers nothing."""


def freeze(name: str) -> Fault:
    """SIGSTOP: a process that does not know that time goes by."""

    def fault(s: Scene) -> None:
        pid = s.house.processes[name].pid
        s.house.freeze(name, signal.SIGSTOP)
        s.hold()
        if s.house.processes[name].pid == pid:
            s.house.freeze(name, signal.SIGCONT)

    return fault


def network(route: str, mode: str) -> Fault:
    """One line between two parts is cut, frozen, forgotten or slow."""

    def fault(s: Scene) -> None:
        s.house.network.turn([route], mode, s.chance.randrange(50, 400))
        s.hold()
        s.house.network.turn([route], "pass")

    return fault


def broker_stopped(s: Scene) -> None:
    """`stop_app`: all connections end, none is taken."""
    s.house.broker.ask("stop_app")
    s.hold()
    s.house.broker.ask("start_app")


def broker_killed(s: Scene) -> None:
    """kill -9 of the node, started again over what it has written."""
    s.house.broker.kill()
    s.hold()
    s.house.broker.begin()


def connections_closed(s: Scene) -> None:
    """The broker closes every connection."""
    s.house.broker.ask("close_all_connections", "drill")


def alarm(order: str, on: str, off: str) -> Fault:
    """The broker blocks whoever publishes."""

    def fault(s: Scene) -> None:
        s.house.broker.ask(order, on)
        s.hold()
        s.house.broker.ask(order, off)

    return fault


def database_restarted(mode: str) -> Fault:
    """Sessions ended, or a crash with recovery."""
    return lambda s: s.house.database.restart(mode)


def backends_ended(s: Scene) -> None:
    """Every session of the services ends, wherever its transaction stands."""
    s.house.database.ask(
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{APP}'"
    )


def connections_exhausted(s: Scene) -> None:
    """Somebody holds every connection that is left."""
    with ExitStack() as stack:
        try:
            while True:
                url = s.house.database.url("lingbu_intake", APP)
                stack.callback(psycopg2.connect(url, connect_timeout=3).close)
        except psycopg2.OperationalError:
            s.hold()


def partner(name: str, **habits: int) -> Fault:
    """An outside system that works badly for a while."""

    def fault(s: Scene) -> None:
        _teach(s, name, habits)
        s.hold()
        _teach(s, name, {})

    return fault


def _teach(s: Scene, name: str, habits: dict[str, int]) -> None:
    for _ in range(60):
        try:
            key = {"Idempotency-Key": f"habits:{s.chance.random()}"}
            s.client.ask("POST", "/demo/stand-ins", {"partner": name} | habits, **key)
            return
        except urllib3.exceptions.HTTPError:
            time.sleep(1)


def provider(**shares: float) -> Fault:
    """The provider of text messages takes them and does not answer, or has no time."""

    def fault(s: Scene) -> None:
        s.house.turn_provider({"share_calls": shares})
        s.hold()
        s.house.turn_provider({"share_calls": {}})

    return fault


def clock(hours: int) -> Fault:
    """The clock jumps, and later back again."""

    def fault(s: Scene) -> None:
        s.house.clock.turn(timedelta(hours=hours))
        s.hold()
        s.house.clock.turn(timedelta(hours=-hours))

    return fault


def _catalogue() -> dict[str, Fault]:
    found: dict[str, Fault] = {
        "broker stopped": broker_stopped,
        "broker killed": broker_killed,
        "broker connections closed": connections_closed,
        "broker memory alarm": alarm("set_vm_memory_high_watermark", "0.00001", "0.4"),
        "broker disk alarm": alarm("set_disk_free_limit", "100000GB", "50MB"),
        "database restarted": database_restarted("fast"),
        "database crashed": database_restarted("immediate"),
        "database sessions ended": backends_ended,
        "database connections exhausted": connections_exhausted,
        "letters twice": letters.twice,
        "letters shuffled": letters.shuffled,
        "letters poisoned": letters.poisoned,
        "messages: network cut": network("http-sms", "cut"),
        "messages: taken without an answer": provider(taken=0.5),
        "messages: busy": provider(busy=0.7),
        "clock ahead": clock(2),
        "clock back": clock(-26),
        "ten times the load": burst,
    }
    for name in (*SERVICES, "gateway"):
        found[f"{name} killed"] = kill(name)
        found[f"{name} terminated"] = terminate(name)
        found[f"{name} frozen"] = freeze(name)
        found[f"{name}: relay killed"] = kill_relay(name)
        for line in ("db", "amqp", "http"):
            for mode in ("cut", "stall", "hole", "slow"):
                found[f"{line}-{name} {mode}"] = network(f"{line}-{name}", mode)
    for name in PARTNERS:
        found[f"partner {name} away"] = partner(name, outage=True)
        found[f"partner {name} bad"] = partner(name, duplicates=50, reorder_ms=2000, delay_ms=500)
    return found


CATALOGUE = _catalogue()
