"""The graceful replacement: while cases are under way, every service is replaced by its next."""

from collections import Counter
from typing import Any

from drills.drill import Drill
from drills.house import House
from drills.load import Client, Load


class Replacement(Drill):
    """A drill whose only disturbance is an operator who replaces one replica after another."""

    dropped: dict[str, int]

    def _disturb(self, house: House, client: Client, load: Load) -> float | None:
        names = list(house.names)
        for number, name in enumerate(names):
            while load.done < load.total * (number + 1) // (len(names) + 2):
                if load.finished.wait(0.1):
                    break
            before = Counter(client.statuses)
            line = {"from": self._passed(), "step": load.done, "name": f"{name} replaced"}
            line |= house.replace(name)
            change = client.statuses - before
            line |= {"to": self._passed(), "answers": dict(change)}
            self._say(str(line))
            self.done.append(line)
        return None

    def _result(
        self, house: House, client: Client, load: Load, flow: Any, times: tuple[Any, ...]
    ) -> dict[str, Any]:
        found = super()._result(house, client, load, flow, times)
        good = {name for name in client.statuses if name[:1] in "24"}
        return found | {"dropped": {n: c for n, c in client.statuses.items() if n not in good}}
