"""The cellar: requests by number, lines by partner."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from partners.domain.byhand import ByHand, same_key, same_officer
from partners.domain.line import Line
from partners.domain.request import (
    ABANDONED,
    KEPT_BACK,
    OPEN,
    REFUSED,
    RESENT,
    WAITING,
    Request,
)
from partners.readings import readings
from partners.tables import Base, ByHandRow, LineRow, RequestRow, kit
from servicekit.signing.demanded import Demand
from servicekit.store import Kind, Store

WITHOUT_BODY = tuple(
    getattr(RequestRow, field.name) for field in fields(Request) if field.name != "body"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which open requests are meant; what is empty does not choose."""

    number: str = ""
    partner: str = ""
    message: str = ""
    state: str = ""
    error: str = ""
    by_hand: bool = False

    def conditions(self) -> list[Any]:
        """For a query over requests."""
        named = {n: getattr(self, n) for n in ("number", "partner", "message", "state", "error")}
        found = [getattr(RequestRow, name) == value for name, value in named.items() if value]
        if self.by_hand:
            open_ones = select(ByHandRow.number).where(ByHandRow.confirmed_at.is_(None))
            found.append(RequestRow.number.in_(open_ones))
        return [RequestRow.state.in_(OPEN), *found]


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

    def page(
        self, which: Which, after: tuple[datetime, str] | None, limit: int
    ) -> Sequence[Request]:
        """Open requests, longest waiting first, without what was asked."""
        place = tuple_(RequestRow.asked_at, RequestRow.number)
        query = select(*WITHOUT_BODY).where(*which.conditions())
        if after is not None:
            query = query.where(place > tuple_(*after))
        query = query.order_by(RequestRow.asked_at, RequestRow.number).limit(limit)
        return [Request(**row._mapping) for row in self.session.execute(query)]

    def count(self, which: Which) -> int:
        """How many there are."""
        query = select(func.count()).select_from(RequestRow).where(*which.conditions())
        return int(self.session.scalar(query))

    def resend(self, which: Which, now: datetime, horizon: datetime) -> int:
        """They are due now; what was given up begins anew. How many."""
        renewed = case((RequestRow.state == WAITING, RequestRow.horizon_at), else_=horizon)
        values = {"state": WAITING, "error": RESENT, "next_try_at": now, "horizon_at": renewed}
        done = self.session.execute(update(RequestRow).where(*which.conditions()).values(values))
        self.session.expire_all()
        return int(done.rowcount)

    def sums(self) -> dict[str, dict[str, Any]]:
        """Partner -> how many wait, were given up, were refused, and since when the oldest."""
        states = {s: func.count().filter(RequestRow.state == s) for s in sorted(OPEN)}
        columns = [count.label(name) for name, count in states.items()]
        oldest = func.min(RequestRow.asked_at).label("oldest_at")
        query = select(RequestRow.partner, *columns, oldest).where(RequestRow.state.in_(OPEN))
        rows = self.session.execute(query.group_by(RequestRow.partner))
        return {row.partner: dict(row._mapping) for row in rows}


class Entered:
    """What was entered by hand."""

    def __init__(self, uow: Any) -> None:
        self.session = uow.session

    def of(self, number: str, lock: bool = False) -> ByHand | None:
        """What was entered for a request."""
        row = self.session.get(ByHandRow, number, with_for_update=lock or None)
        return row and ByHand(**{f.name: getattr(row, f.name) for f in fields(ByHand)})

    def save(self, entered: ByHand) -> None:
        """Keeps it, in place of an earlier one."""
        self.session.merge(ByHandRow(**asdict(entered)))
        self.session.flush()
        self.session.expire_all()

    def take_back(self, number: str) -> None:
        """It counts no more."""
        self.session.execute(delete(ByHandRow).where(ByHandRow.number == number))
        self.session.expire_all()


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

    def all(self) -> dict[str, Line]:
        """Every line that was ever used, by partner."""
        rows = self.session.scalars(select(LineRow))
        return {r.partner: Line(**{f.name: getattr(r, f.name) for f in fields(Line)}) for r in rows}

    def save(self, line: Line) -> None:
        """Keeps how a line is."""
        values = asdict(line)
        put = upsert(LineRow).values(values)
        self.session.execute(put.on_conflict_do_update(index_elements=["partner"], set_=values))
        self.session.expire_all()


def _request(row: RequestRow) -> Request:
    return Request(**{f.name: getattr(row, f.name) for f in fields(Request)})


DECIDED = """
SELECT '' AS subject, 'enter_outcome' AS decision, officer, officer_key AS key_serial,
  officer_certificate AS fingerprint, entered_at AS signed_at FROM by_hand
UNION ALL
SELECT '', 'confirm_outcome', confirmer, confirmer_key, confirmer_certificate, confirmed_at
  FROM by_hand WHERE confirmed_at IS NOT NULL
"""


def vitals(session: Any) -> dict[str, Any]:
    """For /readyz: what somebody has to act on, and who answers nobody."""
    many = func.count().filter
    query = select(many(RequestRow.state == ABANDONED), many(RequestRow.state == REFUSED))
    abandoned, refused = session.execute(query).one()
    opened = session.scalars(select(LineRow.partner).where(LineRow.state != "closed"))
    return {"abandoned": abandoned, "refused": refused, "lines_open": sorted(opened)}


store = Store(
    metadata=Base.metadata,
    kit=kit,
    repositories={"requests": Requests, "lines": Lines, "entered": Entered},
    constraints={"by_hand_two_officers": same_officer, "by_hand_two_keys": same_key},
    decided=DECIDED,
    signed={
        "outcome_entered": Demand(("enter_outcome",)),
        "outcome_confirmed": Demand(("confirm_outcome",)),
        "outcome_taken_back": Demand(("confirm_outcome",)),
    },
    vitals=vitals,
    readings=readings,
    kept=(
        Kind("requests", "对外询问（已答复）", "letter_days", "answered_at < :before"),
        Kind(
            "requests",
            "对外询问（逾期无答复）",
            "unanswered_days",
            "answered_at IS NULL AND state <> 'waiting' AND horizon_at < :before",
        ),
        Kind("by_hand", "人工录入的答复", "archive_years", "entered_at < :before"),
    ),
)
