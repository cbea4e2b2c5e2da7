"""退费或顺延: the person paid for the start month already and chooses (附件1 三.4)."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from portal.forms import Field, Form, Sheet, serve
from portal.pages.applicant import own
from portal.session import ask

WAYS = {
    "postponement": "顺延：开始月份推到没有自己缴费的第一个月",
    "refund": "退费：请社保中心退还我为开始月份自己缴的费，开始月份不变",
}
CHOICE = Form(
    (
        Field(
            name="way",
            label="您选择",
            kind="radio",
            choices=tuple(WAYS.items()),
            hint="选择后不能再改。退费要等社保中心答复；不选择的，到期自动顺延。",
        ),
    )
)
REASON = "本人在网上选择"
DONE = {"postponement": "已选择顺延。", "refund": "已选择退费，等社保中心答复。"}


def choose() -> Any:
    """Shows what was found, takes the choice."""
    benefit = own.entitlement()

    def act(sheet: Sheet) -> Any:
        path = f"/entitlements/{own.case_id()}/{sheet['way']}"
        ask().post(path, {"reason": REASON}, key=sheet.key)
        flash(DONE[sheet["way"]])
        return redirect(url_for("applicant.case"), 303)

    return serve(
        CHOICE,
        act,
        lambda sheet: render_template("applicant/choice.html", sheet=sheet, benefit=benefit),
    )
