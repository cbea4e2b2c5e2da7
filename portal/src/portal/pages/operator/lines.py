"""线路: closing the line of an outside system that is known to be there again (合闸)."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.operator.waiting import KEEPERS
from portal.session import ask

CLOSE = Form(
    (
        Field(
            name="reason",
            label="怎么知道已经恢复",
            kind="textarea",
            most=200,
            path="reason",
            hint="如：对方值班电话告知已恢复，谁，何时。",
        ),
    )
)


def close(partner: str) -> Any:
    """What was kept back goes out at once."""
    back = url_for("operator.waiting")

    def act(sheet: Sheet) -> Any:
        path = f"/partners/{partner}/line-closing"
        line = ask().post(path, sheet.body(), key=sheet.key)
        flash(f"{line['title']}的线路已合闸，积压的 {line['waiting']} 件陆续发出。")
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        return render_template("operator/line.html", sheet=sheet, line=_line(partner), back=back)

    return serve(CLOSE, act, show)


def _line(partner: str) -> dict[str, Any]:
    for one in ask().get("/partners")["items"]:
        if one["partner"] == partner:
            return dict(one)
    raise Problem(404, {"title": "没有找到", "detail": "没有这个外部系统。"})


PAGES = (
    Page(
        name="operator.line",
        rule="/operator/lines/<partner>",
        view=close,
        title="线路合闸",
        who=KEEPERS,
        methods=FORM,
        walk="partner",
    ),
)
