"""就业情况报告 (附件1 三.5): four answers, in under a minute."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from portal.forms import Field, Form, Sheet, serve
from portal.pages.applicant import own
from portal.pages.applicant.wanted import Told, due_window
from portal.session import ask
from portal.words import day

REPORT = Form(
    (
        Field(
            name="content",
            label="这三个月做什么工作",
            most=200,
            path="content",
            hint="例如：家政保洁。",
        ),
        Field(name="place", label="在哪里工作", most=200, path="place", hint="例如：东城区各处。"),
        Field(name="hours", label="什么时候工作", most=100, path="hours", hint="例如：每天上午。"),
        Field(name="income", label="平均每月收入（元）", kind="number", most=7, path="income"),
        Field(
            name="employed_by_unit",
            label="我已经到单位上班，或由单位缴纳社会保险费（补贴因此停止）",
            kind="checkbox",
            required=False,
            path="employed_by_unit",
        ),
    )
)


def report() -> Any:
    """The quarter's report, by the person."""
    benefit = own.entitlement()

    def act(sheet: Sheet) -> Any:
        form = sheet.body() | {"channel": "pc"}
        filed = ask().post(f"/entitlements/{own.case_id()}/reports", form, key=sheet.key)
        following = f"下一次请在{day(filed['next_due'])}前报告。" if filed["next_due"] else ""
        flash(f"就业情况已报告。{following}")
        return redirect(url_for("applicant.case"), 303)

    window = _open_window(benefit) if benefit and benefit["state"] == "active" else None
    return serve(
        REPORT,
        act,
        lambda sheet: render_template(
            "applicant/report.html", sheet=sheet, window=window, benefit=benefit
        ),
    )


def _open_window(benefit: Told) -> Told | None:
    """The one that waits; where all are reported, the last one open, which may be told again."""
    still = [one for one in benefit["windows"] if one["open"]]
    return due_window(benefit) or (still[-1] if still else None)
