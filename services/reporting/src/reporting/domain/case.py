"""One case across all services: recorded facts, and the state that follows from them.

Letters of one service come in order, those of different services in any. So each service's
letters change only that service's facts, and the state is derived from all facts together: the
same letters give the same picture, however they were shuffled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from kernel.clock import SHANGHAI

__all__ = ["STATES", "Case"]

STATES = {
    "accepted": "已受理，初审中",
    "returned_to_applicant": "退回申请人补正",
    "returned_to_street": "退回街道",
    "publicity": "公示中",
    "objection": "异议核查中",
    "first_review": "待第一次复核",
    "second_review": "待第二次复核",
    "approved": "已批准，待社保状态确认",
    "refund_pending": "退费办理中",
    "postponed": "已顺延，待确认",
    "confirmed": "开始享受月份已确认",
    "enlisted": "已列入增员名单",
    "active": "享受中",
    "completed": "期满",
    "stopped": "已停止",
    "start_refused": "社保状态确认未通过",
    "rejected": "审核未通过",
    "withdrawn": "已撤回",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Facts by the service that said them. Months are YYYY-MM; empty means not said yet."""

    application_id: UUID
    # intake
    number: str = ""
    street_code: str = ""
    agency: str = ""
    category: str = ""
    sex: str = ""
    birth_date: date | None = None
    hukou_type: str = ""
    project: str = ""
    income_band: str = ""
    accepted_at: datetime | None = None
    corrected_at: datetime | None = None
    withdrawn: bool = False
    overridden: bool = False
    person: str | None = field(default=None, repr=False)
    # review
    review: str = ""
    returned_at: datetime | None = None
    returns: int = 0
    publicity_from: date | None = None
    publicity_until: date | None = None
    publicity_closed: bool = False
    first_passed: bool = False
    open_objections: int = 0
    proposed_start: str = ""
    proposed_months: int | None = None
    applied_on: date | None = None
    approved_at: datetime | None = None
    looked_seconds: int | None = None
    rejection: str = ""
    rejected_at: datetime | None = None
    # payments
    payments: str = ""
    start_month: str = ""
    end_month: str = ""
    granted_months: int | None = None
    failures: int = 0
    reported_until: date | None = None
    stop_code: str = ""
    stop_month: str = ""
    recovery: str = ""
    moves: Mapping[str, Sequence[str]] = field(default_factory=dict)  # month: street, agency
    # notify
    failed_messages: int = 0
    # whoever spoke last
    last_event: str = ""
    last_event_at: datetime | None = None

    @property
    def state(self) -> str:
        """One of STATES. What payments says lies later in a case's life than all the rest."""
        if self.payments:
            return self.payments
        if self.withdrawn:
            return "withdrawn"
        if self.review == "publicity":
            return self._under_review()
        if self.review.startswith("returned") and self._corrected_since():
            return "accepted"
        return self.review or "accepted"

    def _under_review(self) -> str:
        if self.open_objections:
            return "objection"
        if not self.publicity_closed:
            return "publicity"
        return "second_review" if self.first_passed else "first_review"

    def _corrected_since(self) -> bool:
        if self.corrected_at is None or self.returned_at is None:
            return False
        return self.corrected_at >= self.returned_at

    @property
    def place(self) -> tuple[str, str]:
        """Street and agency that own the case now: where it was taken, or moved to since."""
        return self.place_in(max(self.moves, default=""))

    def place_in(self, month: str) -> tuple[str, str]:
        """Street and agency that owned it in a month: a transfer counts from its month on."""
        come = [first for first in self.moves if first <= month]
        if not come:
            return self.street_code, self.agency
        street, agency = self.moves[max(come)]
        return street, agency

    def moved(self, month: str, street: str, agency: str) -> Self:
        """转移: another place from a month on."""
        return self.with_(moves={**self.moves, month: [street, agency]})

    @property
    def approved_month(self) -> str:
        """The month of the second post, to whose roster the case belongs."""
        return f"{self.approved_at.astimezone(SHANGHAI):%Y-%m}" if self.approved_at else ""

    @property
    def terms(self) -> str:
        """What a roster says of the case that money depends on; "" before the approval."""
        if not self.approved_at:
            return ""
        if self.state == "withdrawn":
            return "withdrawn"
        if self.payments == "start_refused":
            return "refused"
        return f"{self.start}/{self.months}/{self.category}/{self.project}"

    @property
    def start(self) -> str:
        """The start month as far as it is known: confirmed or postponed, else proposed."""
        return self.start_month or self.proposed_start

    @property
    def months(self) -> int | None:
        """The months granted as far as they are known."""
        return self.proposed_months if self.granted_months is None else self.granted_months

    def with_(self, **facts: Any) -> Self:
        """The case with more facts."""
        return replace(self, **facts)

    def published(self, first: date, last: date) -> Self:
        """初审 passed: new dates mean a new publicity, the same dates go on."""
        same = (first, last) == (self.publicity_from, self.publicity_until)
        return self.with_(
            review="publicity",
            publicity_from=first,
            publicity_until=last,
            publicity_closed=self.publicity_closed and same,
        )

    def heard(self, event: str, at: datetime) -> Self:
        """Remembers the newest letter; at the same moment the name decides, not the arrival."""
        if self.last_event_at and (at, event) <= (self.last_event_at, self.last_event):
            return self
        return self.with_(last_event=event, last_event_at=at)
