"""补正 of a returned case, and the written explanation of a warning."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.exceptions import NotFound

from portal import signing
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.street import sheets
from portal.pages.street.case import CLERK
from portal.pages.street.dossier import clear, dossier
from portal.pages.street.take import commitment_text
from portal.pages.street.words import STATES
from portal.session import ask

REASON = Field(name="why", label="补正了什么", kind="textarea", most=200, path="reason")
NUMBER = Field(name="id_number", label="社会保障号（身份证号）", most=40, path="form.id_number")
EXPLANATION = Form(
    (
        Field(
            name="reason",
            label="情况说明",
            kind="textarea",
            most=200,
            path="reason",
            hint="怎样核实的、为什么可以继续。至少四个字；须按您的钥匙盘。",
        ),
    )
)


def correct(application_id: UUID) -> Any:
    """The forms as they stand, to be put right; reading them in clear is on record."""
    found = dossier(application_id)
    told = clear(application_id, "补正申请表和承诺书")
    form = _form()
    values = sheets.written(dict(told), form.fields) | {"transcribed": "yes"}
    case = url_for("street.case", application_id=application_id)

    def act(sheet: Sheet) -> Any:
        text, body = commitment_text(), sheet.body()
        body["form"]["work"].setdefault("declared_by", sheet["name"])
        body["commitment"] |= {
            "text_version": text["version"],
            "transcription": text["transcription"],
        }
        ask().post(f"/applications/{application_id}/correction", body, key=sheet.key)
        flash("已补正，系统重新比对。")
        return redirect(case, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "street/correct.html",
            sheet=sheet,
            dossier=found,
            groups=(*sheets.FORM_GROUPS, *sheets.PROMISE_GROUPS, ("抄写和签字", sheets.PROMISED)),
            states=STATES,
            case=case,
        )

    return serve(form, act, show, values)


def _form() -> Form:
    paper, promise = sheets.application_form(), sheets.commitment()
    return Form((REASON, NUMBER, *paper.fields, *promise.fields))


def explain(application_id: UUID, code: str) -> Any:
    """写明情况: a warning (W) may pass with it; signed."""
    found = dossier(application_id)
    check = next((one for one in found.application["checks"] if one["code"] == code), None)
    if check is None:
        raise NotFound
    case = url_for("street.case", application_id=application_id)

    def act(sheet: Sheet) -> Any:
        path = f"/applications/{application_id}/checks/{code}/override"
        here = url_for("street.explain", application_id=application_id, code=code)
        title = f"说明“{check['title']}”"
        return signing.decide(
            path, sheet.body(), key=sheet.key, done=case + "#checks", back=here, title=title
        )

    def show(sheet: Sheet) -> str:
        return render_template(
            "street/explain.html", sheet=sheet, dossier=found, check=check, states=STATES, case=case
        )

    return serve(EXPLANATION, act, show)


PAGES = (
    Page(
        name="street.correct",
        rule="/street/cases/<uuid:application_id>/correction",
        view=correct,
        title="补正申请表和承诺书",
        who=CLERK,
        methods=FORM,
        walk="case",
    ),
    Page(
        name="street.explain",
        rule="/street/cases/<uuid:application_id>/checks/<code>/explanation",
        view=explain,
        title="写明情况",
        who=CLERK,
        methods=FORM,
        walk="check",
    ),
)
