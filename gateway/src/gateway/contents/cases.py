"""From the counter to the approval: applications, cases, publicity (公示)."""

from contracts import intake, review
from gateway import named, photos
from gateway.route import Route

_APPLICATION = "/applications/<uuid:application_id>"
_DRAFT = "/drafts/<uuid:draft_id>"
_PHOTO = _APPLICATION + "/photos/<kind>"
_CHECK = _APPLICATION + "/checks/<check_code>"
_SWEEP = _APPLICATION + "/sweep-findings/<check_code>"
_CASE = "/cases/<uuid:application_id>"

APPLICATIONS = (
    Route(
        "POST",
        "/applications",
        intake.SubmitApplication,
        201,
        location="/applications/{application_id}",
    ),
    Route("PUT", _DRAFT, intake.SaveDraft),
    Route("GET", _DRAFT, intake.ReadDraft),
    Route("DELETE", _DRAFT, intake.DiscardDraft),
    Route("POST", _DRAFT + "/submission", intake.SubmitOnline, 201),
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
    Route("GET", "/sweep-findings", intake.ListFindings),
    Route("POST", _SWEEP + "/resend", intake.ResendSweepCheck),
    Route("POST", _SWEEP + "/closing", intake.CloseFinding),
    Route("POST", "/person-merges", intake.MergePerson),
    Route("POST", "/insurability", intake.AskInsurable),
    Route("POST", "/persons/search", intake.LookUpPerson),
    Route("POST", "/eligibility", intake.AskEligible, public=True),
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
    Route("GET", "/case-work", review.ListCaseWork),
    Route("GET", "/queue-counts", review.CountQueues),
    Route("GET", _CASE, review.GetCase),
    Route("GET", _CASE + "/progress", review.FollowCase),
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
