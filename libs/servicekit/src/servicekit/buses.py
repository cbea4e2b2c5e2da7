"""How what a service reads from is: asked by supervisors and by administrators."""

import time
from typing import Any

from servicekit.mailbox import Reader, is_memory

SILENCE = 5.0  # seconds without a round of the consumer, which makes one each second
CONNECTED, AWAY, MEMORY, NONE = "connected", "away", "memory", "none"


def readers_of(container: Any) -> list[Reader]:
    """The consumers of a service process."""
    return [extension for extension in container.subextensions if isinstance(extension, Reader)]


def listening(reader: Reader) -> bool:
    """Whether the consumer is connected and makes its rounds."""
    return reader._live is not None and time.monotonic() - reader._last_round < SILENCE


def bus_of(container: Any) -> str:
    """In one word."""
    readers = readers_of(container)
    if not readers:
        return NONE
    if not all(listening(reader) for reader in readers):
        return AWAY
    return MEMORY if is_memory(container.config["AMQP_URI"]) else CONNECTED
