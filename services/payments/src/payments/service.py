"""The front door of payments: what it obeys, what it reads, what it rings for."""

from contracts.calendar import CalendarChanged
from contracts.inspections import InspectionClosed
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    DetailsChanged,
    NumbersMerged,
)
from contracts.officers import KeyBound, KeyUnbound
from contracts.outside import (
    BasesAnnounced,
    ContributionAnswered,
    DeductionFileAnnounced,
    DeductionReported,
    EnrolListAcknowledged,
    RefundAnswered,
    StatusReported,
)
from contracts.payments import (
    AnnounceDeductionFile,
    CheckContributions,
    ClaimSubsidy,
    CloseAdditionList,
    CompleteDeductionFile,
    ConfirmStart,
    DismissSuspicion,
    ExtendBenefit,
    FileReport,
    GetAdditionList,
    GetDeductionFile,
    GetEntitlement,
    GetMonthCost,
    GetReconciliation,
    GetReports,
    ListAnnouncedBases,
    ListBenefitWork,
    ListDeductionFiles,
    ListDeductionLines,
    ListEntitlements,
    ListUnequalMonths,
    PayArrears,
    PostponeStart,
    PreviewAdditionList,
    ReconcileMonth,
    RefuseStart,
    RequestRefund,
    ResumeDeductionFile,
    StopBenefit,
    StopDeductionFile,
    TakeFilePart,
    TransferBenefit,
)
from contracts.review import ApplicationApproved
from payments.handlers import (
    accounts,
    announcedbases,
    arrears,
    claims,
    costs,
    deductions,
    enrolment,
    expiry,
    extending,
    files,
    fileview,
    inspections,
    leaving,
    ledger,
    lists,
    moving,
    opening,
    posting,
    postpone,
    reconciling,
    reminding,
    reports,
    reportview,
    second,
    start,
    suspicions,
    transfer,
    turning,
    views,
    work,
    yearly,
)
from payments.store import store
from servicekit import notices
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.signing.signers import note_key_bound, note_key_unbound


class PaymentsService:
    """Entitlement: start month, contributions, subsidy sums, quarterly reports, stop."""

    name = "payments"
    store = store
    desk = DeskProvider()

    obey = obeys(
        {
            CheckContributions: start.check_contributions,
            ConfirmStart: start.confirm_start,
            RefuseStart: start.refuse_start,
            PostponeStart: postpone.postpone_start,
            RequestRefund: postpone.request_refund,
            CloseAdditionList: lists.close_list,
            GetAdditionList: lists.get_list,
            PreviewAdditionList: lists.preview_list,
            FileReport: reports.file_report,
            GetReports: reportview.get_reports,
            ClaimSubsidy: claims.claim_subsidy,
            StopBenefit: turning.stop_benefit,
            ExtendBenefit: extending.extend_benefit,
            TransferBenefit: transfer.transfer_benefit,
            PayArrears: arrears.pay_arrears,
            GetMonthCost: costs.get_month_cost,
            DismissSuspicion: suspicions.dismiss_suspicion,
            AnnounceDeductionFile: files.announce_file,
            TakeFilePart: files.take_part,
            CompleteDeductionFile: files.complete_file,
            StopDeductionFile: files.stop_file,
            ResumeDeductionFile: files.resume_file,
            GetDeductionFile: fileview.get_file,
            ListDeductionFiles: fileview.list_files,
            ListDeductionLines: fileview.list_lines,
            ListAnnouncedBases: announcedbases.list_bases,
            ReconcileMonth: reconciling.reconcile_month,
            GetReconciliation: reconciling.get_reconciliation,
            ListUnequalMonths: reconciling.list_unequal,
            GetEntitlement: views.get_entitlement,
            ListEntitlements: views.list_entitlements,
            ListBenefitWork: work.list_benefit_work,
        }
    )
    read = reads(
        {
            KeyBound: note_key_bound,
            KeyUnbound: note_key_unbound,
            ApplicationAccepted: opening.note_accepted,
            ApplicationCorrected: opening.note_corrected,
            ApplicationWithdrawn: opening.note_withdrawn,
            NumbersMerged: second.note_merged,
            DetailsChanged: accounts.note_details,
            ApplicationApproved: opening.note_approved,
            InspectionClosed: inspections.note_inspection,
            ContributionAnswered: start.note_contributions,
            RefundAnswered: postpone.note_refund,
            EnrolListAcknowledged: enrolment.note_acknowledgement,
            DeductionReported: deductions.take_deduction,
            DeductionFileAnnounced: files.note_announced,
            BasesAnnounced: announcedbases.note_bases,
            CalendarChanged: notices.take_in,
            StatusReported: suspicions.note_status,
        }
    )
    ring = rings(
        {
            "start_check": postpone.roll_start,
            "report_remind": reports.remind,
            "report_stop": reports.stop_unreported,
            "month_turn": turning.turn_month,
            "yearly_amount": yearly.tell_yearly_amount,
            "sums_missing": ledger.settle_sums,
            "expiry_notice": expiry.tell_expiry,
            "retirement": turning.stop_retired,
            "transfer_due": transfer.move_benefit,
            "leaving_due": leaving.leave_after_end,
            "claim_remind": claims.remind_claim,
            "claim_lapse": claims.lapse_claims,
            "file_step": posting.step_file,
            "reconcile": reconciling.reconcile_by_night,
        },
        recounts={
            "start_check": moving.count_cutoff_again,
            "report_stop": reminding.count_stop_again,
            "claim_lapse": claims.count_claim_again,
        },
    )
