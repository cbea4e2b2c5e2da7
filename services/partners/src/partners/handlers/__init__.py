"""What the partners service does: ask, hear, ask again."""

from partners.handlers.asking import (
    ask_check,
    ask_contributions,
    ask_difference,
    ask_refund,
    send_account,
    send_list,
)
from partners.handlers.hearing import take_letter
from partners.handlers.rounds import go_round

__all__ = [
    "ask_check",
    "ask_contributions",
    "ask_difference",
    "ask_refund",
    "go_round",
    "send_account",
    "send_list",
    "take_letter",
]
