"""What /metrics tells of the messages: numbers by provider and state, no address and no text."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from notify.attempt_store import Attempts
from notify.domain.message import UNSETTLED
from notify.domain.traffic import LOOK_BACK, ill
from notify.tables import AttemptRow, MessageRow
from servicekit.readings import Reading

LATELY = "Attempts of the last half hour by what became of them"
ILL = "1 while a provider is only tried out"


def readings(session: Any, now: datetime) -> Iterator[Reading]:
    """Of each provider used lately its attempts and whether it is ill; what waits."""
    kinds = (AttemptRow.provider, AttemptRow.state)
    lately = select(*kinds, func.count()).where(AttemptRow.began_at > now - LOOK_BACK)
    counted = session.execute(lately.group_by(*kinds).order_by(*kinds)).all()
    for provider, state, count in counted:
        yield Reading("sms_attempts", LATELY, count, {"provider": provider, "state": state})
    shelf = Attempts(_Look(session, now))
    for provider in sorted({row.provider for row in counted}):
        unwell = ill(shelf.record(provider), now)
        yield Reading("sms_provider_ill", ILL, unwell, {"provider": provider})
    waiting = select(MessageRow.state, func.count()).where(MessageRow.state.in_(UNSETTLED))
    found = dict(session.execute(waiting.group_by(MessageRow.state)).tuples().all())
    for state in sorted(UNSETTLED):
        label = {"state": state}
        yield Reading("messages", "Messages under way", found.get(state, 0), label)


class _Look:
    """What a shelf needs of a unit of work to be looked at."""

    def __init__(self, session: Any, now: datetime) -> None:
        self.session, self.now = session, now
