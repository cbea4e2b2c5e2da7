"""The front door of reporting: it reads what everybody says, and answers questions."""

from contracts.calendar import CalendarChanged
from contracts.inspections import InspectionClosed
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    DetailsChanged,
    MatchingCompleted,
)
from contracts.notify import MessageFailed
from contracts.officers import KeyBound, KeyUnbound
from contracts.outside import DifferenceAsked
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
from contracts.reporting import (
    AcceptFundPlan,
    AnnounceSample,
    CompareDistricts,
    CompileFundPlan,
    DrawSample,
    FreezeRoster,
    GetCompiledPlan,
    GetCounts,
    GetFundPlan,
    GetProjection,
    GetRoster,
    GetSample,
    GetStatistics,
    GetSubsidySums,
    ListCounted,
    ListRosters,
    ListSamples,
    MakeFundPlan,
    RedrawSample,
    ReturnFundPlan,
    SubmitFundPlan,
)
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
from reporting.handlers import (
    comparing,
    compiling,
    counted,
    freezing,
    from_intake,
    from_payments,
    from_review,
    plans,
    roster,
    samples,
)
from reporting.handlers.questions import get_counts, get_projection, get_subsidy_sums
from reporting.handlers.statistics import get_statistics
from reporting.store import store
from servicekit import notices
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.signing.signers import note_key_bound, note_key_unbound


class ReportingService:
    """Projections of events: rosters, fund plans, counts, sums."""

    name = "reporting"
    store = store
    desk = DeskProvider()

    obey = obeys(
        {
            GetRoster: roster.get_roster,
            ListRosters: roster.list_rosters,
            FreezeRoster: freezing.freeze_roster,
            MakeFundPlan: plans.make_fund_plan,
            SubmitFundPlan: plans.submit_fund_plan,
            ReturnFundPlan: plans.return_fund_plan,
            AcceptFundPlan: plans.accept_fund_plan,
            GetFundPlan: plans.get_fund_plan,
            CompileFundPlan: compiling.compile_fund_plan,
            GetCompiledPlan: compiling.get_compiled_plan,
            AnnounceSample: samples.announce_sample,
            DrawSample: samples.draw_sample,
            GetSample: samples.get_sample,
            ListSamples: samples.list_samples,
            RedrawSample: samples.redraw_sample,
            GetStatistics: get_statistics,
            CompareDistricts: comparing.compare_districts,
            ListCounted: counted.list_counted,
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
            MatchingCompleted: from_intake.note_matching,
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
            InspectionClosed: samples.note_inspection,
            StartConfirmed: from_payments.note_start_confirmed,
            StartPostponed: from_payments.note_postponed,
            RefundRequested: from_payments.note_refund,
            StartRefused: from_payments.note_start_refused,
            Enlisted: from_payments.note_enlisted,
            BenefitActivated: from_payments.note_activated,
            MonthSubsidised: from_payments.note_month,
            SubsidyReversed: from_payments.note_reversed,
            DifferenceAsked: from_payments.note_difference_asked,
            DifferenceSettled: from_payments.note_difference,
            DeductionFailed: from_payments.note_deduction_failed,
            EmploymentReported: from_payments.note_reported,
            BenefitStopped: from_payments.note_stopped,
            BenefitResumed: from_payments.note_resumed,
            BenefitExtended: from_payments.note_extended,
            BenefitTransferred: from_payments.note_transferred,
            MessageFailed: from_payments.note_message_failed,
            CalendarChanged: notices.take_in,
            KeyBound: note_key_bound,
            KeyUnbound: note_key_unbound,
        }
    )
    ring = rings({"roster_freeze": freezing.freeze_by_the_day})
