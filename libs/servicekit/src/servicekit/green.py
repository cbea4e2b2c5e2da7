"""psycopg2 under eventlet: a query waits in the hub and lets the other greenthreads run.

Without it five concurrent one-second queries take five seconds and the whole process stands
still. (The library for these lines, psycogreen, comes as source only and would need an
unpinned build.)
"""

from typing import Any

import psycopg2
from eventlet.hubs import trampoline
from psycopg2 import extensions


def yield_while_waiting() -> None:
    """Makes every psycopg2 connection of this process wait in the eventlet hub."""
    extensions.set_wait_callback(_wait)


def _wait(connection: Any) -> None:
    while True:
        state = connection.poll()
        if state == extensions.POLL_OK:
            return
        if state not in (extensions.POLL_READ, extensions.POLL_WRITE):
            raise psycopg2.OperationalError(f"unexpected poll result {state}")
        reading = state == extensions.POLL_READ
        trampoline(connection.fileno(), read=reading, write=not reading)
