"""Hears the statements of a house's services, and in the course of which work each is said."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

HEARD = "before_cursor_execute"
OUTSIDE = ""  # said by the kit around the handlers


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it was first said in the course of a work, and for whom."""

    service: str
    work: str
    text: str
    values: Any
    place: tuple[str, ...]


class Ear:
    """Listens to the services' own connections; `most` is what one call of a work has taken."""

    def __init__(self, house: Any) -> None:
        self.said: dict[tuple[str, str, str], Said] = {}
        self.times: Counter[tuple[str, str]] = Counter()
        self.most: dict[tuple[str, str], int] = defaultdict(int)
        self._work, self._count = OUTSIDE, 0
        rooms = house.rooms.items()
        self._ears = [(room.at_work, HEARD, self._hearing(name)) for name, room in rooms]
        for name, room in house.rooms.items():
            self._sit_down(name, room.desk)
        for ear in self._ears:
            event.listen(*ear)

    def stop(self) -> None:
        """Hears nothing more."""
        for ear in self._ears:
            event.remove(*ear)

    def forget_counts(self) -> None:
        """Begins to count anew; what was said stays known."""
        self.most = defaultdict(int)

    def watched(self, service: str, name: str, handler: Any) -> Callable[[Any, Any], Any]:
        """A handler whose statements are counted."""

        def work(subject: Any, uow: Any) -> Any:
            self._work, self._count = name, 0
            try:
                return handler(subject, uow)
            finally:
                self.most[service, name] = max(self.most[service, name], self._count)
                self._work = OUTSIDE

        return work

    def frequent(self, number: int) -> list[Said]:
        """The statements said most often, each with the values of its first time."""
        first = {(one.service, one.text): one for one in reversed(self.said.values())}
        return [first[key] for key, _ in self.times.most_common(number)]

    def _sit_down(self, service: str, desk: Any) -> None:
        desk.commands = {
            kind: self.watched(service, kind.__name__, handler)
            for kind, handler in desk.commands.items()
        }
        for kind, handler in desk.readers.table.items():
            desk.readers.table[kind] = self.watched(service, kind.__name__, handler)
        for kind, handler in desk.deadlines.items():
            desk.deadlines[kind] = self.watched(service, kind, handler)

    def _hearing(self, service: str) -> Callable[..., None]:
        def hear(
            connection: Any, cursor: Any, text: str, values: Any, context: Any, many: bool
        ) -> None:
            self._count += 1
            if text.startswith("SELECT set_config("):
                connection.info["place"] = tuple(values)
                return
            self.times[service, text] += 1
            place = connection.info.get("place", ("system", "", ""))
            one = values[0] if isinstance(values, list) else values
            said = Said(service, self._work, text, one, place)
            self.said.setdefault((service, self._work, text), said)

        return hear
