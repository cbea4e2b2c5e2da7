"""One attempt to reach a person: begun before the provider is asked, at most one alive.

sending    written down and committed; the call is under way, or the process died at it
unknown    no answer: the provider is asked what became of it, or its receipt is waited for
accepted   the provider has it
delivered, undelivered   its receipt
refused, not_taken       the provider did not take it
lost       after silence the provider said it never got it: only then another one may begin
overdue    no receipt until the stated time
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from notify.domain.outcome import Known, NeverGot, NotTaken, Outcome, Refused, Taken, Unheard

__all__ = ["ALIVE", "OK", "QUIET", "UNDER_WAY", "Attempt", "patience"]

SENDING, UNKNOWN, ACCEPTED = "sending", "unknown", "accepted"
DELIVERED, UNDELIVERED = "delivered", "undelivered"
REFUSED, NOT_TAKEN, LOST, OVERDUE = "refused", "not_taken", "lost", "overdue"
ALIVE = frozenset({SENDING, UNKNOWN, ACCEPTED})

OK = "DELIVRD"  # the operators' word for a delivered message
UNDER_WAY = frozenset({"ACCEPTD", "ENROUTE", "BUFFRED"})  # taken, not yet decided
QUIET = timedelta(minutes=5)  # a call given up by us may still arrive there for so long
_NEVER: Mapping[type[Outcome], str] = {Refused: REFUSED, NotTaken: NOT_TAKEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`way` is sms, wechat or contact; the id is the reference the provider is given."""

    id: UUID
    message_id: UUID
    application_id: UUID
    way: str
    provider: str
    address: str = field(repr=False)
    address_key: str = ""
    template: str = ""
    state: str = SENDING
    reason: str = ""
    began_at: datetime
    ended_at: datetime | None = None
    heard_at: datetime | None = None
    theirs: str = ""
    queries: int = 0
    number: int = 0

    @property
    def reference(self) -> str:
        """What the provider knows it by."""
        return self.id.hex

    @property
    def alive(self) -> bool:
        """Whether it may still reach the person: no other attempt begins meanwhile."""
        return self.state in ALIVE

    def answered(self, outcome: Outcome, now: datetime) -> Self:
        """The call has ended; what a receipt said meanwhile stands."""
        if self.state not in (SENDING, UNKNOWN):
            return self if self.theirs or not isinstance(outcome, Taken) else self._named(outcome)
        if isinstance(outcome, Taken):
            return replace(
                self, state=ACCEPTED, ended_at=now, reason="", theirs=outcome.reference[:64]
            )
        if isinstance(outcome, Unheard):
            return replace(self, state=UNKNOWN, ended_at=now, reason=outcome.code[:40])
        state = _NEVER[type(outcome)]
        return replace(self, state=state, ended_at=now, reason=outcome.code[:40])

    def _named(self, outcome: Taken) -> Self:
        return replace(self, theirs=outcome.reference[:64])

    def silent(self, now: datetime) -> Self:
        """Nobody settled the call in time: the process that made it has died."""
        return self.answered(Unheard("no-answer"), now) if self.state == SENDING else self

    def told(self, answer: object, now: datetime) -> Self:
        """The provider was asked. That it never got it counts only when nothing can be on its way
        there any more (`QUIET`)."""
        asked = replace(self, queries=self.queries + 1)
        if isinstance(answer, Known):
            known = asked.answered(Taken(answer.reference), now)
            return known.receipt(answer.status, now) if answer.status else known
        if isinstance(answer, NeverGot) and self.state == UNKNOWN and now - self.began_at >= QUIET:
            return replace(asked, state=LOST, reason="never-got", ended_at=now)
        return asked

    def receipt(self, status: str, now: datetime) -> Self:
        """A receipt: delivery is final, and one that tells nothing new changes nothing.

        A late DELIVRD is a fact whatever we had thought; no other word revives a closed attempt.
        """
        if status == OK:
            already = self.state == DELIVERED
            return self if already else replace(self, state=DELIVERED, heard_at=now, reason="")
        if not self.alive:
            return self
        if status in UNDER_WAY:
            return self.answered(Taken(), now)
        return replace(self, state=UNDELIVERED, heard_at=now, reason=status[:40])

    def overdue(self) -> Self:
        """No receipt until the stated time."""
        return replace(self, state=OVERDUE, reason="no-receipt") if self.alive else self


def patience(attempt: Attempt) -> timedelta:
    """Until the provider is asked (again): soon while nobody knows, seldom once it was taken."""
    if attempt.state == ACCEPTED:
        return timedelta(hours=4 ** min(attempt.queries, 2))
    return timedelta(minutes=(1, 5, 15, 60)[min(attempt.queries, 3)])
