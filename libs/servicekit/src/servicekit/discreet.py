"""What processes write to their logs: of an exception its kind and place, never its own words.

`KeyError: '张三'` and `ValueError: Invalid isoformat string: …` quote what they could not read,
and that may be personal. nameko and others log exceptions too, so it is done where lines are made.
"""

import copy
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

from sqlalchemy.exc import DBAPIError

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Connections, files, brokers; a database's are made safe where they arise (`database`).
PLAIN = (OSError, DBAPIError)
LIBRARIES = ("amqp", "kombu", "pika", "psycopg2", "urllib3")

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """A formatter that lets no exception speak for itself."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and the places of an exception."""
        mine = copy.copy(record)
        mine.exc_text = None  # another handler may have kept the whole of it
        mine.msg, mine.args = _told(record.msg), _arguments(record.args)
        return super().format(mine)

    def formatException(self, ei: Raised) -> str:
        """Each exception of the chain, the first one first: where, and of which kind."""
        return "".join(_lines(ei[1])).rstrip("\n") if ei[1] else ""


def write_discreetly(level: int) -> None:
    """Sets up the log of this process, on its standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Discreet(LINE))
    logging.basicConfig(level=level, handlers=[handler])


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{_told(error)}\n"


def _told(value: Any) -> Any:
    if not isinstance(value, BaseException):
        return value
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    speaks = isinstance(value, PLAIN) or library in LIBRARIES
    return f"{kind.__name__}: {value}" if speaks else kind.__name__


def _arguments(given: Any) -> Any:
    if isinstance(given, Mapping):
        return {name: _told(value) for name, value in given.items()}
    return tuple(map(_told, given)) if isinstance(given, tuple) else given
