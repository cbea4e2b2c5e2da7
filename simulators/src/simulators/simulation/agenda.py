"""The days on which something is to happen in a benefit: all drawn from this life's chance."""

from collections.abc import Iterator
from datetime import date, timedelta

from kernel.month import Month
from simulators.simulation.scene import Scene
from simulators.simulation.slots import slot_of

__all__ = ["agenda", "channel", "failures", "start_of"]

WINDOW = 3  # months; only to choose days on which people come
HORIZON = 60  # months to make plans for
CODES = {"01": 8, "02": 1, "03": 1, "04": 1, "05": 1, "09": 2}
CHANNELS = {"wechat": 5, "pc": 2, "counter": 3}
Event = tuple[int, str, int]  # slot, what, which


def start_of(scene: Scene) -> Month:
    """The confirmed start month."""
    return Month.parse(scene.life.notes["start"])


def agenda(scene: Scene) -> Iterator[Event]:
    """Everything that is to happen, by this life's chance alone; no two in one slot."""
    taken: set[int] = set()
    for day, what, n in sorted(_wishes(scene)):
        slot = slot_of(day)
        while slot in taken:
            slot += 1
        taken.add(slot)
        yield slot, what, n


def _wishes(scene: Scene) -> Iterator[tuple[date, str, int]]:
    start = start_of(scene)
    for window in range(HORIZON // WINDOW):
        first = start + WINDOW * window
        if not scene.happens("report forgotten", window):
            yield _report_day(scene, first, window), "report", window
            if scene.happens("reports twice", window):
                yield (first + 2).last_day, "again", window
    for n, _ in failures(scene):
        if scene.happens("pays late", n):
            yield (start + n + 1).first_day + timedelta(days=9), "pay", n
    if scene.happens("not enrolled"):
        yield start.first_day + timedelta(days=27), "enrol", 0
    if scene.happens("stopped by an officer"):
        n = scene.chance.number("stopped after", 0, 9)
        day = scene.chance.number("stopped on", 2, 28)
        yield (start + n).first_day + timedelta(days=day - 1), "stop", n


def _report_day(scene: Scene, first: Month, window: int) -> date:
    """Most people report in the last weeks of a window, at the counter when it is open."""
    early = scene.chance.happens(f"early {window}", 0.25)
    ahead = scene.chance.number(f"ahead {window}", 0, 80 if early else 20)
    day = (first + WINDOW - 1).last_day - timedelta(days=ahead)
    return scene.town.calendar.roll_back(day) if channel(scene, window) == "counter" else day


def channel(scene: Scene, window: int) -> str:
    return scene.chance.pick(f"channel {window}", CHANNELS)


def failures(scene: Scene) -> Iterator[tuple[int, str]]:
    """Months after the start whose deduction fails, with the bank's code."""
    first = scene.chance.number("poor from", 0, 9)
    poor = (first, first + 1) if scene.happens("poor") else ()
    for n in range(HORIZON):
        if n in poor:
            yield n, "01"
        elif scene.happens("deduction fails", n):
            yield n, scene.chance.pick(f"code {n}", CODES)
