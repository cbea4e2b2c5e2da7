"""What keeps it going: messages, outside systems, calendar, rules, services."""

from contracts import calendar, notify, operating, partners, runs
from gateway import codes, forms, policyforms
from gateway.route import Route, Special

_APPLICATION = "/applications/<uuid:application_id>"
_MESSAGE = "/messages/<uuid:message_id>"
_WAITING = "/waiting/<uuid:request_id>"
_OF = "/services/<of>"
_RUN = _OF + "/runs/<uuid:run_id>"

MESSAGES = (
    Route("GET", "/messages", notify.ListMessages),
    Route("GET", _MESSAGE, notify.GetMessage),
    Route("POST", _MESSAGE + "/calls", notify.RecordCall),
    Route("POST", _APPLICATION + "/wechat-consents", notify.GiveConsent, 201),
)

PARTNERS = (
    Route("GET", "/partners", partners.ListPartners),
    Route("POST", "/partners/<partner>/line-closing", partners.CloseLine),
    Route("GET", "/waiting", partners.ListWaiting),
    Route("POST", "/waiting/resending", partners.ResendWaiting),
    Route("GET", _WAITING, partners.GetWaiting),
    Route("POST", _WAITING + "/outcome", partners.EnterOutcome),
    Route("POST", _WAITING + "/confirmation", partners.ConfirmOutcome),
)

CALENDAR = (
    Route("POST", "/holiday-notices", calendar.EnterHolidayNotice, 201),
    Route("GET", "/holiday-notices", calendar.ListHolidayNotices),
)

SERVICES = (
    Route("GET", _OF + "/condition", operating.GetCondition),
    Route("GET", _OF + "/parked-letters", operating.ListParkedLetters),
    Route("GET", _OF + "/parked-letters/<int:parked_id>", operating.GetParkedLetter),
    Route("POST", _OF + "/parked-letters/redriving", operating.RedriveLetters),
    Route("POST", _OF + "/parked-letters/discarding", operating.DiscardLetters),
    Route("GET", _OF + "/runs", runs.ListRuns),
    Route("POST", _OF + "/audit-verifications", runs.VerifyAudit, 201),
    Route("GET", _RUN, runs.GetRun),
    Route("POST", _RUN + "/stop", runs.StopRun),
    Route("POST", _RUN + "/resumption", runs.ResumeRun),
    Route("GET", _OF + "/moved-deadlines", runs.ListMovedDeadlines),
)

POLICY = (
    Route("GET", "/policy-values", policyforms.ListPolicyValues),
    Route("GET", "/policy-values/<name>", policyforms.GetPolicyValue),
)

CODES = (
    Route(
        "GET", "/codes/<list_name>", forms.GetCodes, public=True, special=Special(handle=codes.get)
    ),
)
