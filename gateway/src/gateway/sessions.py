"""The routes of one's own session."""

from flask import g, request

from contracts.signing import Challenge
from gateway import signin
from gateway.door import bearer
from gateway.forms import (
    AskSignIn,
    GetCurrentSession,
    SessionView,
    SignedIn,
    SignedOut,
    SignIn,
    SignOut,
)
from gateway.route import Special
from gateway.settings import here


def _challenge(form: AskSignIn) -> Challenge:
    return signin.challenge(form, here())


def _new(form: SignIn) -> SignedIn:
    return signin.sign_in(form, request.remote_addr or "", here())


def _current(form: GetCurrentSession) -> SessionView:
    view: SessionView = g.session
    return view


def _end(form: SignOut) -> SignedOut:
    return signin.sign_out(bearer(), here())


_WRONG = {"$ref": "#/components/responses/UNAUTHORIZED"}
CHALLENGE = Special(handle=_challenge)
NEW = Special(handle=_new, doc={"responses": {401: _WRONG}})
CURRENT = Special(handle=_current)
END = Special(handle=_end)
