"""A partner is asked: the stand-in that knows the answer is found by what was asked."""

from typing import Any

from contracts import outside as inside
from simulators.clients.ear import QuestionHeard, as_event
from simulators.clients.voice import say_problem, say_receipt
from simulators.domain.habits import Turn
from simulators.handlers.contributions import answer_contributions, answer_refund
from simulators.handlers.enrolment import collect_difference, take_account, take_list
from simulators.handlers.registries import answer_check

ANSWERS = {
    inside.CheckRequested: answer_check,
    inside.ContributionQueried: answer_contributions,
    inside.RefundAsked: answer_refund,
    inside.EnrolListSent: take_list,
    inside.AccountUpdateSent: take_account,
    inside.DifferenceAsked: collect_difference,
}
NOTED = (inside.AccountUpdateSent, inside.DifferenceAsked)


def take_question(heard: QuestionHeard, uow: Any) -> None:
    """Answers as the partner would; what asks nothing is only received."""
    event = as_event(heard)
    if event is None:
        return
    seed = uow.world.settings.get("SIM_SEED", "")
    turn = Turn(uow.habits.of(heard.partner), seed, uow.incoming.message_id)
    if turn.unheard:
        return
    if turn.refused:
        say_problem("unavailable", heard.partner, heard.request, uow)
        return
    ANSWERS[type(event)](event, uow)
    if isinstance(event, NOTED):
        say_receipt(heard.request, uow)
