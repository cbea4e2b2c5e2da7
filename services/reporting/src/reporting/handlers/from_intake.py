"""What intake says of a case."""

import json
from typing import Any

from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    DetailsChanged,
    MatchingCompleted,
)
from reporting.handlers.recording import facts


def note_accepted(event: ApplicationAccepted, uow: Any) -> None:
    """受理: who, where, which category; from here the case counts."""
    facts(
        event.application_id,
        uow,
        number=event.number,
        accepted_at=event.accepted_at,
        **_described(event, uow),
    )


def note_corrected(event: ApplicationCorrected, uow: Any) -> None:
    """补正: the newer facts hold, and a returned case is under way again."""
    when = uow.incoming.occurred_at
    facts(event.application_id, uow, corrected_at=when, **_described(event, uow))


def note_details(event: DetailsChanged, uow: Any) -> None:
    """联系方式变更: the roster prints the newest."""
    facts(event.application_id, uow, person=_needed(event.person, uow))


def note_matching(event: MatchingCompleted, uow: Any) -> None:
    """数据比对: a warning that was explained away makes the case be sampled."""
    overridden = any(outcome.overridden for outcome in event.outcomes)
    facts(event.application_id, uow, overridden=overridden)


def note_withdrawn(event: ApplicationWithdrawn, uow: Any) -> None:
    """撤回."""
    facts(event.application_id, uow, withdrawn=True)


def _described(event: ApplicationAccepted | ApplicationCorrected, uow: Any) -> dict[str, Any]:
    told = event.facts
    return {
        "street_code": told.street_code,
        "agency": told.agency,
        "category": told.category,
        "sex": told.sex,
        "birth_date": told.birth_date,
        "hukou_type": told.hukou_type,
        "project": told.project,
        "income_band": told.income_band,
        "person": _needed(event.person, uow),
    }


def _needed(person: str, uow: Any) -> str:
    """What the roster prints, and of the account a keyed hash: two persons with one are sampled."""
    known = json.loads(person)
    kept = {
        "name": known.get("name") or "",
        "id_number": known.get("id_number") or "",
        "phone": known.get("contact") or known.get("phone") or "",
        "account": uow.sealer.search_hash(known["account"]) if known.get("account") else "",
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)
