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

__all__ = ["Errand", "Errands"]

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
        answer = errand.call()
        with open_one() as uow:
            errand.settle(answer, uow)
            uow.commit()
    except Exception as trouble:
        log.error("an errand was not settled", extra={"trouble": type(trouble).__name__})
