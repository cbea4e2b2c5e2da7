"""What Lingbu's services want to know or to tell, as letters to the partner concerned."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from contracts.outside import (
    AccountUpdateSent,
    CheckAnswered,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from outside.centre import (
    AccountUpdate,
    ContribQuery,
    DifferenceRequest,
    EnrollBatch,
    LeaveBatch,
    ListRow,
    Payer,
    RefundRequest,
)
from outside.letters import Letter
from outside.partners import PARTNERS
from outside.registries import CheckRequest, Subject
from partners.handlers.saying import ask

CENTRE, BANKS = "centre", "banks"


def ask_check(event: CheckRequested, uow: Any) -> None:
    """One check goes to the registry that answers it, with what that registry needs and no more."""
    partner = PARTNERS.who_answers(event.check_code)
    if partner is None:
        _nobody_answers(event, uow)
        return
    letter = CheckRequest(
        check_code=event.check_code,
        asked_at=event.asked_at,
        subject=_subject(json.loads(event.subject), partner.name == BANKS),
    )
    ask(letter, partner, str(event.request_id), event.application_id, uow, event.check_code)


def ask_contributions(event: ContributionQueried, uow: Any) -> None:
    """contrib.query."""
    person = json.loads(event.subject)
    payer = Payer(name=person["name"], id_number=person["id_number"])
    letter = ContribQuery(from_month=event.from_month, subject=payer)
    _ask_centre(letter, event.request_id, event.application_id, uow)


def ask_refund(event: RefundAsked, uow: Any) -> None:
    """refund.request."""
    letter = RefundRequest(month=event.month, subject=_payer(json.loads(event.subject)))
    _ask_centre(letter, event.request_id, event.application_id, uow)


def send_list(event: EnrolListSent, uow: Any) -> None:
    """enroll.batch or leave.batch; the people stand in the order of the rows."""
    people = json.loads(event.people)
    kind = EnrollBatch if event.kind == "additions" else LeaveBatch
    letter = kind(
        agency=event.agency,
        month=event.month,
        sequence=event.sequence,
        digest=event.digest,
        rows=tuple(
            ListRow(
                row=row.row,
                reference=row.application_id,
                month=row.month,
                personal=row.personal,
                subsidy=row.subsidy,
                stop_code=row.code,
            )
            for row in event.rows
        ),
        people=tuple(_payer(person) for person in people),
    )
    _ask_centre(letter, event.list_id, event.list_id, uow)


def send_account(event: AccountUpdateSent, uow: Any) -> None:
    """account.update, numbered by the letter that asked for it."""
    letter = AccountUpdate(
        reference=event.application_id,
        from_month=event.from_month,
        subject=_payer(json.loads(event.subject)),
    )
    _ask_centre(letter, uow.incoming.message_id, event.application_id, uow)


def ask_difference(event: DifferenceAsked, uow: Any) -> None:
    """difference.request (补差), numbered by the letter that asked for it."""
    letter = DifferenceRequest(
        reference=event.application_id,
        month=event.month,
        personal=event.personal,
        subsidy=event.subsidy,
        total=event.total,
    )
    _ask_centre(letter, uow.incoming.message_id, event.application_id, uow)


def _ask_centre(letter: Letter, number: UUID, about: UUID, uow: Any) -> None:
    ask(letter, PARTNERS.named(CENTRE), str(number), about, uow)


def _nobody_answers(event: CheckRequested, uow: Any) -> None:
    uow.emit(
        CheckAnswered(
            request_id=event.request_id,
            check_code=event.check_code,
            result="ERROR",
            detail="没有配置答复该项比对的外部系统",
            answered_at=uow.now,
        )
    )
    uow.note(event.application_id, "no_partner", f"{event.check_code}：没有可询问的外部系统")


def _subject(person: dict[str, Any], with_account: bool) -> Subject:
    started = person.get("started_on")
    return Subject(
        name=person["name"],
        id_number=person["id_number"],
        category=person.get("category", ""),
        hukou_type=person.get("hukou_type", ""),
        started_on=date.fromisoformat(started) if started else None,
        bank=person.get("bank", "") if with_account else "",
        account=person.get("account", "") if with_account else "",
    )


def _payer(person: dict[str, Any]) -> Payer:
    return Payer(
        name=person["name"],
        id_number=person["id_number"],
        bank=person.get("bank", ""),
        account=person.get("account", ""),
    )
