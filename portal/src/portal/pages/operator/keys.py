"""钥匙盘: the inventory, one key, giving it to an officer and taking it back."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.operator.officers import own_account
from portal.pages.operator.words import KEY_KINDS, SECURITY
from portal.posts import OPERATORS
from portal.session import ask

PAGE = 50
MOST_FREE = 100
UNBIND = Form(
    (
        Field(
            name="reason",
            label="事由",
            kind="textarea",
            most=200,
            path="reason",
            hint="如：遗失、离任交回、转交他人。用它打开的登录随即结束。",
        ),
    )
)


def keys() -> str:
    """By serial number, with filters that stay in the address."""
    chosen = {"words": request.args.get("words", "").strip(), "free": request.args.get("free", "")}
    query = {"words": chosen["words"], "free": "true" if chosen["free"] else ""}
    found = ask().get("/keys", cursor=request.args.get("cursor"), limit=PAGE, **query)
    return render_template(
        "operator/keys.html",
        lines=found["items"],
        next_cursor=found["next_cursor"],
        chosen=chosen,
        kinds=KEY_KINDS,
    )


def key(serial: str) -> str:
    """One key with everybody who held it."""
    found = ask().get(f"/keys/{serial}")
    held = [one for one in found["bindings"] if not one["bound_to"]]
    return render_template(
        "operator/key.html", key=found, holder=held[0] if held else None, kinds=KEY_KINDS
    )


def bind(account: str) -> Any:
    """绑定: a key that nobody holds, to this officer."""
    back = url_for("operator.officer", account=account)
    free = ask().get("/keys", free="true", limit=MOST_FREE)

    def act(sheet: Sheet) -> Any:
        form = {"account": account}
        ask().post(f"/keys/{sheet['serial']}/binding", form, key=sheet.key)
        flash(f"钥匙盘 {sheet['serial']} 已绑定给 {account}。")
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/key_bind.html",
            sheet=sheet,
            one=ask().get(f"/officers/{account}"),
            free=free["items"],
            back=back,
            own=account == own_account(),
        )

    choices = tuple(
        (one["serial"], f"{one['serial']}（{KEY_KINDS.get(one['kind'], one['kind'])}）")
        for one in free["items"]
        if not one["cloned_at"]
    )
    serial = Field(name="serial", label="钥匙盘序列号", most=60, hint="刻在钥匙盘上的编号。")
    if choices and not free["next_cursor"]:
        serial = Field(name="serial", label="钥匙盘", kind="select", choices=choices)
    return serve(Form((serial,)), act, show)


def unbind(serial: str) -> Any:
    """解绑: lost, given back, handed on."""
    back = url_for("operator.key", serial=serial)

    def act(sheet: Sheet) -> Any:
        ask().post(f"/keys/{serial}/unbinding", sheet.body(), key=sheet.key)
        flash(f"钥匙盘 {serial} 已解绑。")
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        found = ask().get(f"/keys/{serial}")
        return render_template("operator/key_unbind.html", sheet=sheet, key=found, back=back)

    return serve(UNBIND, act, show)


PAGES = (
    Page(
        name="operator.keys",
        rule="/operator/keys",
        view=keys,
        title="钥匙盘",
        who=OPERATORS,
        menu="钥匙盘",
    ),
    Page(
        name="operator.key",
        rule="/operator/keys/<serial>",
        view=key,
        title="钥匙盘详情",
        who=OPERATORS,
        walk="key",
    ),
    Page(
        name="operator.key_unbind",
        rule="/operator/keys/<serial>/unbinding",
        view=unbind,
        title="解绑钥匙盘",
        who=SECURITY,
        methods=FORM,
        walk="key",
    ),
    Page(
        name="operator.key_bind",
        rule="/operator/officers/<account>/key",
        view=bind,
        title="绑定钥匙盘",
        who=SECURITY,
        methods=FORM,
        walk="officer",
    ),
)
