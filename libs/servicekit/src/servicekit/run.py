"""One service as one process: nameko for what comes in, a child process for what goes out."""

import logging
import signal
from collections.abc import Callable
from typing import Any

import eventlet
from nameko.containers import ServiceContainer

from servicekit.config import ServiceSettings
from servicekit.relay_child import RelayChild
from servicekit.tls import broker_options, inside_server
from servicekit.tracing import follow

log = logging.getLogger(__name__)


def container_config(settings: ServiceSettings) -> dict[str, Any]:
    """nameko's configuration of one service process."""
    values = settings.values | {
        "DATABASE_URL": settings.database_url,
        "SEALING_KEYS": settings.sealing_keys,
    }
    return {
        "AMQP_URI": settings.amqp_uri,
        "AMQP_SSL": broker_options(settings.amqp_uri, values),
        "TLS": inside_server(values),
        "WEB_SERVER_ADDRESS": settings.bind,
        "INTERNAL_TOKEN": settings.internal_token,
        "HEARTBEAT": int(values.get("HEARTBEAT", "10")),
        "SETTINGS": values,
        "max_workers": int(values.get("MAX_WORKERS", "10")),
    }


def run_service(service: Any, values: dict[str, str], *, with_relay: bool = True) -> None:
    """Runs a service until SIGTERM or SIGINT; letters in hand are finished first."""
    name = service.name
    settings = ServiceSettings.read(name, values)
    follow(name, values)
    container = ServiceContainer(service, container_config(settings))
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
