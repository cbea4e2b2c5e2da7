"""Signing in and out: officers with account, password and key; applicants with a code."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for

from portal import kept, signing
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.posts import OFFICERS
from portal.session import ask, signed_in, signed_out
from portal.settings import here

ON = tuple(Field(name=name, label="", kind="hidden", required=False) for name in ("to", "kept"))
OFFICER = Form(
    (
        Field(name="account", label="账号", most=60, path="account", autocomplete="username"),
        Field(
            name="key_serial",
            label="钥匙盘序列号",
            most=60,
            path="key_serial",
            hint="刻在钥匙盘上的一串字母和数字。",
        ),
        *ON,
    )
)
NUMBER = Form(
    (
        Field(
            name="id_number",
            label="居民身份证号码",
            most=18,
            path="id_number",
            hint="验证码会发到您申请时留下的手机。",
        ),
        *ON,
    )
)
CODE = Form(
    (
        Field(
            name="code",
            label="短信验证码",
            most=6,
            path="code",
            inputmode="numeric",
            autocomplete="one-time-code",
            hint="6 位数字。",
        ),
        *ON,
    )
)
PASSWORD = Form(
    (
        Field(
            name="old_password",
            label="现在的口令",
            kind="password",
            path="old_password",
            autocomplete="current-password",
        ),
        Field(
            name="password",
            label="新口令",
            kind="password",
            path="password",
            autocomplete="new-password",
            hint="至少 12 个字符。",
        ),
    )
)


def choose() -> str:
    """Who are you: applicant or officer?"""
    return render_template("entrance/choose.html", on=_on(request.args))


def officer() -> Any:
    """First step: which account, which key; the API answers what the key is to sign."""

    def act(sheet: Sheet) -> Any:
        challenge = ask().post("/sessions/challenges", sheet.body())
        order = sheet.body() | {"challenge": challenge, "on": _on(sheet.values)}
        return _key_page(order)

    def show(sheet: Sheet) -> str:
        accounts = _demo_accounts()
        return render_template("entrance/officer.html", sheet=sheet, accounts=accounts)

    return serve(OFFICER, act, show, request.values)


def officer_key() -> Any:
    """Second step: the password, and the challenge signed."""
    order = signing.opened()
    who = {name: order[name] for name in ("account", "key_serial")}
    password = request.form.get("password", "")
    if not password:
        return _key_page(order, "请填写口令。")
    form = who | {"password": password, "proof": signing.proof_of(order["challenge"])}
    try:
        person = signed_in(ask().post("/sessions", form))
    except Problem as problem:
        if problem.status not in (401, 422):
            raise
        challenge = ask().post("/sessions/challenges", who)
        return _key_page(order | {"challenge": challenge}, problem.detail)
    if person.password_due:
        return redirect(url_for("entrance.password"), 303)
    return kept.offer(order["on"].get("kept", ""), _safe(order["on"].get("to", "")))


def _key_page(order: dict[str, Any], told: str = "") -> Any:
    sealed = here().sealer.seal(signing.PURPOSE, order)
    status = 401 if told else 200
    return render_template("entrance/key.html", order=order, sealed=sealed, told=told), status


def applicant() -> Any:
    """First step: the identity number; the code goes to the phone of the application."""

    def act(sheet: Sheet) -> Any:
        answer = ask().post("/applicants/codes", sheet.body())
        session["asked"] = {"id_number": sheet["id_number"], "minutes": answer["minutes"]}
        if sheet["kept"]:  # too long for an address: the next step is shown at once
            return code_page(sheet.values)
        return redirect(url_for("entrance.applicant_code", to=sheet["to"] or None), 303)

    return serve(
        NUMBER,
        act,
        lambda sheet: render_template("entrance/applicant.html", sheet=sheet),
        request.values,
    )


def applicant_code() -> Any:
    """Second step: the code."""
    asked = session.get("asked")
    if not asked:
        return redirect(url_for("entrance.applicant"), 303)

    def act(sheet: Sheet) -> Any:
        try:
            named = {name: asked[name] for name in ("id_number", "phone") if name in asked}
            form = sheet.body() | named | {"channel": "pc"}
            answer = ask().post("/applicants/sessions", form)
        except Problem as problem:
            if problem.status != 401:
                raise
            problem.fields = {"code": problem.detail}
            raise Problem(422, vars(problem)) from None
        signed_in(answer)
        return kept.offer(sheet["kept"], _safe(sheet["to"]))

    return serve(CODE, act, _code_page, request.values)


def code_page(values: Mapping[str, str]) -> str:
    """The second step, with what was typed before."""
    return _code_page(CODE.blank(_on(values)))


def _code_page(sheet: Sheet) -> str:
    return render_template("entrance/code.html", sheet=sheet, minutes=session["asked"]["minutes"])


def password() -> Any:
    """修改口令: the officer's own; the API refuses all else until it is done where it is due."""

    def act(sheet: Sheet) -> Any:
        ask().post("/sessions/current/password", sheet.body(), method="PUT")
        signed_out()  # the API has ended every session of the officer
        flash("口令已修改，请用新口令登录。")
        return redirect(url_for("entrance.officer"), 303)

    return serve(
        PASSWORD, act, lambda sheet: render_template("entrance/password.html", sheet=sheet)
    )


def leave() -> Any:
    """退出."""
    with suppress(Problem):  # it is over already, or will be; here it is forgotten in any case
        ask().post("/sessions/current", method="DELETE")
    signed_out()
    session.clear()
    return redirect(url_for("public.home"), 303)


def _demo_accounts() -> Any:
    return ask().demo("/demo/accounts") if here().settings.demo else None


def _on(values: Any) -> dict[str, str]:
    """Where to go after signing in, and what was typed before."""
    return {name: str(values.get(name, "")) for name in ("to", "kept")}


def _safe(to: str) -> str:
    """An address of this site, or the person's first page."""
    parts = urlsplit(to)
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and not parts.netloc
    return to if ours and "\\" not in to else url_for("public.home")


PAGES = (
    Page(name="entrance.choose", rule="/sign-in", view=choose, title="登录", menu="登录"),
    Page(
        name="entrance.officer",
        rule="/sign-in/officer",
        view=officer,
        title="经办人员登录",
        methods=FORM,
    ),
    Page(
        name="entrance.officer_key",
        rule="/sign-in/officer/key",
        view=officer_key,
        title="口令与钥匙盘",
        methods=ORDER,
    ),
    Page(
        name="entrance.applicant",
        rule="/sign-in/applicant",
        view=applicant,
        title="申请人登录",
        methods=FORM,
    ),
    Page(
        name="entrance.applicant_code",
        rule="/sign-in/applicant/code",
        view=applicant_code,
        title="输入验证码",
        methods=FORM,
    ),
    Page(
        name="entrance.password",
        rule="/password",
        view=password,
        title="修改口令",
        who=OFFICERS,
        methods=FORM,
    ),
    Page(name="entrance.leave", rule="/sign-out", view=leave, title="退出", methods=ORDER),
)
