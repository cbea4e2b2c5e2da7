"""Calls to the outside that belong after a commit: made once, and settled in a new transaction.

A handler writes down first what it is about to do, and the row commits. Only then does the call
leave, outside any transaction, so that no connection waits for a stranger. What it brought is
settled in a transaction of its own. When the process dies in between, the call is not made again
by anybody here: the row says that it was begun, and a deadline of the service looks after it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import DBAPIError

__all__ = ["RETRYABLE", "TRIES", "Errand", "Errands"]

RETRYABLE = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available
TRIES = 5
log = logging.getLogger(__name__)
Go = Callable[[Callable[[], None]], None]


@dataclass(frozen=True, slots=True)
class Errand:
    """What is asked of the outside, and what is done with the answer."""

    call: Callable[[], Any]
    settle: Callable[[Any, Any], None]


@dataclass(slots=True)
class Errands:
    """The errands of one transaction; `go` runs each, elsewhere if the process can."""

    go: Go | None = None
    waiting: list[Errand] = field(default_factory=list)

    def add(self, call: Callable[[], Any], settle: Callable[[Any, Any], None]) -> None:
        """`call()` after the commit, then `settle(answer, uow)` in a transaction of its own."""
        self.waiting.append(Errand(call, settle))

    def run(self, open_one: Callable[[], Any]) -> None:
        """After the commit; `open_one` makes the units of work in which answers are settled."""
        todo, self.waiting = self.waiting, []
        for errand in todo:
            if self.go is None:
                _run(errand, open_one)
            else:
                self.go(lambda errand=errand: _run(errand, open_one))  # type: ignore[misc]


def _run(errand: Errand, open_one: Callable[[], Any]) -> None:
    """Never raises; the kind of trouble is told, its words may quote what was sent."""
    try:
        _settle(errand, errand.call(), open_one)
    except Exception as trouble:
        log.error("an errand was not settled: %s", type(trouble).__name__)


def _settle(errand: Errand, answer: Any, open_one: Callable[[], Any]) -> None:
    """The answer is there once; the transaction is tried again where the database asks for it."""
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with open_one() as uow:
                errand.settle(answer, uow)
                uow.commit()
            return
        except DBAPIError as error:
            if last or getattr(error.orig, "pgcode", None) not in RETRYABLE:
                raise
