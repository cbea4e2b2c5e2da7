"""The kitchen: one function per use case; the kit commits when it returns."""

from intake.handlers.calendar import enter_holiday_notice, list_holiday_notices
from intake.handlers.case import correct_application, record_face_check, withdraw_application
from intake.handlers.checks import note_answer, override_warning, resend_check, time_out_checks
from intake.handlers.commitment import add_commitment_clauses, get_commitment_text
from intake.handlers.details import change_account, change_contacts
from intake.handlers.drafts import (
    discard_draft,
    find_draft,
    open_draft,
    read_draft,
    save_draft,
)
from intake.handlers.eligible import ask_eligible
from intake.handlers.findings import close_finding, list_findings, resend_sweep_check
from intake.handlers.insuring import ask_insurable
from intake.handlers.knowing import look_up_person
from intake.handlers.lists import list_applications
from intake.handlers.news import (
    note_activated,
    note_approved,
    note_month,
    note_rejected,
    note_returned,
    note_reversed,
    note_start_refused,
    note_stopped,
    note_transferred,
)
from intake.handlers.online import submit_online
from intake.handlers.persons import merge_person
from intake.handlers.queries import get_application, get_photo
from intake.handlers.renewing import note_publicity_closed, note_reported_up, renew_by_night
from intake.handlers.submit import accept_application, attach_photo, submit_application
from intake.handlers.sweeping import note_sweep_silence, step_sweep

__all__ = [
    "accept_application",
    "add_commitment_clauses",
    "ask_eligible",
    "ask_insurable",
    "look_up_person",
    "attach_photo",
    "change_account",
    "change_contacts",
    "close_finding",
    "correct_application",
    "discard_draft",
    "enter_holiday_notice",
    "find_draft",
    "get_application",
    "get_commitment_text",
    "get_photo",
    "list_applications",
    "list_findings",
    "list_holiday_notices",
    "merge_person",
    "note_activated",
    "note_answer",
    "note_approved",
    "note_month",
    "note_publicity_closed",
    "note_rejected",
    "note_reported_up",
    "note_returned",
    "note_reversed",
    "note_start_refused",
    "note_stopped",
    "note_sweep_silence",
    "note_transferred",
    "open_draft",
    "override_warning",
    "read_draft",
    "record_face_check",
    "renew_by_night",
    "resend_check",
    "resend_sweep_check",
    "step_sweep",
    "save_draft",
    "submit_application",
    "submit_online",
    "time_out_checks",
    "withdraw_application",
]
