"""What registries are asked about one person, and what they report by themselves."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from contracts.common import MONTH
from contracts.outside import STATUSES
from contracts.wire import described, length, one_of
from outside.letters import Letter

RESULTS = ("PASS", "FAIL", "NO_DATA", "ERROR")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a check is about, and what the person has declared."""

    name: str
    id_number: str = described("Identity number (公民身份号码)")
    category: str = described("Category of the applicant (人员类型)", default="")
    hukou_type: str = described("Kind of household (户籍类型)", default="")
    started_on: date | None = described("Declared start of flexible work", default=None)
    bank: str = described("Bank of the account; for the banks' check alone", default="")
    account: str = described("Account; for the banks' check alone", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest(Letter):
    """One question about one person."""

    message, to_partner = "check.request", True

    check_code: str = described("Which check, such as CHK-GA-ID", length(1, 20))
    asked_at: datetime = described("As of when the answer is wanted")
    subject: Subject = described("Whom it is about", sealed=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResponse(Letter):
    """The finding. NO_DATA is an answer (查询无记录) and no pass; ERROR means: ask me again."""

    message, asked_by = "check.response", "check.request"

    check_code: str = described("The check that was asked", length(1, 20))
    result: str = described("What was found", one_of(*RESULTS))
    detail: str = described("Short finding without personal data", length(0, 300), default="")
    evidence: str = described("The source's own number of the record", length(0, 80), default="")
    source_version: str = described("State of the source's data", length(0, 40), default="")
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person a source reports on."""

    id_number: str = described("Identity number (公民身份号码)", length(15, 18))


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEvent(Letter):
    """A source says what it has learnt of a person, whoever that is to us."""

    message = "status.event"

    event_id: UUID = described("The source's own number of the event; the same when said again")
    status: str = described("What has happened", one_of(*STATUSES))
    month: str = described("In which month, YYYY-MM", MONTH)
    subject: Person = described("Whom it is about", sealed=True)
