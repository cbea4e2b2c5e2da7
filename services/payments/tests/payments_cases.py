"""A case at the door of payments: what the other services and the centre would say."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from contracts.caller import (
    APPLICANT,
    DISTRICT,
    DISTRICT_CLERK,
    STREET,
    STREET_CLERK,
    Caller,
)
from contracts.intake import ApplicationAccepted, CaseFacts
from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    DeductionReported,
    EnrolListAcknowledged,
    EnrolListSent,
    RefusedRow,
)
from contracts.payments import (
    CheckContributions,
    CloseAdditionList,
    ConfirmStart,
    EntitlementView,
    FileReport,
    GetEntitlement,
)
from contracts.review import ApplicationApproved
from kernel.clock import SHANGHAI
from servicekit.testing.house import House

CLERK = Caller(
    subject="clerk-1", tier=STREET, roles=(STREET_CLERK,), division="110101001", key_serial="K1"
)
OTHER_STREET = Caller(
    subject="clerk-2", tier=STREET, roles=(STREET_CLERK,), division="110101002", key_serial="K2"
)
DISTRICT_OFFICER = Caller(
    subject="district-1", tier=DISTRICT, roles=(DISTRICT_CLERK,), division="110101", key_serial="K3"
)
NAME, ID_NUMBER, ACCOUNT = "张三丰", "110101197803070029", "6210980000000000003"


def at(text: str) -> datetime:
    """A day, or a day and time like 2019-04-15 09:30, in Beijing."""
    moment = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return moment if " " in text else moment.replace(hour=10)


def facts(**changes: Any) -> CaseFacts:
    values: dict[str, Any] = {
        "street_code": "110101001",
        "agency": "110101",
        "category": "P4045",
        "sex": "female",
        "birth_date": date(1978, 3, 7),
        "retire_class": "worker",
        "hukou_type": "11",
        "project": "01",
        "income_band": "B",
        "work_started_on": date(2019, 3, 1),
    }
    return CaseFacts(**(values | changes))


class Case:
    """One approved person and everybody around them."""

    def __init__(
        self, house: House, start: str = "2019-05", months: int = 36, **facts_: Any
    ) -> None:
        self.house, self.id, self.start, self.months = house, uuid4(), start, months
        self.facts = facts(**facts_)
        self.person_key = f"k-{self.id}"

    def again(self) -> "Case":
        """Another application of the same person."""
        other = Case(self.house, self.start, self.months)
        other.person_key = self.person_key
        return other

    def accepted(self) -> ApplicationAccepted:
        person = {"name": NAME, "id_number": ID_NUMBER, "bank": "PSBC", "account": ACCOUNT}
        return ApplicationAccepted(
            application_id=self.id,
            number=f"A-{str(self.id)[:8]}",
            accepted_at=at("2019-04-01"),
            process_version="2019",
            dossier_version=1,
            digest="0" * 64,
            facts=self.facts,
            person_key=self.person_key,
            person=json.dumps(person, ensure_ascii=False),
        )

    def approved(self) -> ApplicationApproved:
        return ApplicationApproved(
            application_id=self.id,
            approved_at=self.house.clock.now(),
            applied_on=date(2019, 4, 1),
            proposed_start=self.start,
            months=self.months,
            first_officer="p1",
            second_officer="p2",
        )

    def open(self) -> "Case":
        self.house.tell(self.accepted())
        self.house.tell(self.approved())
        return self

    def find(self, *lines: ContributionLine) -> "Case":
        self.house.ask(CheckContributions(application_id=self.id), CLERK)
        self.answer(self.asked()[-1].request_id, *lines)
        return self

    def asked(self) -> list[ContributionQueried]:
        return [q for q in self.said(ContributionQueried) if q.application_id == self.id]

    def answer(self, request_id: UUID, *lines: ContributionLine) -> None:
        now = self.house.clock.now()
        self.house.tell(ContributionAnswered(request_id=request_id, lines=lines, answered_at=now))

    def confirm(self) -> "Case":
        self.house.ask(ConfirmStart(application_id=self.id), CLERK)
        return self

    def enlist(self, month: str) -> EnrolListSent:
        self.house.ask(CloseAdditionList(month=month), DISTRICT_OFFICER)
        return [s for s in self.said(EnrolListSent) if s.kind == "additions"][-1]

    def enrol(self, month: str, *refused: RefusedRow) -> "Case":
        sent = self.enlist(month)
        self.house.tell(EnrolListAcknowledged(list_id=sent.list_id, refused=refused))
        return self

    def active(self) -> "Case":
        """Confirmed and enrolled today."""
        self.open().find().confirm()
        return self.enrol(self.start)

    def deduct(self, month: str, code: str = "00", attempt: int = 1, **more: Any) -> None:
        self.house.tell(self.result(month, code, attempt, **more))

    def result(self, month: str, code: str, attempt: int = 1, **more: Any) -> DeductionReported:
        return DeductionReported(
            application_id=self.id,
            month=month,
            attempt=attempt,
            code=code,
            deducted="269.26" if code == "00" else "0.00",
            **more,
        )

    def report(self, caller: Caller = CLERK, **more: Any) -> Any:
        values: dict[str, Any] = {"content": "家政", "place": "东城", "hours": "8", "income": 3000}
        form = FileReport(application_id=self.id, **(values | more))
        return self.house.ask(form, caller)

    def view(self, caller: Caller = CLERK) -> EntitlementView:
        view: EntitlementView = self.house.ask(GetEntitlement(application_id=self.id), caller)
        return view

    def said(self, kind: Any) -> list[Any]:
        return self.house.said("payments", kind)

    def ledger(self) -> dict[str, str]:
        return {line.month: line.state for line in self.view().ledger}

    @property
    def person(self) -> Caller:
        return Caller(subject=str(self.id), tier=APPLICANT)


def line(month: str, payer: str = "self", open_ended: bool = False) -> ContributionLine:
    return ContributionLine(month=month, payer=payer, open_ended=open_ended)
