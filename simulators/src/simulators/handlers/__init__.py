"""How the stand-ins of the outside systems answer."""

from simulators.handlers.answering import give_answer, say_later
from simulators.handlers.contributions import answer_contributions, answer_refund
from simulators.handlers.enrolment import (
    collect_difference,
    deduct,
    take_account,
    take_list,
)
from simulators.handlers.questions import take_question
from simulators.handlers.registries import answer_check
from simulators.handlers.teaching import teach, teach_stand_in

__all__ = [
    "answer_check",
    "answer_contributions",
    "answer_refund",
    "collect_difference",
    "deduct",
    "give_answer",
    "say_later",
    "take_account",
    "take_list",
    "take_question",
    "teach",
    "teach_stand_in",
]
