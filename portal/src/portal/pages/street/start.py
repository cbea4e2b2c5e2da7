"""开始享受月份确认: what the centre found, what it means, and the person's choice."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound

from portal import signing
from portal.forms import Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import Dossier, dossier
from portal.pages.street.words import FINDINGS, MEANINGS, STATES
from portal.session import ask

NOTHING = Form(())


def start(application_id: UUID) -> Any:
    """Shows the finding; POST asks the centre."""
    found = _benefit(application_id)

    def query(sheet: Sheet) -> Any:
        ask().post(f"/entitlements/{application_id}/contribution-check", key=sheet.key)
        flash("已向社保中心查询，答复到了会显示在本页。")
        return redirect(url_for("street.start", application_id=application_id), 303)

    return serve(NOTHING, query, lambda sheet: _page(sheet, found))


def confirm(application_id: UUID) -> Any:
    """确认, with the officer's key."""
    found = _benefit(application_id)
    case = url_for("street.case", application_id=application_id)
    back = url_for("street.start", application_id=application_id)

    def give(sheet: Sheet) -> Any:
        path = f"/entitlements/{application_id}/start-confirmation"
        title = f"确认开始享受月份：{found.application['form']['name']}"
        return signing.decide(path, {}, key=sheet.key, done=case, back=back, title=title)

    return serve(NOTHING, give, lambda sheet: _page(sheet, found))


def _page(sheet: Sheet, found: Dossier) -> str:
    benefit = found.benefit or {}
    due = next((one for one in benefit["dues"] if one["kind"] == "start_check"), None)
    return render_template(
        "street/start.html",
        sheet=sheet,
        other=NOTHING.blank(),
        dossier=found,
        benefit=benefit,
        due=due,
        finding=FINDINGS.get(benefit["finding"], ""),
        meaning=MEANINGS.get(benefit["finding"], ""),
        states=STATES,
    )


def _benefit(application_id: UUID) -> Dossier:
    found = dossier(application_id)
    if found.benefit is None:
        raise NotFound
    return found


PAGES = (
    Page(
        name="street.start",
        rule="/street/cases/<uuid:application_id>/start",
        view=start,
        title="开始享受月份确认",
        who=CLERK,
        methods=FORM,
        walk="starting",
    ),
    Page(
        name="street.confirm",
        rule="/street/cases/<uuid:application_id>/start/confirmation",
        view=confirm,
        title="确认开始享受月份",
        who=CLERK,
        methods=FORM,
        walk="starting",
    ),
)
