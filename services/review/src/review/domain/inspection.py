"""抽查核查: what an inspection may find, and who may find it.

A failed one ends the benefit from its start (附件3 二.5), so it takes two officers with two keys,
neither of whom had a hand in the approval.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI
from kernel.errors import Conflict
from review.domain.hands import same_key

__all__ = ["STATES", "Inspection", "Inspector", "corrected_by", "must_be_apart"]

OPEN, PROPOSED, PASSED, FLAWED, FAILED = "open", "proposed", "passed", "flawed", "failed"
STATES = {
    OPEN: "待核查",
    PROPOSED: "拟定不合格，待复核",
    PASSED: "合格",
    FLAWED: "材料瑕疵",
    FAILED: "不合格",
}


@dataclass(frozen=True, slots=True)
class Inspector:
    """An officer with a key, and the certificate that was checked."""

    officer: str
    key_serial: str
    certificate: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """One drawn case."""

    sample_id: UUID
    application_id: UUID
    owner: str
    number: str
    street_code: str
    agency: str
    opened_at: datetime
    state: str = OPEN
    findings: str = ""
    inspector: str = ""
    inspector_key: str = ""
    inspector_certificate: str = ""
    inspected_at: datetime | None = None
    confirmer: str = ""
    confirmer_key: str = ""
    confirmer_certificate: str = ""
    confirmed_at: datetime | None = None

    def must_be(self, *states: str) -> None:
        """Refuses what has its place in other states."""
        if self.state not in states:
            message = f"该抽查件目前为“{STATES[self.state]}”，不能办理此项操作，请刷新后再办。"
            raise Conflict(message, code="inspection-moved-on")

    def found(self, outcome: str, findings: str, by: Inspector) -> Self:
        """The first hand's result; a failed one is only proposed.

        A flawed one gets one term to correct the papers (补正), and then another result.
        """
        if self.state == outcome == FLAWED:
            message = "该件已定为材料瑕疵并给过补正期限，请登记合格或不合格。"
            raise Conflict(message, code="inspection-flawed-already")
        return replace(
            self,
            state=PROPOSED if outcome == FAILED else outcome,
            findings=findings,
            inspector=by.officer,
            inspector_key=by.key_serial,
            inspector_certificate=by.certificate,
            inspected_at=by.at,
        )

    def must_be_second(self, officer: str, key_serial: str) -> None:
        """Refuses the hand that proposed it."""
        if officer == self.inspector:
            message = "不合格须由另一名经办人复核，不能由登记人本人复核。"
            raise Conflict(message, code="same-officer")
        if key_serial == self.inspector_key:
            raise same_key()

    def confirmed(self, upheld: bool, findings: str, by: Inspector) -> Self:
        """The second hand's word: failed, or to be looked into again."""
        if by.certificate == self.inspector_certificate:
            raise same_key()
        if not upheld:
            return replace(self, state=OPEN)
        return replace(
            self,
            state=FAILED,
            findings=f"{self.findings}\n{findings}",
            confirmer=by.officer,
            confirmer_key=by.key_serial,
            confirmer_certificate=by.certificate,
            confirmed_at=by.at,
        )


def corrected_by(found: Inspection, calendar: WorkingCalendar, working_days: int) -> date | None:
    """补正期限 of a flawed one: so many working days after the day it was found."""
    if found.state != FLAWED or found.inspected_at is None:
        return None
    day = found.inspected_at.astimezone(SHANGHAI).date()
    return calendar.add_working_days(day, working_days)


def must_be_apart(officer: str, hands: Collection[str]) -> None:
    """Refuses an inspector who had a hand in the approval that is inspected."""
    if officer in hands:
        message = "您参与过该申请的初审或复核，不能核查本件，请由其他经办人办理。"
        raise Conflict(message, code="own-decision")
