"""网上申请: step by step, saved after each, submitted when all is there."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from werkzeug.exceptions import NotFound

from portal import codes, photographs
from portal.api import Problem
from portal.forms import KEY, Field, Form, Sheet, serve
from portal.pages.applicant import own
from portal.pages.apply.questions import Step, body_of, online_categories, steps
from portal.pages.entrance import code_page
from portal.session import ask

PERSON = Form(
    (
        Field(name="id_number", label="居民身份证号码", most=18, path="id_number"),
        Field(
            name="phone",
            label="手机",
            kind="tel",
            most=20,
            path="phone",
            autocomplete="tel",
            hint="验证码发到这个手机。以后用同样的号码和手机登录，可以接着填写。",
        ),
        Field(name="kept", label="", kind="hidden", required=False),
    )
)


def begin() -> Any:
    """Who may apply here; number and phone, under which the draft is found again."""

    def act(sheet: Sheet) -> Any:
        answer = ask().post("/applicants/codes", sheet.body())
        session["asked"] = sheet.body() | {"minutes": answer["minutes"]}
        if sheet["kept"]:  # too long for an address
            return code_page(sheet.values)
        return redirect(url_for("entrance.applicant_code", to=url_for("apply.overview")), 303)

    def show(sheet: Sheet) -> str:
        return render_template("apply/begin.html", sheet=sheet, categories=online_categories())

    return serve(PERSON, act, show, request.values)


def overview() -> Any:
    """Where the application stands: what is filled in, what is missing."""
    draft = _draft()
    if draft["submitted"]:
        return redirect(url_for("apply.photos"), 303)
    listed = [(step, _missing(step, draft["content"])) for step in steps()]
    return render_template("apply/overview.html", draft=draft, listed=listed)


def fill(name: str) -> Any:
    """One step; what is typed is kept, also where something is still missing."""
    every = steps()
    at = next((n for n, step in enumerate(every) if step.name == name), None)
    if at is None:
        raise NotFound
    draft, step = _draft(), every[at]
    if request.method == "POST" and "later" in request.form:
        _save(draft, {one.name: request.form.get(one.name, "") for one in step.form.fields})
        flash("已保存，可以以后再接着填。")
        return redirect(url_for("apply.overview"), 303)

    def act(sheet: Sheet) -> Any:
        _save(draft, sheet.values)
        following = every[at + 1].name if at + 1 < len(every) else ""
        if not following:
            return redirect(url_for("apply.check"), 303)
        return redirect(url_for("apply.fill", name=following), 303)

    def show(sheet: Sheet) -> str:
        text = _text(draft["content"]) if name == "commitment" else None
        return render_template(
            "apply/fill.html", sheet=sheet, step=step, at=at + 1, count=len(every), text=text
        )

    return serve(step.form, act, show, draft["content"])


def check() -> Any:
    """Everything on one page; submitted from here."""
    draft, every = _draft(), steps()
    typed: dict[str, str] = draft["content"]
    if any(_missing(step, typed) for step in every):
        return redirect(url_for("apply.overview"), 303)

    def act(sheet: Sheet) -> Any:
        text = _text(typed)
        body = body_of(typed, text["version"] if text else "", codes.today())
        ask().post(f"/drafts/{own.case_id()}/submission", body, key=sheet.key)
        flash("申请已提交。请再上传三张照片。")
        return redirect(url_for("apply.photos"), 303)

    def show(sheet: Sheet) -> str:
        return render_template("apply/check.html", sheet=sheet, every=every, typed=typed)

    every_field = tuple(one for step in every for one in step.form.fields)
    return serve(Form(tuple(_known(one) for one in every_field)), act, show)


def photos() -> Any:
    """The three photographs, each kept as soon as it is sent."""
    try:
        application = own.application()
    except Problem as problem:
        if problem.status == 404:
            return redirect(url_for("apply.overview"), 303)
        raise
    refused: dict[str, str] = {}
    if request.method == "POST":
        contents = photographs.chosen()
        key = request.form.get(KEY, "")
        refused = photographs.send(application["application_id"], contents, key)
        if contents and not refused:
            return redirect(url_for("apply.photos"), 303)
    kept = {photo["kind"] for photo in own.application()["photos"]}
    page = render_template(
        "apply/photos.html", kinds=photographs.KINDS, kept=kept, stored={}, refused=refused
    )
    return page, 422 if refused else 200


def _draft() -> dict[str, Any]:
    return dict(ask().get(f"/drafts/{own.case_id()}"))


def _save(draft: dict[str, Any], values: dict[str, str]) -> None:
    content = draft["content"] | values
    key = request.form.get(KEY, "")[:64]
    ask().post(f"/drafts/{own.case_id()}", {"content": content}, key=key, method="PUT")


def _missing(step: Step, typed: dict[str, str]) -> int:
    """How many questions of a step have no answer that could do."""
    return sum(bool(one.fault(typed.get(one.name, ""))) for one in step.form.fields)


def _known(one: Field) -> Field:
    """At the last step nothing is asked: fields only name what the API may refuse."""
    return Field(name=one.name, label=one.label, path=one.path, required=False)


def _text(typed: dict[str, str]) -> dict[str, Any] | None:
    """The commitment of the street's district; None until a street is chosen."""
    street = typed.get("street_code", "")
    agency = next(
        (one["more"]["agency"] for one in codes.rows("divisions") if one["code"] == street), ""
    )
    if not agency:
        return None
    try:
        return dict(ask().get(f"/commitment-texts/{agency}"))
    except Problem as problem:
        if problem.status == 404:
            return None
        raise
