"""The kitchen: one function for each letter, command, question and deadline."""

from notify.handlers.address_book import (
    note_corrected,
    note_details,
    note_person,
    note_transferred,
)
from notify.handlers.attempting import give_up_waiting, look
from notify.handlers.calling import give_consent, record_call
from notify.handlers.codes import send_code
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
from notify.handlers.receipts import demo_receipt, take_callback, take_receipt
from notify.handlers.screens import get_message, list_messages, show_phone
from notify.handlers.sending import begin_sending

__all__ = [
    "begin_sending",
    "demo_receipt",
    "get_message",
    "give_consent",
    "give_up_waiting",
    "list_messages",
    "look",
    "note_corrected",
    "note_details",
    "note_person",
    "note_transferred",
    "record_call",
    "send_code",
    "show_phone",
    "take_callback",
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
