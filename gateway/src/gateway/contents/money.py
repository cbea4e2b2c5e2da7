"""What is enjoyed and paid: entitlements, the centre's files, fund plans."""

from contracts import payments, reporting
from gateway import deductionfiles, reconciliations
from gateway.route import Route

_ENTITLEMENT = "/entitlements/<uuid:application_id>"
_LIST = "/addition-lists/{agency}/{month}"
_FILE = "/deduction-files/<uuid:file_id>"
_PLAN = "/fund-plans/<agency>/<month>"
_PLAN_PLACE = "/fund-plans/{agency}/{month}"
_COMPILED = "/compiled-plans/<month>"

ENTITLEMENTS = (
    Route("GET", "/entitlements", payments.ListEntitlements),
    Route("GET", "/benefit-work", payments.ListBenefitWork),
    Route("GET", _ENTITLEMENT, payments.GetEntitlement),
    Route("POST", _ENTITLEMENT + "/contribution-check", payments.CheckContributions),
    Route("POST", _ENTITLEMENT + "/start-confirmation", payments.ConfirmStart),
    Route("POST", _ENTITLEMENT + "/postponement", payments.PostponeStart),
    Route("POST", _ENTITLEMENT + "/refund", payments.RequestRefund),
    Route("POST", _ENTITLEMENT + "/start-refusal", payments.RefuseStart),
    Route("GET", _ENTITLEMENT + "/reports", payments.GetReports),
    Route("POST", _ENTITLEMENT + "/reports", payments.FileReport, 201),
    Route("POST", _ENTITLEMENT + "/claims", payments.ClaimSubsidy, 201),
    Route("POST", _ENTITLEMENT + "/stop", payments.StopBenefit),
    Route("POST", _ENTITLEMENT + "/extension", payments.ExtendBenefit),
    Route("POST", _ENTITLEMENT + "/transfer", payments.TransferBenefit),
    Route("POST", _ENTITLEMENT + "/arrears", payments.PayArrears, 201),
    Route("GET", _ENTITLEMENT + "/costs/<month>", payments.GetMonthCost),
    Route(
        "POST",
        _ENTITLEMENT + "/suspicions/<uuid:event_id>/dismissal",
        payments.DismissSuspicion,
    ),
    Route("GET", "/addition-previews/<month>", payments.PreviewAdditionList),
    Route("POST", "/addition-lists", payments.CloseAdditionList, 201, location=_LIST),
    Route("GET", "/addition-lists/<agency>/<month>", payments.GetAdditionList),
)

FILES = (
    Route(
        "POST",
        "/deduction-files",
        payments.AnnounceDeductionFile,
        201,
        location="/deduction-files/{file_id}",
    ),
    Route("GET", "/deduction-files", payments.ListDeductionFiles),
    Route("GET", _FILE, payments.GetDeductionFile),
    Route(
        "PUT",
        _FILE + "/content",
        payments.CompleteDeductionFile,
        without=("digest",),
        special=deductionfiles.CONTENT,
    ),
    Route("GET", _FILE + "/lines", payments.ListDeductionLines),
    Route("POST", _FILE + "/stop", payments.StopDeductionFile),
    Route("POST", _FILE + "/resumption", payments.ResumeDeductionFile),
    Route("GET", "/announced-bases", payments.ListAnnouncedBases),
    Route(
        "POST",
        "/reconciliations",
        payments.ReconcileMonth,
        201,
        location="/reconciliations/{month}",
    ),
    Route("GET", "/reconciliations", payments.ListUnequalMonths),
    Route(
        "GET",
        "/reconciliations/<month>",
        payments.GetReconciliation,
        special=reconciliations.NEGOTIATED,
    ),
)

PLANS = (
    Route("POST", "/fund-plans", reporting.MakeFundPlan, 201, location=_PLAN_PLACE),
    Route("GET", _PLAN, reporting.GetFundPlan),
    Route("POST", "/submitted-plans/<month>", reporting.SubmitFundPlan),
    Route("POST", _PLAN + "/return", reporting.ReturnFundPlan),
    Route("POST", _PLAN + "/acceptance", reporting.AcceptFundPlan),
    Route("POST", _COMPILED, reporting.CompileFundPlan, 201),
    Route("GET", _COMPILED, reporting.GetCompiledPlan),
)
