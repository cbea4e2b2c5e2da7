"""The front door of intake: what it obeys, what it reads, what it rings for."""

from contracts.calendar import EnterHolidayNotice, ListHolidayNotices
from contracts.intake import (
    AcceptApplication,
    AddCommitmentClauses,
    AskEligible,
    AskInsurable,
    AttachPhoto,
    ChangeAccount,
    ChangeContacts,
    CloseFinding,
    CorrectApplication,
    DiscardDraft,
    FindDraft,
    GetApplication,
    GetCommitmentText,
    GetPhoto,
    ListApplications,
    ListFindings,
    LookUpPerson,
    MergePerson,
    OpenDraft,
    OverrideWarning,
    ReadDraft,
    RecordFaceCheck,
    ResendCheck,
    ResendSweepCheck,
    SaveDraft,
    SubmitApplication,
    SubmitOnline,
    WithdrawApplication,
)
from contracts.officers import KeyBound, KeyUnbound
from contracts.outside import CheckAnswered
from contracts.payments import (
    BenefitActivated,
    BenefitResumed,
    BenefitStopped,
    BenefitTransferred,
    MonthSubsidised,
    StartRefused,
    SubsidyReversed,
)
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    CaseReturned,
    InitialReviewPassed,
    PublicityClosed,
)
from intake import handlers
from intake.store import store
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.signing.signers import note_key_bound, note_key_unbound


class IntakeService:
    """受理: forms, commitment, photographs, data matching."""

    name = "intake"
    store = store
    desk = DeskProvider()

    obey = obeys(
        {
            SubmitApplication: handlers.submit_application,
            SubmitOnline: handlers.submit_online,
            OpenDraft: handlers.open_draft,
            FindDraft: handlers.find_draft,
            SaveDraft: handlers.save_draft,
            ReadDraft: handlers.read_draft,
            DiscardDraft: handlers.discard_draft,
            AttachPhoto: handlers.attach_photo,
            AcceptApplication: handlers.accept_application,
            ChangeAccount: handlers.change_account,
            ChangeContacts: handlers.change_contacts,
            CorrectApplication: handlers.correct_application,
            RecordFaceCheck: handlers.record_face_check,
            WithdrawApplication: handlers.withdraw_application,
            OverrideWarning: handlers.override_warning,
            ResendCheck: handlers.resend_check,
            ListFindings: handlers.list_findings,
            ResendSweepCheck: handlers.resend_sweep_check,
            CloseFinding: handlers.close_finding,
            AddCommitmentClauses: handlers.add_commitment_clauses,
            MergePerson: handlers.merge_person,
            GetCommitmentText: handlers.get_commitment_text,
            AskEligible: handlers.ask_eligible,
            AskInsurable: handlers.ask_insurable,
            LookUpPerson: handlers.look_up_person,
            GetApplication: handlers.get_application,
            ListApplications: handlers.list_applications,
            GetPhoto: handlers.get_photo,
            EnterHolidayNotice: handlers.enter_holiday_notice,
            ListHolidayNotices: handlers.list_holiday_notices,
        }
    )
    read = reads(
        {
            KeyBound: note_key_bound,
            KeyUnbound: note_key_unbound,
            CheckAnswered: handlers.note_answer,
            CaseReturned: handlers.note_returned,
            InitialReviewPassed: handlers.note_reported_up,
            PublicityClosed: handlers.note_publicity_closed,
            ApplicationApproved: handlers.note_approved,
            ApplicationRejected: handlers.note_rejected,
            MonthSubsidised: handlers.note_month,
            SubsidyReversed: handlers.note_reversed,
            BenefitActivated: handlers.note_activated,
            BenefitResumed: handlers.note_activated,
            BenefitStopped: handlers.note_stopped,
            BenefitTransferred: handlers.note_transferred,
            StartRefused: handlers.note_start_refused,
        }
    )
    ring = rings(
        {
            "check_timeout": handlers.time_out_checks,
            "check_renewal": handlers.renew_by_night,
            "sweep": handlers.step_sweep,
            "sweep_silence": handlers.note_sweep_silence,
        }
    )
