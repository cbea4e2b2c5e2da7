"""The kitchen: one function for each letter, command, question and deadline."""

from notify.handlers.address_book import (
    note_corrected,
    note_details,
    note_person,
    note_transferred,
)
from notify.handlers.codes import send_code
from notify.handlers.delivery import (
    begin_sending,
    demo_receipt,
    give_up_waiting,
    send_now,
    take_receipt,
)
from notify.handlers.lasting import tell_expiry, tell_extended, tell_resumed, tell_stopped
from notify.handlers.occasions import (
    tell_amount_changed,
    tell_approved,
    tell_choice,
    tell_claim_due,
    tell_deduction_failed,
    tell_objector,
    tell_postponed,
    tell_rejected,
    tell_report_due,
    tell_returned,
    tell_start_confirmed,
    tell_start_refused,
)
from notify.handlers.screens import list_messages, show_phone

__all__ = [
    "begin_sending",
    "demo_receipt",
    "give_up_waiting",
    "list_messages",
    "note_corrected",
    "note_details",
    "note_person",
    "note_transferred",
    "send_code",
    "send_now",
    "show_phone",
    "take_receipt",
    "tell_amount_changed",
    "tell_approved",
    "tell_choice",
    "tell_claim_due",
    "tell_deduction_failed",
    "tell_expiry",
    "tell_extended",
    "tell_objector",
    "tell_postponed",
    "tell_rejected",
    "tell_report_due",
    "tell_resumed",
    "tell_returned",
    "tell_start_confirmed",
    "tell_start_refused",
    "tell_stopped",
]
