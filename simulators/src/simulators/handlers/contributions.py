"""Stand-in of the social-security centre: what was paid, and giving it back."""

from typing import Any

from contracts.outside import (
    ContributionAnswered,
    ContributionLine,
    ContributionQueried,
    RefundAnswered,
    RefundAsked,
)
from simulators.domain.lesson import REFUND, SILENT
from simulators.handlers.answering import answer, lesson_of, person_in


def answer_contributions(event: ContributionQueried, uow: Any) -> None:
    """The centre's contribution lines of the asked month and after."""
    lines = lesson_of(event.subject, uow).lines_from(event.from_month)
    said = ContributionAnswered(
        request_id=event.request_id,
        lines=tuple(
            ContributionLine(month=line.month, payer=line.payer, open_ended=line.open_ended)
            for line in lines
        ),
        answered_at=uow.now,
    )
    answer(said, event.request_id, uow)


def answer_refund(event: RefundAsked, uow: Any) -> None:
    """The centre gives a self-paid month back, and it is off the record; or says nothing."""
    person = person_in(event.subject, uow)
    lesson = uow.lessons.of(person)
    if lesson.finding(REFUND) == SILENT:
        return
    if lesson.refund:
        uow.lessons.save(person, lesson.refunded(event.month))
    detail = "" if lesson.refund else "不符合退费条件"
    said = RefundAnswered(request_id=event.request_id, refunded=lesson.refund, detail=detail)
    answer(said, event.request_id, uow)
