"""psycopg2 under eventlet: a query waits in the hub and lets the other greenthreads run.

Without it five concurrent one-second queries take five seconds and the whole process stands
still. (The library for these lines, psycogreen, comes as source only and would need an
unpinned build.)
"""

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg2
from eventlet import GreenPool, tpool
from eventlet.hubs import trampoline
from eventlet.semaphore import Semaphore
from psycopg2 import extensions

T = TypeVar("T")
_HEAVY = Semaphore(2)
_ERRANDS = GreenPool(16)


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


def aside(work: Callable[..., T], *values: Any) -> T:
    """Does heavy work of C libraries in a thread, while the other greenthreads of the process run.

    At most two at once, so that a few large pictures cannot fill the memory. Where nothing is
    green (tests, plain processes) it is an ordinary call.
    """
    if extensions.get_wait_callback() is None:
        return work(*values)
    with _HEAVY:
        done: T = tpool.execute(work, *values)
        return done


def elsewhere(work: Callable[[], None]) -> None:
    """Runs work in a greenthread of its own, at most sixteen at once; else at once, in line."""
    if extensions.get_wait_callback() is None:
        work()
    else:
        _ERRANDS.spawn_n(work)
