"""Changing one's own password: whoever has somebody's session open cannot guess it there."""

from flask import g

from gateway.officers import guessing
from gateway.officers.forms import ChangePassword, OfficerView
from gateway.problems import NotSignedIn
from gateway.settings import here
from kernel.errors import Refusal


def change(form: ChangePassword) -> OfficerView:
    """A try is spent first and given back where the old password was right."""
    gateway, session = here(), g.session.session_id
    desk, allowed = gateway.desk, gateway.rules.lock_after_failures
    if not guessing.spend(session, desk, allowed):
        raise NotSignedIn("登录已失效，请重新登录。", code="session-ended")
    try:
        changed: OfficerView = gateway.ask(form, g.caller, g.key)
        return changed
    except Refusal as refused:
        if refused.code != "wrong-password":
            guessing.give_back(session, desk)
        now = gateway.session_clock.now()
        guessing.end_if_spent(session, desk, g.caller, allowed, now)
        raise
