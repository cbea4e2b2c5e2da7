"""The memory bus of the embedded house, and how it survives being killed.

The memory transport forgets what it holds when the process dies. So the house writes down, in
a small file, the last moment at which nothing was under way; at the next start every letter
sent after that moment is sent again, and the inboxes drop those that had arrived.
"""

import json
import logging
import os
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import eventlet
from sqlalchemy import func, select

from servicekit.desk import Desk
from servicekit.embedded.quietness import under_way
from servicekit.outage import Outage
from servicekit.publishers import MemoryPublisher
from servicekit.relay import Relay
from servicekit.walls import say_system

log = logging.getLogger(__name__)
URI = "memory://lingbu"
POLL_SECONDS = 2.0  # a commit of this process wakes its relay at once; others write, too


class GreenRelay:
    """One service's relay as a greenthread, woken by the commit."""

    def __init__(self, desk: Desk, bell: threading.Event, copies: int = 1) -> None:
        self.desk, self.bell = desk, bell
        self.outbox = desk.store.kit.outbox
        self.engine = desk.sessions.kw["bind"]
        self.relay = Relay(self.engine, desk.store.kit, lambda: MemoryPublisher(URI), copies)

    def run(self) -> None:
        outage = Outage(log, f"{self.desk.name}, relay")
        while True:
            try:
                carried = self.relay.carry()
                outage.worked()
            except Exception as error:
                outage.failed(error)
                self.relay.let_go()
                carried = 0
                eventlet.sleep(POLL_SECONDS)
            if not carried:
                self.bell.wait(POLL_SECONDS)
                self.bell.clear()

    def anything_unsent(self) -> bool:
        query = select(self.outbox.c.id).where(self.outbox.c.sent_at.is_(None)).limit(1)
        with self.engine.connect() as connection:
            say_system(connection)
            return connection.scalar(query) is not None

    def send_again(self, since: datetime | None) -> int:
        """Marks as unsent what was sent after a moment; returns how many letters."""
        table = self.outbox
        update = table.update().where(table.c.sent_at.is_not(None))
        if since is not None:
            update = update.where(table.c.sent_at >= since)
        with self.engine.begin() as connection:
            say_system(connection)
            done = connection.execute(update.values(sent_at=None))
            return int(done.rowcount)


class QuietMark:
    """Remembers on disk when the bus was last known to be empty."""

    def __init__(self, path: Path, relays: Sequence[GreenRelay], containers: Sequence[Any]) -> None:
        self._path, self._relays, self._containers = path, relays, containers

    def read(self) -> datetime | None:
        if not self._path.exists():
            return None
        return datetime.fromisoformat(json.loads(self._path.read_text())["quiet_at"])

    def keep(self) -> None:
        """Writes the mark again and again while the house runs."""
        outage = Outage(log, "quiet mark")
        while True:
            eventlet.sleep(POLL_SECONDS)
            with outage.watching():
                self._mark_if_quiet()

    def _mark_if_quiet(self) -> None:
        with self._relays[0].engine.connect() as connection:
            moment = connection.scalar(select(func.clock_timestamp()))
        if any(relay.anything_unsent() for relay in self._relays) or under_way(self._containers):
            return
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"quiet_at": moment.isoformat()}))
        os.replace(fresh, self._path)
