"""One service as one process: nameko for what comes in, a child process for what goes out."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.containers import ServiceContainer

from servicekit.assembly import find_service
from servicekit.config import ServiceSettings

log = logging.getLogger(__name__)
CHILD_PAUSE = 1.0


def container_config(settings: ServiceSettings) -> dict[str, Any]:
    """nameko's configuration of one service process."""
    values = settings.values | {
        "DATABASE_URL": settings.database_url,
        "SEALING_KEYS": settings.sealing_keys,
    }
    return {
        "AMQP_URI": settings.amqp_uri,
        "WEB_SERVER_ADDRESS": settings.bind,
        "INTERNAL_TOKEN": settings.internal_token,
        "HEARTBEAT": int(values.get("HEARTBEAT", "10")),
        "SETTINGS": values,
        "max_workers": int(values.get("MAX_WORKERS", "10")),
    }


def run_service(name: str, values: dict[str, str], *, with_relay: bool = True) -> None:
    """Runs a service until SIGTERM or SIGINT; letters in hand are finished first."""
    settings = ServiceSettings.read(name, values)
    container = ServiceContainer(find_service(name), container_config(settings))
    relay = RelayChild(name) if with_relay else None
    stopping = eventlet.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: stopping.send() if not stopping.ready() else None)
    container.start()
    if relay:
        eventlet.spawn(relay.keep_alive)
    print(f"{name} ready on {settings.bind}", flush=True)
    ended = eventlet.spawn(container.wait)
    ended.link(lambda _: stopping.send() if not stopping.ready() else None)
    stopping.wait()
    _finish(container.stop)
    if relay:
        relay.stop()
    print(f"{name} stopped", flush=True)


def _finish(stop: Callable[[], None]) -> None:
    try:
        stop()
    except Exception:
        log.exception("unclean stop")


class RelayChild:
    """The relay of a service as a supervised child, so that one container carries both."""

    def __init__(self, name: str) -> None:
        self.name, self.stopped = name, False
        self.process: subprocess.Popen[bytes] | None = None

    def keep_alive(self) -> None:
        """Starts the relay and starts it again whenever it ends."""
        while not self.stopped:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "servicekit.cli", "run", "relay", self.name],
                env=os.environ | {"LINGBU_PARENT": str(os.getpid())},
            )
            while self.process.poll() is None and not self.stopped:
                eventlet.sleep(0.2)
            if not self.stopped:
                log.warning("relay ended, starting it again", extra={"service": self.name})
                eventlet.sleep(CHILD_PAUSE)

    def stop(self) -> None:
        self.stopped = True
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)
