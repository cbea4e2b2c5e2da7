"""登录会话: who is signed in from where, and ending a session."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from portal.page import ORDER, Page
from portal.pages.operator.officers import own_account
from portal.pages.operator.words import SECURITY
from portal.session import ask


def sessions() -> str:
    """Everybody's, the latest first."""
    found = ask().get("/sessions", everybody="true")["items"]
    return render_template("operator/sessions.html", sessions=found, own=own_account())


def end(session_id: UUID) -> Any:
    """At once: whoever works in it has to sign in again."""
    ask().post(f"/sessions/{session_id}", method="DELETE")
    flash("该登录已结束。")
    account = request.form.get("account", "")
    if account:
        return redirect(url_for("operator.officer", account=account), 303)
    return redirect(url_for("operator.sessions"), 303)


PAGES = (
    Page(
        name="operator.sessions",
        rule="/operator/sessions",
        view=sessions,
        title="登录会话",
        who=SECURITY,
        menu="登录会话",
    ),
    Page(
        name="operator.session_end",
        rule="/operator/sessions/<uuid:session_id>/end",
        view=end,
        title="结束登录",
        who=SECURITY,
        methods=ORDER,
        walk="session",
    ),
)
