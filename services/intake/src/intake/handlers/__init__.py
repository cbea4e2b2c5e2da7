"""The kitchen: one function per use case; the kit commits when it returns."""

from intake.handlers.calendar import enter_holiday_notice, list_holiday_notices
from intake.handlers.case import correct_application, record_face_check, withdraw_application
from intake.handlers.checks import note_answer, override_warning, resend_check, time_out_checks
from intake.handlers.commitment import add_commitment_clauses, get_commitment_text
from intake.handlers.details import change_account, change_contacts
from intake.handlers.insuring import ask_insurable
from intake.handlers.lists import list_applications
from intake.handlers.news import (
    note_activated,
    note_approved,
    note_month,
    note_rejected,
    note_reported,
    note_returned,
    note_reversed,
    note_start_refused,
    note_stopped,
    note_transferred,
)
from intake.handlers.persons import merge_person
from intake.handlers.queries import get_application, get_photo
from intake.handlers.submit import accept_application, attach_photo, submit_application

__all__ = [
    "accept_application",
    "add_commitment_clauses",
    "ask_insurable",
    "attach_photo",
    "change_account",
    "change_contacts",
    "correct_application",
    "enter_holiday_notice",
    "get_application",
    "get_commitment_text",
    "get_photo",
    "list_applications",
    "list_holiday_notices",
    "merge_person",
    "note_activated",
    "note_answer",
    "note_approved",
    "note_month",
    "note_rejected",
    "note_reported",
    "note_returned",
    "note_reversed",
    "note_start_refused",
    "note_stopped",
    "note_transferred",
    "override_warning",
    "record_face_check",
    "resend_check",
    "submit_application",
    "time_out_checks",
    "withdraw_application",
]
