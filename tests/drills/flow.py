"""When letters flow again: what was said before has been read by whoever reads it."""

import time
from collections import defaultdict

import psycopg2

from drills.house import House

STEP = 0.25
RECENT = """
SELECT exchange, routing_key, message_id::text FROM outbox
WHERE created_at > clock_timestamp() - interval '15 minutes'
"""
OVERDUE = "outbox WHERE sent_at IS NULL AND created_at < now() - interval '2 s'"


class Flow:
    """Looks at outboxes and inboxes, as an operator would at their ages."""

    def __init__(self, house: House) -> None:
        self._house = house

    def seconds_to_full(self, most: float) -> float | None:
        """Seconds until every letter said up to now has been read everywhere and every service
        is ready; None if that takes longer than `most`."""
        begun = time.monotonic()
        said = self._said()
        while time.monotonic() - begun < most:
            said = {
                reader: left for reader, ids in said.items() if (left := self._unread(reader, ids))
            }
            if not said and self._unsent() == 0:
                return round(time.monotonic() - begun, 1)
            time.sleep(STEP)
        return None

    def wait_until_quiet(self, most: float) -> float | None:
        """Seconds until nothing is under way, seen twice a second apart."""
        begun, seen = time.monotonic(), 0
        while time.monotonic() - begun < most:
            seen = seen + 1 if self._is_quiet() else 0
            if seen == 3:
                return round(time.monotonic() - begun, 1)
            time.sleep(1)
        return None

    def _said(self) -> dict[str, set[str]]:
        said: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name in self._house.names:
            for exchange, key, message in self._ask(name, RECENT):
                said[str(exchange), str(key)].add(str(message))
        found: dict[str, set[str]] = defaultdict(set)
        rows = self._house.broker.listed(
            "list_bindings", "source_name", "routing_key", "destination_name"
        )
        for exchange, key, queue in rows:
            if exchange.endswith(".events"):
                found[queue.partition(".from.")[0]] |= said[exchange, key]
        return found

    def _unread(self, reader: str, ids: set[str]) -> set[str]:
        rows = self._ask(
            reader,
            "SELECT message_id::text FROM inbox WHERE message_id = ANY(%s::uuid[])",
            list(ids),
        )
        return ids - {row[0] for row in rows}

    def _unsent(self) -> int:
        return sum(
            self._ask(name, f"SELECT count(*) FROM {OVERDUE}")[0][0] for name in self._house.names
        )

    def _is_quiet(self) -> bool:
        for name in self._house.names:
            for what in (
                "outbox WHERE sent_at IS NULL",
                "held",
                "parked WHERE settled_at IS NULL AND redrive_at IS NOT NULL",
            ):
                if self._ask(name, f"SELECT count(*) FROM {what}")[0][0]:
                    return False
        queued = self._house.broker.listed("list_queues", "messages")
        waiting = "SELECT count(*) FROM messages WHERE state NOT IN ('sent', 'delivered', 'failed')"
        return not any(int(n) for (n,) in queued) and not self._ask("notify", waiting)[0][0]

    def _ask(self, service: str, statement: str, *values: object) -> list[tuple[object, ...]]:
        url = self._house.database.url(f"lingbu_{service}")
        connection = psycopg2.connect(url, connect_timeout=5)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall()
        finally:
            connection.close()
