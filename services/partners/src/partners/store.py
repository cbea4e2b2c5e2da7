"""The cellar: requests by number, lines by partner."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from partners.domain.line import Line
from partners.domain.request import KEPT_BACK, WAITING, Request
from partners.tables import Base, LineRow, RequestRow, kit
from servicekit.store import Store


class Requests:
    """What outside systems were asked."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def add(self, request: Request) -> bool:
        """Keeps a new request; False when one of that number is there."""
        put = upsert(RequestRow).values(asdict(request)).on_conflict_do_nothing()
        return bool(self.session.execute(put.returning(RequestRow.number)).first())

    def find(self, number: str, lock: bool = False) -> Request | None:
        """The request of that number, if there is one."""
        row = self.session.get(RequestRow, number, with_for_update=lock or None)
        return row and _request(row)

    def save(self, request: Request) -> None:
        """Keeps what has become of a request."""
        values = asdict(request)
        number = values.pop("number")
        self.session.execute(update(RequestRow).where(RequestRow.number == number).values(values))
        self.session.expire_all()

    def due(self, partner: str, now: datetime, limit: int) -> Sequence[Request]:
        """Requests that wait for their next try, longest first; no other replica has them."""
        mine = (RequestRow.partner == partner, RequestRow.state == WAITING)
        query = select(RequestRow).where(*mine, RequestRow.next_try_at <= now)
        query = query.order_by(RequestRow.next_try_at).limit(limit)
        rows = self.session.scalars(query.with_for_update(skip_locked=True)).all()
        return [_request(row) for row in rows]

    def call_back(self, partner: str, now: datetime) -> None:
        """The partner is there again: whatever was kept back may go out now."""
        waiting = (RequestRow.partner == partner, RequestRow.state == WAITING)
        kept = (RequestRow.error == KEPT_BACK, RequestRow.next_try_at > now)
        self.session.execute(update(RequestRow).where(*waiting, *kept).values(next_try_at=now))


class Lines:
    """How the partners are."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of(self, partner: str, lock: bool = False) -> Line:
        """The line to a partner; a new one is closed."""
        row = self.session.get(LineRow, partner, with_for_update=lock or None)
        if row is None:
            return Line(partner=partner)
        return Line(**{f.name: getattr(row, f.name) for f in fields(Line)})

    def save(self, line: Line) -> None:
        """Keeps how a line is."""
        values = asdict(line)
        put = upsert(LineRow).values(values)
        self.session.execute(put.on_conflict_do_update(index_elements=["partner"], set_=values))
        self.session.expire_all()


def _request(row: RequestRow) -> Request:
    return Request(**{f.name: getattr(row, f.name) for f in fields(Request)})


store = Store(metadata=Base.metadata, kit=kit, repositories={"requests": Requests, "lines": Lines})
