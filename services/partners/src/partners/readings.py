"""What /metrics tells of the partners: numbers by partner, state and answer, nobody's words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from outside.partners import PARTNERS
from partners.domain.request import ANSWERED, OPEN
from partners.tables import LineRow, RequestRow
from servicekit.readings import Reading

LATELY = timedelta(days=1)


def readings(session: Any, now: datetime) -> Iterator[Reading]:
    """Of each partner what waits and since when, how the line is, what it answered lately."""
    waiting, opened = _waiting(session), _opened(session)
    for partner in PARTNERS:
        label = {"partner": partner.name}
        mine = waiting.get(partner.name, {})
        for state in sorted(OPEN):
            count, _ = mine.get(state, (0, now))
            of_state = {**label, "state": state}
            yield Reading("partner_requests", "Questions without an answer", count, of_state)
        oldest = min((asked for _, asked in mine.values()), default=now)
        age = (now - oldest).total_seconds()
        yield Reading("partner_oldest_seconds", "Age of the oldest of them", age, label)
        left_alone = partner.name in opened
        yield Reading("partner_line_open", "1 while the breaker is open", left_alone, label)
    for name, answer, count in _answers(session, now - LATELY):
        words = {"partner": name, "answer": answer}
        yield Reading("partner_answers", "Answers to questions of the last day", count, words)


def _waiting(session: Any) -> dict[str, dict[str, tuple[int, datetime]]]:
    """Partner -> state -> how many, and when the first was asked."""
    kinds = (RequestRow.partner, RequestRow.state)
    query = select(*kinds, func.count(), func.min(RequestRow.asked_at))
    found: dict[str, dict[str, tuple[int, datetime]]] = {}
    for partner, state, count, first in session.execute(
        query.where(RequestRow.state.in_(OPEN)).group_by(*kinds)
    ):
        found.setdefault(partner, {})[state] = (count, first)
    return found


def _opened(session: Any) -> set[str]:
    return set(session.scalars(select(LineRow.partner).where(LineRow.state != "closed")))


def _answers(session: Any, since: datetime) -> Iterator[tuple[str, str, int]]:
    kinds = (RequestRow.partner, RequestRow.answer)
    lately = (RequestRow.state == ANSWERED, RequestRow.asked_at > since)
    query = select(*kinds, func.count()).where(*lately).group_by(*kinds).order_by(*kinds)
    yield from session.execute(query).tuples()
