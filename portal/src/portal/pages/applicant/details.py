"""变更缴费账户、联系方式 (附件3 二.6): the person's own, from now on."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for

from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.pages.applicant import own
from portal.session import ask

BANK = Field(name="bank", label="缴费银行", kind="select", path="bank")
ACCOUNT = Form(
    (
        BANK,
        Field(
            name="account_type",
            label="卡还是折",
            kind="radio",
            choices=(("card", "银行卡"), ("passbook", "存折")),
            path="account_type",
        ),
        Field(
            name="account",
            label="账号",
            most=40,
            path="account",
            inputmode="numeric",
            hint="须是本人的账户。系统会请银行核对户名。",
        ),
    )
)
CONTACTS = Form(
    (
        Field(
            name="contact",
            label="您的手机",
            kind="tel",
            most=60,
            path="contact",
            autocomplete="tel",
            hint="以后的通知和登录验证码都发到这个手机。",
        ),
        Field(
            name="emergency_contact",
            label="紧急联系人的电话",
            kind="tel",
            most=60,
            path="emergency_contact",
            hint="联系不上您时使用。",
        ),
    )
)


def account() -> Any:
    """Another account to collect from."""
    banks = replace(BANK, choices=codes.choices("banks"))
    form = Form((banks, *ACCOUNT.fields[1:]))
    return _change(form, "account", "缴费账户已变更，银行会核对户名。")


def contacts() -> Any:
    """Another way to be reached."""
    return _change(CONTACTS, "contacts", "联系方式已变更。")


def _change(form: Form, what: str, told: str) -> Any:
    now = own.application()["details"]

    def act(sheet: Sheet) -> Any:
        ask().post(f"/applications/{own.case_id()}/{what}", sheet.body(), key=sheet.key)
        flash(told)
        return redirect(url_for("applicant.case"), 303)

    def show(sheet: Sheet) -> str:
        bank = codes.name_of("banks", str(now["bank"]))
        return render_template(f"applicant/{what}.html", sheet=sheet, now=now, bank=bank)

    return serve(form, act, show)
