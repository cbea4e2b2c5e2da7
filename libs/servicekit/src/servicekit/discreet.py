"""What processes write to their logs: of an exception its kind and place, never its own words.

`KeyError: '张三'` and `ValueError: Invalid isoformat string: …` quote what they could not read,
and that may be personal. nameko and others log exceptions too, so it is done where lines are made.
"""

import copy
import json
import logging
import sys
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy.exc import DBAPIError

from servicekit.config import BadSetting
from servicekit.tracing import number

LINE = "%(asctime)s %(levelname)s %(name)s %(trace)s %(message)s"
EXTRA = ("service", "kind", "reason", "size", "method", "endpoint")  # facts beside a message
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
        trace = number()
        mine.trace = trace.hex if trace else "-"
        return self._written(mine)

    def _written(self, record: logging.LogRecord) -> str:
        return super().format(record)

    def formatException(self, ei: Raised) -> str:
        """Each exception of the chain, the first one first: where, and of which kind."""
        return "".join(_lines(ei[1])).rstrip("\n") if ei[1] else ""


class Structured(Discreet):
    """One JSON object a line, for whoever collects logs."""

    def _written(self, record: logging.LogRecord) -> str:
        facts = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "trace": getattr(record, "trace", "-"),
            "message": record.getMessage(),
        }
        facts |= {name: vars(record)[name] for name in EXTRA if name in vars(record)}
        if record.exc_info:
            facts["exception"] = self.formatException(record.exc_info)
        return json.dumps(facts, ensure_ascii=False, default=str)


FORMS: dict[str, type[Discreet]] = {"text": Discreet, "json": Structured}


def write_discreetly(level: int, form: str = "text") -> None:
    """Sets up the log of this process, on its standard error: as `text` or as `json`."""
    if form not in FORMS:
        raise BadSetting("LOG", "应为 text 或 json")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMS[form](LINE))
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
