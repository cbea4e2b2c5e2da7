"""A clock that can be turned, for the embedded house, demos, training and tests.

The offset lies in a small file, so that every process of one installation turns with it. It
exists only where `LINGBU_CLOCK_FILE` is set; production has the system's clock.
"""

import json
import os
from datetime import date, datetime, timedelta
from pathlib import Path

from kernel.clock import SHANGHAI, Clock, SystemClock


class TurnableClock:
    """Beijing time plus an offset read from a file."""

    def __init__(self, path: Path) -> None:
        self._path, self._stamp, self._offset = path, 0, timedelta()

    def now(self) -> datetime:
        """Aware, in Asia/Shanghai."""
        return datetime.now(SHANGHAI) + self.offset()

    def today(self) -> date:
        return self.now().date()

    def offset(self) -> timedelta:
        """How far the clock stands ahead of the machine's."""
        try:
            stamp = self._path.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if stamp != self._stamp:
            seconds = json.loads(self._path.read_text())["offset_seconds"]
            self._offset, self._stamp = timedelta(seconds=seconds), stamp
        return self._offset

    def turn(self, delta: timedelta) -> datetime:
        """Turns forward or back; returns the new time."""
        self._write(self.offset() + delta)
        return self.now()

    def set(self, moment: datetime) -> datetime:
        """Sets the clock to a moment, from which it goes on ticking."""
        self._write(moment - datetime.now(SHANGHAI))
        return self.now()

    def _write(self, offset: timedelta) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
        os.replace(fresh, self._path)


def clock_from(settings: dict[str, str]) -> Clock:
    """The turnable clock where a file is named, the system's otherwise."""
    path = settings.get("CLOCK_FILE", "")
    return TurnableClock(Path(path)) if path else SystemClock()
