"""The database connection of one service.

psycopg2 is named in full: under eventlet psycopg 3 blocks the whole process, and SQLAlchemy 2.1
reads a bare `postgresql://` as psycopg 3.
"""

from typing import Any

import psycopg2
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session, sessionmaker

from servicekit.keyed import KeyedSession
from servicekit.prepared import Preparing, is_outdated
from servicekit.walls import say_who

TIMEOUTS = "-c statement_timeout=15000 -c lock_timeout=5000 -c timezone=UTC -c jit=off"
IDLE_TIMEOUT = " -c idle_in_transaction_session_timeout=30000"


def database_url(text: str) -> URL:
    """A PostgreSQL address with the driver named."""
    return make_url(text).set(drivername="postgresql+psycopg2")


def make_engine(text: str, pool_size: int = 8, *, ping: bool = True) -> Engine:
    """An engine with bounded waits: nothing here may hang for ever.

    `ping` tests a connection before each use. Desks do without: they repeat after a loss.
    """
    engine = create_engine(
        database_url(text),
        pool_size=pool_size,
        max_overflow=4,
        pool_timeout=10,
        pool_pre_ping=ping,
        pool_recycle=1800,
        hide_parameters=True,  # an error may be logged; what was written may be personal
        connect_args={
            "connect_timeout": 5,
            "options": TIMEOUTS + IDLE_TIMEOUT,
            "connection_factory": Preparing,
        },
    )
    event.listen(engine, "handle_error", _let_go_if_outdated)
    event.listen(engine, "handle_error", _say_no_values)
    return engine


def _let_go_if_outdated(context: Any) -> None:
    """A connection that prepared before a migration is no longer of use: as if it were lost."""
    if is_outdated(context.original_exception):
        context.is_disconnect = True


def _say_no_values(context: Any) -> None:
    """An error may be logged, and DETAIL quotes rows, a conversion error what could not be read.

    The SQLSTATE, the sentence and the names of table and constraint stay.
    """
    error = context.original_exception
    if not isinstance(error, psycopg2.Error) or error.diag.message_primary is None:
        return
    sentence = f"{error.pgcode} {error.diag.message_primary.partition(': ')[0]}"
    error.args = (sentence,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(error).__name__}) {sentence}",)


def make_sessions(engine: Engine) -> "sessionmaker[Session]":
    """Sessions that keep loaded values after the commit and flush only when told."""
    sessions: sessionmaker[Session] = sessionmaker(
        engine, class_=KeyedSession, expire_on_commit=False, autoflush=True
    )
    event.listen(sessions, "after_begin", say_who)
    return sessions
