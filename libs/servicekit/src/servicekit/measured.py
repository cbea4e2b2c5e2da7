"""How often and how long: counts of this process since it began, by names of ours alone.

    with measured(COMMANDS, "intake", "submit_application") as said:
        said.outcome = "ok"

Seconds are those of the machine, whatever clock the installation lives by.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Histogram

__all__ = ["COMMANDS", "DEADLINES", "LETTERS", "REGISTRY", "REQUESTS", "Said", "measured"]

REGISTRY = CollectorRegistry()
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


def _histogram(name: str, help: str, *labels: str) -> Histogram:
    return Histogram(f"lingbu_{name}", help, labels, buckets=SECONDS, registry=REGISTRY)


REQUESTS = _histogram(
    "http_request_seconds", "Requests answered", "service", "method", "route", "status"
)
COMMANDS = _histogram(
    "command_seconds", "Commands and queries carried out", "service", "command", "outcome"
)
LETTERS = _histogram("letter_seconds", "Letters taken in", "service", "event", "outcome")
DEADLINES = _histogram("deadline_seconds", "Deadlines rung", "service", "kind", "outcome")


@dataclass(slots=True)
class Said:
    """What became of it; an exception that leaves is "error"."""

    outcome: str = "ok"


@contextmanager
def measured(what: Histogram, service: str, name: str) -> Iterator[Said]:
    """Counts one piece of work and how long it took."""
    said, begun = Said(), time.perf_counter()
    try:
        yield said
    except BaseException:
        if said.outcome == "ok":
            said.outcome = "error"
        raise
    finally:
        what.labels(service, name, said.outcome).observe(time.perf_counter() - begun)
