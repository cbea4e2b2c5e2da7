"""What a partner is asked in a check: one good question of each kind it answers."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

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
from outside.partners import Partner
from outside.registries import CheckRequest, Subject

__all__ = ["PERSON", "check", "every_question", "named"]

PERSON = {
    "name": "王小明",
    "id_number": "110101197803070029",
    "category": "P4045",
    "hukou_type": "1",
    "bank": "邮储银行",
    "account": "6210980000000000000",
}
AGENCY, MONTH = "990000", "2019-06"  # no district


def check(code: str, now: datetime, person: Mapping[str, str]) -> CheckRequest:
    """A registry's question about the test person; an account goes to the banks alone."""
    known = ["name", "id_number", "category", "hukou_type"]
    if code.startswith("CHK-YH"):
        known += ["bank", "account"]
    values: dict[str, Any] = {name: person.get(name, "") for name in known}
    return CheckRequest(check_code=code, asked_at=now, subject=Subject(**values))


def every_question(
    partner: Partner, now: datetime, person: Mapping[str, str]
) -> Iterator[tuple[str, Letter]]:
    """What stands in the report, and the question."""
    for code in partner.checks:
        yield f"check.request/{code}", check(code, now, person)
    for letter in _of_the_centre(int(now.timestamp()), person):
        if letter.message in partner.messages:
            yield letter.message, letter


def named(question: Letter) -> str:
    """How a question is called in a sentence."""
    return getattr(question, "check_code", "") or question.message


def _of_the_centre(sequence: int, person: Mapping[str, str]) -> Iterator[Letter]:
    payer = Payer(**{n: person.get(n, "") for n in ("name", "id_number", "bank", "account")})
    without = Payer(name=payer.name, id_number=payer.id_number)
    benefit = uuid4()
    batch: dict[str, Any] = {"agency": AGENCY, "sequence": sequence, "people": (payer,)}
    row: dict[str, Any] = {"row": 1, "reference": benefit, "personal": "269.26"}
    row |= {"month": MONTH, "subsidy": "863.67"}
    yield ContribQuery(from_month=MONTH, subject=without)
    yield EnrollBatch(month=MONTH, digest="0" * 64, rows=(ListRow(**row),), **batch)
    yield AccountUpdate(reference=benefit, from_month="2019-07", subject=payer)
    yield DifferenceRequest(
        reference=benefit, month=MONTH, personal="3.00", subsidy="7.00", total="10.00"
    )
    yield RefundRequest(month=MONTH, subject=payer)
    leaving = ListRow(**(row | {"month": "2019-08", "stop_code": "S03"}))
    yield LeaveBatch(month="2019-08", digest="1" * 64, rows=(leaving,), **batch)
