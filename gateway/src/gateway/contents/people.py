"""Who comes in: sessions, applicants by code, officers and their keys."""

from gateway import applicants, forms, ownpassword, sessions
from gateway.officers import forms as officers
from gateway.officers import registration_forms as registration
from gateway.route import Route, Special

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
    Route("GET", "/keys", officers.ListKeys),
    Route("POST", "/keys", officers.RegisterKey, 201, location="/keys/{serial}"),
    Route("POST", _KEY + "/ceremony", registration.BeginRegistration, 201, keyed=False),
    Route("GET", _KEY, officers.GetKey),
    Route("POST", _KEY + "/binding", officers.BindKey),
    Route("POST", _KEY + "/unbinding", officers.UnbindKey),
)
