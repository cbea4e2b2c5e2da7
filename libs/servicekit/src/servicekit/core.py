"""SQLAlchemy Core on the connection of one transaction, beside the session."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.orm import Session
from sqlalchemy.sql import Executable

from servicekit.walls import whole_city


class Core:
    """The connection of a session's transaction, for statements over tables without classes.

    A session would look at each for what to flush, to load and to route, which costs the processor
    two fifths more than the statement itself and finds nothing. The first one begins the
    transaction, as the session would.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection: Connection | None = None

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        """Runs a statement with the values of one row, or with those of several."""
        if self._connection is None:
            self._connection = self._session.connection()
        return self._connection.execute(statement, values)

    def scalar(self, statement: Executable, values: Any = None) -> Any:
        """The first column of the first row, None where there is none."""
        return self.execute(statement, values).scalar()

    @contextmanager
    def as_system(self) -> Iterator[None]:
        """Reaches what the walls keep for the system's own transactions."""
        with whole_city(self._session):
            yield
