"""One question to an outside system, from the first asking to its answer or its end."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from partners.domain.patience import Patience

__all__ = [
    "ABANDONED",
    "ANSWERED",
    "BY_HAND",
    "KEPT_BACK",
    "NO_KEY",
    "OPEN",
    "PARTNER",
    "REFUSED",
    "RESENT",
    "WAITING",
    "Request",
    "abandoned",
    "answered",
    "failed",
    "kept_back",
    "refused",
    "resent",
    "sent",
]

WAITING, ANSWERED, REFUSED = "waiting", "answered", "refused"
KEPT_BACK = "kept-back"
RESENT = "resent"  # somebody asked for it; nothing has come of it yet
PARTNER, BY_HAND = "partner", "by-hand"  # whose word an answer is
NO_KEY = "no-key"  # the partner has handed in none: nothing can be sealed for it
ABANDONED = "abandoned"
OPEN = frozenset({WAITING, ABANDONED, REFUSED})  # somebody still wants an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """`number` is the idempotency key; `about` the application or list it belongs to."""

    number: str
    partner: str
    message: str
    about: UUID
    topic: str = ""
    state: str = WAITING
    asked_at: datetime
    horizon_at: datetime
    tries: int = 0
    sent_at: datetime | None = None
    next_try_at: datetime
    error: str = ""
    answered_at: datetime | None = None
    answer: str = ""
    source: str = ""
    body: str | None = None

    @property
    def unanswered(self) -> bool:
        """Said at least once, and silence since."""
        return self.state == WAITING and self.tries > 0 and not self.error


def sent(request: Request, patience: Patience, now: datetime) -> Request:
    """Said once more; it is asked again when patience is over."""
    tries = request.tries + 1
    wait = max(patience.answer_within, patience.retry_after(tries))
    return replace(
        _until(request, now + _spread(wait, request)), tries=tries, sent_at=now, error=""
    )


def kept_back(request: Request, until: datetime) -> Request:
    """Not said: the other side does not answer anybody just now."""
    return replace(_until(request, until), error=KEPT_BACK)


def failed(request: Request, error: str, patience: Patience, now: datetime) -> Request:
    """The other side could not answer now; it is asked again later."""
    wait = patience.retry_after(max(request.tries, 1))
    return replace(_until(request, now + _spread(wait, request)), error=error)


def answered(request: Request, answer: str, now: datetime, source: str = PARTNER) -> Request:
    """The answer is there: what was asked is not kept any longer."""
    done = replace(request, state=ANSWERED, answer=answer, answered_at=now, source=source)
    return replace(done, error="", body=None)


def refused(request: Request, error: str) -> Request:
    """The other side will never take it as it is: for people to look at."""
    return replace(request, state=REFUSED, error=error)


def resent(request: Request, patience: Patience, now: datetime) -> Request:
    """Somebody wants it said again at once; what was given up begins anew."""
    horizon = request.horizon_at if request.state == WAITING else now + patience.horizon
    return replace(request, state=WAITING, error=RESENT, horizon_at=horizon, next_try_at=now)


def abandoned(request: Request) -> Request:
    """The horizon is passed: nobody is asked any more until somebody says so."""
    return replace(request, state=ABANDONED)


def _until(request: Request, moment: datetime) -> Request:
    """Somebody looks again then, and at the horizon at the latest."""
    return replace(request, next_try_at=min(moment, request.horizon_at))


def _spread(wait: timedelta, request: Request) -> timedelta:
    """Up to a tenth longer, by the request's number: what failed together does not return so."""
    first = hashlib.sha256(request.number.encode()).digest()[0]
    return wait * (1 + first / 2560)
