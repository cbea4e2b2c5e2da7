"""The three session routes."""

from flask import g

from gateway import signin
from gateway.door import bearer
from gateway.forms import GetCurrentSession, SessionView, SignedIn, SignedOut, SignIn, SignOut
from gateway.route import Special
from gateway.settings import here


def _new(form: SignIn) -> SignedIn:
    return signin.sign_in(form, here())


def _current(form: GetCurrentSession) -> SessionView:
    view: SessionView = g.session
    return view


def _end(form: SignOut) -> SignedOut:
    return signin.sign_out(bearer(), here())


_WRONG = {"$ref": "#/components/responses/UNAUTHORIZED"}
NEW = Special(handle=_new, doc={"responses": {401: _WRONG}})
CURRENT = Special(handle=_current)
END = Special(handle=_end)
