"""Statements that PostgreSQL plans once for each connection.

psycopg2 writes the values into the text, so the server reads and plans every statement anew,
with the walls of its tables: 112 µs for a row behind two walls that it finds in 22 once it has
the plan. Here a text that a connection says again is prepared (`PREPARE`) and from then on only
named. The server plans it anew by itself whenever tables, policies or statistics change; where a
migration changed the type of a column that the statement gives back, it refuses, and the
connection is replaced (`is_outdated`).
"""

import re
from itertools import count
from typing import Any

from psycopg2 import ProgrammingError, extensions
from psycopg2.errorcodes import FEATURE_NOT_SUPPORTED

MOST = 500  # texts that a connection remembers; those with long lists of values hardly come again
_PLANNED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
_never: set[str] = set()  # texts in which the server cannot tell of what type a value is


class Preparing(extensions.connection):
    """A connection whose cursors prepare; psycopg2's `connection_factory`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cursor_factory = Prepared
        self.known: dict[str, str | None] = {}  # text -> how it is said; None: heard once
        self.names = count(1)


class Prepared(extensions.cursor):
    """Says a text as it stands the first time, by its name from the second time on."""

    connection: Preparing

    def execute(self, query: Any, vars: Any = None) -> None:
        if type(vars) is dict and self.name is None:
            query = self._said(query)
        super().execute(query, vars)

    def _said(self, query: str) -> str:
        known = self.connection.known
        said = known.get(query)
        if said is not None:
            return said
        if query in known:
            known[query] = said = self._prepared(query)
            return said
        if len(known) < MOST and query not in _never and _PLANNED.match(query):
            known[query] = None
        return query

    def _prepared(self, query: str) -> str:
        """How the text is said from now on: by a name, or as it stands where it has to be."""
        numbers, name = _Numbers(), f"p{next(self.connection.names)}"
        try:
            self._apart(f"PREPARE {name} AS {query % numbers}")
        except ProgrammingError:
            _never.add(query)
            return query
        values = ", ".join(f"%({value})s" for value in numbers)
        return f"EXECUTE {name} ({values})" if values else f"EXECUTE {name}"

    def _apart(self, order: str) -> None:
        """Gives an order whose failure does not end the transaction."""
        if self.connection.autocommit:
            super().execute(order)
            return
        super().execute("SAVEPOINT apart")
        try:
            super().execute(order)
        except ProgrammingError:
            super().execute("ROLLBACK TO SAVEPOINT apart")
            raise
        super().execute("RELEASE SAVEPOINT apart")


def is_outdated(error: BaseException) -> bool:
    """Whether a column has got another type since the statement was prepared."""
    return getattr(error, "pgcode", None) == FEATURE_NOT_SUPPORTED and "cached plan" in str(error)


class _Numbers(dict[str, str]):
    """The server's name of each value, given in the order in which the text asks for them."""

    def __missing__(self, value: str) -> str:
        self[value] = number = f"${len(self) + 1}"
        return number
