"""The relay as a process of its own, without eventlet: an alarm can then not hang a service."""

import logging
import os
import select
import signal
import threading
from collections.abc import Mapping
from types import FrameType

import psycopg2
from sqlalchemy import MetaData
from sqlalchemy.engine import make_url

from servicekit.config import need
from servicekit.database import make_engine
from servicekit.outage import Outage
from servicekit.publishers import RabbitPublisher
from servicekit.relay import Relay
from servicekit.tables import kit_tables

log = logging.getLogger(__name__)

POLL_SECONDS = 0.25
PAUSE_SECONDS = 1.0


class Bell:
    """LISTEN: wakes at the commit of a transaction that said something."""

    def __init__(self, url: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._connection = psycopg2.connect(plain, connect_timeout=5)
        self._connection.autocommit = True
        self._connection.cursor().execute("LISTEN outbox")

    def wait(self, seconds: float) -> None:
        if select.select([self._connection], [], [], seconds)[0]:
            self._connection.poll()
            self._connection.notifies.clear()

    def close(self) -> None:
        self._connection.close()


def run_relay(values: Mapping[str, str]) -> None:
    """Runs until SIGTERM or SIGINT; survives broker and database outages."""
    url = need(values, "DATABASE_URL", "PostgreSQL 地址")
    amqp_uri = need(values, "AMQP_URI", "RabbitMQ 地址")
    copies = int(values.get("RELAY_COPIES", "1"))
    stop = threading.Event()

    def end(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    engine = make_engine(url, pool_size=2)
    tables = kit_tables(MetaData())  # the same in every database
    relay = Relay(engine, tables, lambda: RabbitPublisher(amqp_uri, values), copies)
    bell: Bell | None = None
    outage = Outage(log, "relay")
    log.info("relay ready")
    while not stop.is_set() and not _orphaned():
        try:
            bell = bell or Bell(url)
            carried = relay.carry()
            outage.worked()
            if carried == 0:
                relay.idle()
                bell.wait(POLL_SECONDS)
        except Exception as error:
            outage.failed(error)
            relay.let_go()
            _drop(bell)
            bell = None
            stop.wait(PAUSE_SECONDS)
    relay.let_go()


def _orphaned() -> bool:
    """Whether the service that supervises this relay is gone."""
    parent = os.environ.get("LINGBU_PARENT", "")
    return bool(parent) and os.getppid() != int(parent)


def _drop(bell: Bell | None) -> None:
    try:
        if bell is not None:
            bell.close()
    except Exception:
        log.debug("bell already gone")
