"""The front door of reporting: it reads what everybody says, and answers questions."""

from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    DetailsChanged,
)
from contracts.notify import MessageFailed
from contracts.payments import (
    BenefitActivated,
    BenefitExtended,
    BenefitResumed,
    BenefitStopped,
    BenefitTransferred,
    DeductionFailed,
    DifferenceSettled,
    EmploymentReported,
    Enlisted,
    MonthSubsidised,
    RefundRequested,
    StartConfirmed,
    StartPostponed,
    StartRefused,
    SubsidyReversed,
)
from contracts.reporting import GetCounts, GetProjection, GetRoster, GetSubsidySums
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    FirstReviewPassed,
    InitialReviewPassed,
    ObjectionRaised,
    ObjectionResolved,
    PublicityClosed,
    PublicityMoved,
)
from reporting.handlers import from_intake, from_payments, from_review
from reporting.handlers.questions import get_counts, get_projection, get_subsidy_sums
from reporting.handlers.roster import get_roster
from reporting.store import store
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider


class ReportingService:
    """Projections of events: rosters, counts, sums."""

    name = "reporting"
    store = store
    desk = DeskProvider()

    obey = obeys(
        {
            GetRoster: get_roster,
            GetCounts: get_counts,
            GetSubsidySums: get_subsidy_sums,
            GetProjection: get_projection,
        }
    )
    read = reads(
        {
            ApplicationAccepted: from_intake.note_accepted,
            ApplicationCorrected: from_intake.note_corrected,
            DetailsChanged: from_intake.note_details,
            ApplicationWithdrawn: from_intake.note_withdrawn,
            InitialReviewPassed: from_review.note_initial_review,
            PublicityClosed: from_review.note_publicity_closed,
            PublicityMoved: from_review.note_publicity_moved,
            FirstReviewPassed: from_review.note_first_post,
            ObjectionRaised: from_review.note_objection,
            ObjectionResolved: from_review.note_objection_resolved,
            CaseReturned: from_review.note_returned,
            ApplicationApproved: from_review.note_approved,
            ApplicationRejected: from_review.note_rejected,
            StartConfirmed: from_payments.note_start_confirmed,
            StartPostponed: from_payments.note_postponed,
            RefundRequested: from_payments.note_refund,
            StartRefused: from_payments.note_start_refused,
            Enlisted: from_payments.note_enlisted,
            BenefitActivated: from_payments.note_activated,
            MonthSubsidised: from_payments.note_month,
            SubsidyReversed: from_payments.note_reversed,
            DifferenceSettled: from_payments.note_difference,
            DeductionFailed: from_payments.note_deduction_failed,
            EmploymentReported: from_payments.note_reported,
            BenefitStopped: from_payments.note_stopped,
            BenefitResumed: from_payments.note_resumed,
            BenefitExtended: from_payments.note_extended,
            BenefitTransferred: from_payments.note_transferred,
            MessageFailed: from_payments.note_message_failed,
        }
    )
    ring = rings({})
