"""Backup and restore under load: a reader set back and brought level, a writer set back and
refused, and the whole server lost and rebuilt."""

import time
from datetime import datetime, timedelta
from pathlib import Path

from drills.backups import Backups
from drills.drill import Drill
from drills.flow import Flow
from drills.house import House
from drills.load import Client, Load
from kernel.clock import SHANGHAI

READER, WRITER = "reporting", "review"


class Restoration(Drill):
    """A drill whose disturbances are an operator's restores."""

    def _disturb(self, house: House, client: Client, load: Load) -> float | None:
        backups = Backups(house.database)
        begun = datetime.now(SHANGHAI) - timedelta(minutes=1)
        self._since = begun.strftime("%Y-%m-%d %H:%M:%S")
        self._until(load, 0.25)
        dumps = {name: backups.dump(f"lingbu_{name}") for name in house.names}
        self._did("dumps of all databases", files=len(dumps))
        self._until(load, 0.5)
        self._set_back(house, backups, dumps[READER])
        self._until(load, 0.6)
        self._refused(house, backups, dumps[WRITER])
        self._until(load, 0.7)
        backups.begin()
        self._did("base backup; WAL in a second place")
        self._until(load, 0.9)
        lost = time.monotonic()
        backups.destroy()
        backups.rebuild()
        self._did("server destroyed and rebuilt", seconds=round(time.monotonic() - lost, 1))
        return Flow(house).seconds_to_full(120)

    def _set_back(self, house: House, backups: Backups, dump: Path) -> None:
        """A service that only reads loses what came after the dump, and gets it again."""
        house.hold(READER)
        backups.restore(f"lingbu_{READER}", dump)
        house.start(READER)
        said = house.command("level", "--since", self._since)
        self._did(f"{READER} set back to its dump, brought level", said=said.splitlines())

    def _refused(self, house: House, backups: Backups, dump: Path) -> None:
        """A service that has spoken since cannot be set back: the command says so, of a copy."""
        copy = house.database.make(f"lingbu_{WRITER}_old")
        backups.restore(copy, dump)
        said = house.refused("level", "--since", self._since, **{WRITER: copy})
        self._did(f"{WRITER} at its dump: refused", said=said.splitlines()[-1:])

    def _until(self, load: Load, part: float) -> None:
        while load.done < load.total * part and not load.finished.wait(0.1):
            pass

    def _did(self, name: str, **more: object) -> None:
        line = {"name": name, "at": self._passed()} | more
        self._say(str(line))
        self.done.append(line)
