"""What the partners service does: ask, hear, ask again; what people do about it."""

from partners.handlers.asking import (
    ask_check,
    ask_contributions,
    ask_difference,
    ask_refund,
    send_account,
    send_list,
)
from partners.handlers.byhand import confirm_outcome, enter_outcome
from partners.handlers.hearing import take_letter
from partners.handlers.lines import close_line, list_partners
from partners.handlers.rounds import go_round
from partners.handlers.waiting import get_waiting, list_waiting, resend_waiting

__all__ = [
    "ask_check",
    "ask_contributions",
    "ask_difference",
    "ask_refund",
    "close_line",
    "confirm_outcome",
    "enter_outcome",
    "get_waiting",
    "go_round",
    "list_partners",
    "list_waiting",
    "resend_waiting",
    "send_account",
    "send_list",
    "take_letter",
]
