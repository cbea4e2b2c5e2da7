"""The table of contents of /api/v1."""

from contracts import (
    calendar,
    inspections,
    intake,
    notify,
    partners,
    payments,
    reporting,
    review,
)
from gateway import (
    applicants,
    codes,
    deductionfiles,
    forms,
    named,
    ownpassword,
    photos,
    reconciliations,
    roster,
    rostercsv,
    sessions,
)
from gateway.officers import forms as officers
from gateway.officers import registration_forms as registration
from gateway.route import Route, Special

_APPLICATION = "/applications/<uuid:application_id>"
_PHOTO = _APPLICATION + "/photos/<kind>"
_CHECK = _APPLICATION + "/checks/<check_code>"
_CASE = "/cases/<uuid:application_id>"
_ENTITLEMENT = "/entitlements/<uuid:application_id>"
_LIST = "/addition-lists/{agency}/{month}"
_FILE = "/deduction-files/<uuid:file_id>"
_ROSTER = "/rosters/<agency>/<month>"
_PLAN = "/fund-plans/<agency>/<month>"
_PLAN_PLACE = "/fund-plans/{agency}/{month}"
_SAMPLE = "/samples/<uuid:sample_id>"
_INSPECTION = "/inspections/<uuid:sample_id>/<uuid:application_id>"
_COMPILED = "/compiled-plans/<month>"

_MESSAGE = "/messages/<uuid:message_id>"
_OFFICER = "/officers/<account>"
_KEY = "/keys/<serial>"

SESSIONS = (
    Route(
        "POST",
        "/sessions/challenges",
        forms.AskSignIn,
        201,
        public=True,
        keyed=False,
        special=sessions.CHALLENGE,
    ),
    Route("POST", "/sessions", forms.SignIn, 201, public=True, keyed=False, special=sessions.NEW),
    Route("GET", "/sessions/current", forms.GetCurrentSession, special=sessions.CURRENT),
    Route(
        "DELETE",
        "/sessions/current",
        forms.SignOut,
        keyed=False,
        while_due=True,
        special=sessions.END,
    ),
    Route("GET", "/sessions", officers.ListSessions),
    Route("DELETE", "/sessions/<uuid:session_id>", officers.EndSession, keyed=False),
)

APPLICANTS = (
    Route(
        "POST",
        "/applicants/codes",
        forms.AskCode,
        202,
        public=True,
        keyed=False,
        special=applicants.CODE,
    ),
    Route(
        "POST",
        "/applicants/sessions",
        forms.SignInByCode,
        201,
        public=True,
        keyed=False,
        special=applicants.SESSION,
    ),
)

# A password is never remembered with an idempotency key: its digest alone could be tried out.
OFFICERS = (
    Route("GET", "/officers", officers.ListOfficers),
    Route("POST", "/officers", officers.CreateOfficer, 201, location="/officers/{account}"),
    Route("GET", _OFFICER, officers.GetOfficer),
    Route("POST", _OFFICER + "/transfer", officers.TransferOfficer),
    Route("POST", _OFFICER + "/disabling", officers.DisableOfficer),
    Route("POST", _OFFICER + "/enabling", officers.EnableOfficer),
    Route("POST", _OFFICER + "/leaving", officers.EndService),
    Route("PUT", _OFFICER + "/password", officers.SetPassword, keyed=False),
    Route(
        "PUT",
        "/sessions/current/password",
        officers.ChangePassword,
        keyed=False,
        while_due=True,
        special=Special(handle=ownpassword.change),
    ),
    Route("POST", "/keys", officers.RegisterKey, 201, location="/keys/{serial}"),
    Route("POST", _KEY + "/ceremony", registration.BeginRegistration, 201, keyed=False),
    Route("GET", _KEY, officers.GetKey),
    Route("POST", _KEY + "/binding", officers.BindKey),
    Route("POST", _KEY + "/unbinding", officers.UnbindKey),
)

APPLICATIONS = (
    Route(
        "POST",
        "/applications",
        intake.SubmitApplication,
        201,
        location="/applications/{application_id}",
    ),
    Route("GET", "/applications", intake.ListApplications, without=("id_number",)),
    Route("POST", "/applications/search", intake.ListApplications, name="search_applications"),
    Route("GET", _APPLICATION, intake.GetApplication),
    Route("PUT", _PHOTO, intake.AttachPhoto, special=photos.PUT),
    Route("GET", _PHOTO, intake.GetPhoto, special=photos.GET),
    Route("POST", _APPLICATION + "/acceptance", intake.AcceptApplication),
    Route("POST", _APPLICATION + "/correction", intake.CorrectApplication),
    Route("POST", _APPLICATION + "/account", intake.ChangeAccount),
    Route("POST", _APPLICATION + "/contacts", intake.ChangeContacts),
    Route(
        "POST",
        _APPLICATION + "/face-check",
        intake.RecordFaceCheck,
        without=("checked_by_name",),
        special=named.CHECKED_BY,
    ),
    Route("POST", _APPLICATION + "/withdrawal", intake.WithdrawApplication),
    Route("POST", _CHECK + "/override", intake.OverrideWarning),
    Route("POST", _CHECK + "/resend", intake.ResendCheck),
    Route("POST", "/person-merges", intake.MergePerson),
    Route("POST", "/insurability", intake.AskInsurable),
    Route("GET", "/commitment-texts/<agency>", intake.GetCommitmentText),
    Route(
        "POST",
        "/commitment-texts",
        intake.AddCommitmentClauses,
        201,
        location="/commitment-texts/{agency}",
    ),
)

