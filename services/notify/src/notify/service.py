"""The front door of notify: what it reads, what it obeys, what it rings for."""

from contracts.intake import ApplicationAccepted, ApplicationCorrected, DetailsChanged
from contracts.notify import (
    GetMessage,
    GiveConsent,
    ListMessages,
    RecordCall,
    SendCode,
    ShowPhone,
    TakeCallback,
    TakeReceipt,
)
from contracts.payments import (
    BenefitExtended,
    BenefitResumed,
    BenefitStopped,
    BenefitTransferred,
    ClaimDue,
    DeductionFailed,
    ExpiryNear,
    PersonalAmountChanged,
    ReportDue,
    StartChoiceNeeded,
    StartConfirmed,
    StartPostponed,
    StartRefused,
)
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    ObjectionResolved,
)
from notify import handlers
from notify.store import store
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider


class NotifyService:
    """Messages to applicants, each once for its occasion."""

    name = "notify"
    store = store
    desk = DeskProvider()

    obey = obeys(
        {
            TakeReceipt: handlers.take_receipt,
            TakeCallback: handlers.take_callback,
            ListMessages: handlers.list_messages,
            GetMessage: handlers.get_message,
            RecordCall: handlers.record_call,
            GiveConsent: handlers.give_consent,
            ShowPhone: handlers.show_phone,
            SendCode: handlers.send_code,
        }
    )
    read = reads(
        {
            ApplicationAccepted: handlers.note_person,
            ApplicationCorrected: handlers.note_corrected,
            DetailsChanged: handlers.note_details,
            ApplicationApproved: handlers.tell_approved,
            ApplicationRejected: handlers.tell_rejected,
            StartConfirmed: handlers.tell_start_confirmed,
            StartPostponed: handlers.tell_postponed,
            StartChoiceNeeded: handlers.tell_choice,
            StartRefused: handlers.tell_start_refused,
            ReportDue: handlers.tell_report_due,
            ClaimDue: handlers.tell_claim_due,
            DeductionFailed: handlers.tell_deduction_failed,
            PersonalAmountChanged: handlers.tell_amount_changed,
            BenefitStopped: handlers.tell_stopped,
            BenefitExtended: handlers.tell_extended,
            BenefitResumed: handlers.tell_resumed,
            BenefitTransferred: handlers.note_transferred,
            ExpiryNear: handlers.tell_expiry,
            CaseReturned: handlers.tell_returned,
            ObjectionResolved: handlers.tell_objector,
        }
    )
    ring = rings(
        {
            "send": handlers.begin_sending,
            "look": handlers.look,
            "receipt_timeout": handlers.give_up_waiting,
            "demo_receipt": handlers.demo_receipt,
        }
    )
