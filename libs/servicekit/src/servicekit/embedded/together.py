"""Several letters, or several deadlines, of one desk in one transaction.

Beginning and ending a transaction costs as much as the work of a small letter. Each letter keeps
its own inbox row, its own handler and its own unit of work; what is shared is the commit. Where
one of them fails nothing of any is left, and each is done in a transaction of its own, which then
delays, parks or marks the one that failed.
"""

import logging
from collections.abc import Sequence
from typing import Any

from policy.calendar import edition
from servicekit.desk import Desk

__all__ = ["Together"]

log = logging.getLogger(__name__)
MOST = 100  # of one transaction: the fewer, the less has to be done again


class Together:
    """The desk's work by the handful; for a bus that is alone with it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def take_in(self, bodies: Sequence[Any]) -> set[str]:
        """Letters from the bus in their order; what became of them (`Letterbox.take_in`)."""
        outcomes: set[str] = set()
        for first in range(0, len(bodies), MOST):
            outcomes.update(self._take_some(bodies[first : first + MOST]))
        return outcomes

    def fire_due(self) -> None:
        """Every due deadline."""
        while self._fire_some() == MOST:
            pass

    def _take_some(self, bodies: Sequence[Any]) -> list[str]:
        if len(bodies) > 1:
            try:
                told: list[str] = self._desk.retrying(lambda: self._apply(bodies))
                return told
            except Exception:
                log.info("letters are taken in one by one", extra={"service": self._desk.name})
        return [self._desk.take_in(body) for body in bodies]

    def _apply(self, bodies: Sequence[Any]) -> list[str]:
        desk, outcomes, held = self._desk, [], []
        with desk.uow() as uow:
            for body in bodies:
                letter = desk.readers.open(body, desk.world.sealer)
                with uow.part(letter.meta) as part:
                    outcome, behind = desk.letterbox.apply(letter, body, part)
                outcomes.append(outcome)
                held += [behind] if behind is not None else []
            uow.commit()
        for behind in held:
            desk.take_in(behind)
        return outcomes

    def _fire_some(self) -> int:
        try:
            fired: int = self._desk.retrying(self._fire)
            return fired
        except Exception:
            log.info("deadlines are fired one by one", extra={"service": self._desk.name})
            return self._desk.fire_due(MOST)

    def _fire(self) -> int:
        done = 0
        with self._desk.uow() as uow:
            here = edition(uow.calendar)
            while done < MOST and (deadline := uow.deadlines.take_due(here)) is not None:
                with uow.part() as part:
                    self._desk.rounds.fire(deadline, part)
                done += 1
            uow.commit()
        return done