CASES = (
    Route("GET", "/cases", review.ListCases),
    Route("GET", _CASE, review.GetCase),
    Route(
        "POST",
        _CASE + "/initial-review",
        review.PassInitialReview,
        without=("second_reader_name",),
        special=named.SECOND_READER,
    ),
    Route("POST", _CASE + "/return", review.ReturnCase),
    Route("POST", _CASE + "/rejection", review.RejectCase),
    Route("POST", _CASE + "/first-post", review.PassFirstPost),
    Route("POST", _CASE + "/second-post", review.PassSecondPost),
    Route(
        "POST",
        _CASE + "/objections/<uuid:objection_id>/resolution",
        review.ResolveObjection,
    ),
)

PUBLICITY = (
    Route("GET", "/publicity", review.ListPublicity, public=True),
    Route(
        "POST",
        "/publicity/<uuid:application_id>/objections",
        review.FileObjection,
        201,
        public=True,
    ),
)

ENTITLEMENTS = (
    Route("GET", "/entitlements", payments.ListEntitlements),
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
    Route("POST", "/addition-lists", payments.CloseAdditionList, 201, location=_LIST),
    Route("GET", "/addition-lists/<agency>/<month>", payments.GetAdditionList),
)

MESSAGES = (
    Route("GET", "/messages", notify.ListMessages),
    Route("GET", _MESSAGE, notify.GetMessage),
    Route("POST", _MESSAGE + "/calls", notify.RecordCall),
    Route("POST", _APPLICATION + "/wechat-consents", notify.GiveConsent, 201),
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
    Route(
        "GET",
        "/reconciliations/<month>",
        payments.GetReconciliation,
        special=reconciliations.NEGOTIATED,
    ),
)

REPORTS = (
    Route("GET", _ROSTER, reporting.GetRoster, special=roster.NEGOTIATED),
    Route(
        "GET", _ROSTER + ".xlsx", reporting.GetRoster, name="get_roster_xlsx", special=roster.XLSX
    ),
    Route(
        "GET", _ROSTER + ".csv", reporting.GetRoster, name="get_roster_csv", special=rostercsv.CSV
    ),
    Route("GET", "/rosters/<month>", reporting.ListRosters),
    Route("POST", "/rosters", reporting.FreezeRoster, 201, location="/rosters/{agency}/{month}"),
    Route("GET", "/statistics", reporting.GetStatistics),
    Route("GET", "/counts", reporting.GetCounts),
    Route("GET", "/subsidy-sums/<month>", reporting.GetSubsidySums),
    Route("GET", "/projections/<uuid:application_id>", reporting.GetProjection),
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

SAMPLES = (
    Route("POST", "/samples", reporting.AnnounceSample, 201, location="/samples/{sample_id}"),
    Route("GET", "/samples", reporting.ListSamples),
    Route("GET", _SAMPLE, reporting.GetSample),
    Route("POST", _SAMPLE + "/draw", reporting.DrawSample),
    Route("GET", _SAMPLE + "/redraw", reporting.RedrawSample),
    Route("GET", "/inspections", inspections.ListInspections),
    Route("POST", _INSPECTION + "/finding", inspections.RecordInspection),
    Route("POST", _INSPECTION + "/confirmation", inspections.ConfirmInspection),
)

CALENDAR = (
    Route("POST", "/holiday-notices", calendar.EnterHolidayNotice, 201),
    Route("GET", "/holiday-notices", calendar.ListHolidayNotices),
)

_WAITING = "/waiting/<uuid:request_id>"

PARTNERS = (
    Route("GET", "/partners", partners.ListPartners),
    Route("POST", "/partners/<partner>/line-closing", partners.CloseLine),
    Route("GET", "/waiting", partners.ListWaiting),
    Route("POST", "/waiting/resending", partners.ResendWaiting),
    Route("GET", _WAITING, partners.GetWaiting),
    Route("POST", _WAITING + "/outcome", partners.EnterOutcome),
    Route("POST", _WAITING + "/confirmation", partners.ConfirmOutcome),
)

CODES = (
    Route(
        "GET", "/codes/<list_name>", forms.GetCodes, public=True, special=Special(handle=codes.get)
    ),
)

CONTENTS: tuple[tuple[str, str, tuple[Route, ...]], ...] = (
    ("sessions", "登录：账号、口令、钥匙盘", SESSIONS),
    ("applicants", "申请人登录：证件号与手机验证码，只看本人", APPLICANTS),
    ("officers", "经办人员与钥匙盘：由系统管理员和安全管理员办理", OFFICERS),
    ("applications", "受理：申请表、承诺书、照片、数据比对", APPLICATIONS),
    ("cases", "审核：初审、双岗复核、异议核查", CASES),
    ("publicity", "公示：无需登录", PUBLICITY),
    ("entitlements", "享受：开始月份、增员、报告、停止", ENTITLEMENTS),
    ("files", "扣款结果文件：登记、上传、逐行结果、暂停与继续；三方对账；公布的基数", FILES),
    ("messages", "消息：发送与回执", MESSAGES),
    ("reports", "统计：花名册、人数、金额", REPORTS),
    ("plans", "用款计划：区编制报送、市接收编制", PLANS),
    ("samples", "抽查：预告、抽取、重抽核对、核查结果", SAMPLES),
    ("partners", "外部系统：等候、重发、人工录入、线路", PARTNERS),
    ("calendar", "工作日：放假和调休通知", CALENDAR),
    ("codes", "代码表", CODES),
)
