"""用款计划: drawn up from those entitled, read, and handed up to the city with the key."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.month import Month
from portal import signing
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.district.months import asked, parsed
from portal.posts import DISTRICT, DISTRICT_CLERK
from portal.session import ask, person

MAKE = Form(
    (
        Field(name="month", label="月份", kind="hidden", path="month"),
        Field(
            name="carried",
            label="扣减结余资金（元）",
            most=16,
            path="carried",
            required=False,
            inputmode="decimal",
            hint="没有结余的不填。计划只能由人扣减，不能由人增加。",
        ),
        Field(
            name="reason",
            label="理由",
            kind="textarea",
            most=300,
            path="reason",
            required=False,
            hint="扣减结余，或报送以后重新编制时必填。",
        ),
    )
)
SUBMIT = Form(
    (
        Field(name="month", label="月份", kind="hidden"),
        Field(name="version", label="版本", kind="hidden"),
    )
)
STATES = {"draft": "草稿", "submitted": "已报送", "returned": "市级退回", "accepted": "市级已接收"}


def plan() -> Any:
    """A month's plan: its newest version, and drawing up another."""
    month = parsed(request.form.get("month", "")) or asked(ahead=1)

    def act(sheet: Sheet) -> Any:
        made = ask().post("/fund-plans", sheet.body(), key=sheet.key)
        flash(f"{month.chinese()}用款计划第 {made['version']} 版已编制，请核对后报送。")
        return redirect(url_for("district.plan", month=str(month)), 303)

    def show(sheet: Sheet) -> str:
        found = _newest(month)
        return render_template(
            "district/plan.html",
            sheet=sheet,
            month=month,
            plan=found,
            states=STATES,
            submit=_submitting(found),
            may_make=DISTRICT_CLERK in (who.posts if (who := person()) else ()),
        )

    return serve(MAKE, act, show, {"month": str(month)})


def submit() -> Any:
    """报送: the version that was read, with the key."""
    sheet = SUBMIT.take()
    month = parsed(sheet["month"])
    if month is None or not sheet["version"].isdecimal():
        raise Problem(422, {"title": "没有报送", "detail": "请回到用款计划页面重新报送。"})
    back = url_for("district.plan", month=str(month))
    return signing.decide(
        f"/submitted-plans/{month}",
        {"version": int(sheet["version"])},
        key=sheet.key,
        done=back,
        back=back,
        title=f"报送{month.chinese()}用款计划",
    )


def _submitting(found: dict[str, Any] | None) -> Sheet | None:
    if found is None or found["state"] != "draft":
        return None
    return SUBMIT.blank({"month": found["month"], "version": found["version"]})


def _newest(month: Month) -> dict[str, Any] | None:
    who = person()
    try:
        return dict(ask().get(f"/fund-plans/{who.division if who else ''}/{month}"))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


PAGES = (
    Page(
        name="district.plan",
        rule="/district/plan",
        view=plan,
        title="用款计划",
        who=DISTRICT,
        methods=FORM,
        menu="用款计划",
    ),
    Page(
        name="district.plan_submit",
        rule="/district/plan/submission",
        view=submit,
        title="报送用款计划",
        who=frozenset({DISTRICT_CLERK}),
        methods=ORDER,
    ),
)
