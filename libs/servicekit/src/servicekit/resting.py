"""When a scheduler need not look: most rounds of most services find nothing."""

import time
from datetime import datetime
from typing import Any

from sqlalchemy import event

SECONDS = 2.0  # replicas and commands of operators write too, and nobody here hears of it


class Rest:
    """Lasts until the next deadline is due, this process commits something, or two seconds."""

    def __init__(self, sessions: Any) -> None:
        self._until: datetime | None = None
        self._ends, self._stirred = 0.0, True
        self._sessions, self._hears = sessions, False

    def is_on(self, now: datetime) -> bool:
        """Whether nothing can have come due since the last look; `now` by the turnable clock."""
        if self._stirred or time.monotonic() >= self._ends:
            return False
        return self._until is None or now < self._until

    def look(self) -> None:
        """A look begins: what is committed from here on may escape it."""
        if not self._hears:
            event.listen(self._sessions, "after_commit", self._stir)
            self._hears = True
        self._stirred, self._ends = False, 0.0

    def begin(self, until: datetime | None) -> None:
        """The look found nothing, and nothing that is due before `until`."""
        self._until, self._ends = until, time.monotonic() + SECONDS

    def wake(self) -> None:
        """There was something to do, so there may be more."""
        self._stirred = True

    def _stir(self, _session: Any) -> None:
        self._stirred = True
