"""我的申请: where it stands, until when each step is due, and what is wanted of the person."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from portal import codes
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.pages.applicant import own
from portal.pages.applicant.steps import steps
from portal.pages.applicant.wanted import wanted
from portal.session import ask

OVER = {
    "rejected": "审核没有通过。",
    "withdrawn": "您已撤回这件申请。",
}
REASON = Field(
    name="reason",
    label="撤回的原因",
    kind="textarea",
    most=200,
    path="reason",
    hint="撤回后这件申请不再办理；以后可以重新申请。",
)
WITHDRAWAL = Form((REASON,))


def show() -> Any:
    """The whole case on one page; before there is one, the form that is being filled in."""
    try:
        application = own.application()
    except Problem as problem:
        if problem.status == 404:
            return redirect(url_for("apply.overview"), 303)
        raise
    review, benefit = own.progress(), own.entitlement()
    return render_template(
        "applicant/case.html",
        application=application,
        review=review,
        benefit=benefit,
        steps=steps(application, review, benefit),
        wanted=wanted(application, review, benefit),
        over=OVER.get(application["state"], ""),
        category=codes.name_of("categories", application["form"]["category"]),
        project=codes.name_of("projects", application["form"]["work"]["project"]),
    )


def withdraw() -> Any:
    """撤回, before a decision."""

    def act(sheet: Sheet) -> Any:
        ask().post(f"/applications/{own.case_id()}/withdrawal", sheet.body(), key=sheet.key)
        flash("申请已撤回。")
        return redirect(url_for("applicant.case"), 303)

    return serve(
        WITHDRAWAL, act, lambda sheet: render_template("applicant/withdraw.html", sheet=sheet)
    )
