"""Whether a service process lives and can work: asked by supervisors, not by people.

A service takes commands while the broker is away and says so (`degraded`); it is not to be taken
out of rotation for that. Only a database that does not answer makes it unready.
"""

import json
from typing import Any

import eventlet
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Request, Response

from contracts.caller import SYSTEM_CALLER
from servicekit.buses import listening, readers_of
from servicekit.desk import Desk
from servicekit.inside import InsideHandler
from servicekit.mailbox import Reader
from servicekit.provider import DeskProvider
from servicekit.walls import info_of

PATIENCE = 3.0  # seconds for the database


class Health(InsideHandler):
    """GET /livez: the loop turns. GET /readyz: the database answers, and how the bus is."""

    def __init__(self, url: str, **kwargs: Any) -> None:
        super().__init__("GET", url, **kwargs)

    def handle_request(self, request: Request) -> Response:
        """Answers without a worker: a service with all hands full is alive."""
        if self.url == "/livez":
            return _answer({"status": "ok"})
        [desk] = [d.desk for d in self.container.dependencies if isinstance(d, DeskProvider)]
        return _answer(condition(desk, readers_of(self.container)))


def _answer(found: dict[str, Any]) -> Response:
    status = 503 if found["status"] == "unready" else 200
    return Response(json.dumps(found), status=status, mimetype="application/json")


def condition(desk: Desk, readers: list[Reader]) -> dict[str, Any]:
    """What can be said of a service in a moment: numbers and words, no content."""
    bus = "ok" if all(listening(reader) for reader in readers) else "away"
    with eventlet.Timeout(PATIENCE, False):
        try:
            letters = _letters(desk)
            return {"status": "ok" if bus == "ok" else "degraded", "bus": bus} | letters
        except SQLAlchemyError:
            pass
    return {"status": "unready", "bus": bus, "database": "away"}


def _letters(desk: Desk) -> dict[str, Any]:
    kit = desk.store.kit
    waiting = select(func.clock_timestamp() - func.min(kit.outbox.c.created_at))
    parked = select(func.count()).where(
        kit.parked.c.settled_at.is_(None), kit.parked.c.redrive_at.is_(None)
    )
    with desk.sessions(info=info_of(SYSTEM_CALLER)) as session:
        age = session.scalar(waiting.where(kit.outbox.c.sent_at.is_(None)))
        count = session.scalar(parked)
        own = desk.store.vitals(session) if desk.store.vitals else {}
    seconds = round(age.total_seconds(), 1) if age else 0.0
    return {"database": "ok", "outbox_oldest_seconds": seconds, "parked": count, **own}
