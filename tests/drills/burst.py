"""Ten times the load, for a while: questions, and presses on buttons that were pressed before."""

import threading
import time
from typing import TYPE_CHECKING

import urllib3

if TYPE_CHECKING:
    from drills.faults import Scene

THREADS = 80


def burst(s: "Scene") -> None:
    """Everybody presses again what was answered, with the same key; the answers are journalled."""
    end = time.monotonic() + s.seconds
    known = list(s.client.answered)

    def press(first: int) -> None:
        turn = first
        while known and time.monotonic() < end:
            method, path, body, headers = known[turn % len(known)]
            turn += THREADS
            try:
                s.client.again(method, path, body, headers)
            except urllib3.exceptions.HTTPError:
                continue

    threads = [threading.Thread(target=press, args=(n,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
