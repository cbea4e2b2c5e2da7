"""How far a simulation has got: a bar that redraws itself on a terminal, plain lines elsewhere."""

import time
from typing import TextIO

__all__ = ["Bar", "Silence"]

WIDTH, PREPARING = 32, "准备数据库"


class Silence:
    """Says nothing."""

    def reached(self, part: float, day: str) -> None:
        """A part of all days, 0 to 1, and the day."""

    def close(self) -> None:
        """No more is to come."""


class Bar(Silence):
    """Draws the part done, the simulated day and the time it took."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._begun = out, time.monotonic()
        self._month: str | None = None

    def reached(self, part: float, day: str) -> None:
        """On a terminal at every word, elsewhere once for each simulated month."""
        if self._out.isatty():
            self._write(f"\r{self._line(part, day)}")
        elif day[:7] != self._month:
            self._write(self._plain(part, day) + "\n")
        self._month = day[:7]

    def close(self) -> None:
        """Leaves the last bar where it is."""
        if self._out.isatty() and self._month:
            self._write("\n")

    def _line(self, part: float, day: str) -> str:
        full = round(part * WIDTH)
        bar = "█" * full + "░" * (WIDTH - full)
        return f"模拟 {bar} {part:4.0%}  {day or PREPARING:<10}  {self._seconds:5.0f} 秒"

    def _plain(self, part: float, day: str) -> str:
        return f"模拟 {day[:7] or PREPARING}  {part:.0%}  {self._seconds:.0f} 秒"

    @property
    def _seconds(self) -> float:
        return time.monotonic() - self._begun

    def _write(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()
