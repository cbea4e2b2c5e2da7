"""Creating officers, and one view for all acts on one officer (`officer_table`)."""

import functools
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for

from portal import codes
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.operator.officer_table import ACTS, DIVISION, POST, SECOND_POST, Act
from portal.pages.operator.words import SECURITY, tier_of
from portal.session import ask

CREATE = Form(
    (
        Field(
            name="account",
            label="账号",
            most=60,
            path="account",
            hint="字母、数字、点和连字符，如 jingshan-clerk。以后不能修改，也不再给别人使用。",
        ),
        Field(name="name", label="姓名", most=50, path="name"),
        POST,
        SECOND_POST,
        DIVISION,
        Field(name="valid_from", label="到岗日期", kind="date", path="valid_from"),
        Field(
            name="valid_to",
            label="离任日期",
            kind="date",
            path="valid_to",
            required=False,
            hint="借调等期限已知的填写。",
        ),
    )
)


def create() -> Any:
    """新增: password and key come after, on the officer's page."""

    def act(sheet: Sheet) -> Any:
        made = ask().post("/officers", posted(sheet), key=sheet.key)
        flash(f"已新增{made['name']}。还须设置口令、绑定钥匙盘，才能登录。")
        return redirect(url_for("operator.officer", account=made["account"]), 303)

    def show(sheet: Sheet) -> str:
        return render_template("operator/officer_new.html", sheet=sheet)

    return serve(_with_places(CREATE), act, show, {"valid_from": codes.today()})


def change(act: Act, account: str) -> Any:
    """Shows the form of an act, takes it, and goes back to the officer."""
    back = url_for("operator.officer", account=account)

    def give(sheet: Sheet) -> Any:
        body = posted(sheet) if act.name == "transfer" else sheet.body()
        key = sheet.key if act.keyed else ""
        ask().post(act.path.format(account=account), body, key=key, method=act.method)
        flash(act.done)
        return redirect(back, 303)

    one = ask().get(f"/officers/{account}")

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/officer_act.html", act=act, one=one, sheet=sheet, back=back
        )

    start = {"division": one["division"], "post": one["roles"][0]}
    start |= {"second_post": one["roles"][1]} if len(one["roles"]) > 1 else {}
    return serve(_with_places(act.form), give, show, start)


def posted(sheet: Sheet) -> dict[str, Any]:
    """With tier and roles from the posts chosen; raises `Problem` where they do not go together."""
    roles = list(dict.fromkeys(sheet[name] for name in ("post", "second_post") if sheet[name]))
    tiers = {tier_of(role) for role in roles}
    if len(tiers) > 1:
        told = "兼任的岗位须与第一个岗位同一层级。"
        raise Problem(422, {"code": "post-does-not-fit", "fields": {"second_post": told}})
    return sheet.body() | {"tier": tiers.pop(), "roles": roles}


def _with_places(form: Form) -> Form:
    places = codes.choices("divisions")
    return Form(
        tuple(
            replace(one, choices=places) if one.name == "division" else one for one in form.fields
        )
    )


PAGES = (
    Page(
        name="operator.officer_new",
        rule="/operator/new-officer",
        view=create,
        title="新增经办人员",
        who=SECURITY,
        methods=FORM,
    ),
    *(
        Page(
            name=f"operator.officer_{act.name}",
            rule=f"/operator/officers/<account>/{act.name}",
            view=functools.partial(change, act),
            title=act.title,
            who=SECURITY,
            methods=FORM,
            walk="officer",
        )
        for act in ACTS
    ),
)
