"""Stand-in of the registries (公安, 就业失业, 民政 …): one finding for each question."""

from typing import Any

from contracts.outside import CheckAnswered, CheckRequested
from simulators.domain.lesson import FINDINGS, SILENT
from simulators.handlers.answering import answer, lesson_of


def answer_check(event: CheckRequested, uow: Any) -> None:
    """A registry's finding about the person; a silent one says nothing, ever."""
    finding = lesson_of(event.subject, uow).finding(event.check_code)
    if finding == SILENT:
        return
    said = CheckAnswered(
        request_id=event.request_id,
        check_code=event.check_code,
        result=finding,
        detail=FINDINGS[finding],
        answered_at=uow.now,
    )
    answer(said, event.request_id, uow)
