"""抽查: announced before anybody knows what will choose, drawn, drawn again, and its results."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for

from kernel.month import Month
from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.city.counted import case_page
from portal.pages.city.places import names
from portal.pages.district.months import asked, parsed
from portal.posts import CITY, CITY_OFFICER, DISTRICT_CLERK
from portal.session import ask

SUPERVISORS = CITY | {DISTRICT_CLERK}
ANNOUNCE = Form(
    (
        Field(name="month", label="月份", kind="hidden", path="month"),
        Field(
            name="source",
            label="用哪个公开数值",
            most=100,
            path="source",
            hint="到时人人查得到、现在谁也不知道的数值，例如：某年某月某日开奖的福利彩票双色球第几期红球号码。",
        ),
        Field(
            name="value_on",
            label="数值公布的日期",
            kind="date",
            path="value_on",
            hint="晚于今天，如 2019-06-04。",
        ),
    )
)
DRAW = Form(
    (
        Field(
            name="value",
            label="公布的数值",
            most=100,
            path="value",
            hint="照公布的原样填写。抽取只有一次，不能更换。",
        ),
    )
)
STATES = {"announced": "已预告，等待公开数值", "drawn": "已抽取"}
FLAGS = {
    "overridden": "提示放行",
    "same_phone": "电话相同",
    "same_account": "账号相同",
    "hasty": "复核过快",
}
OUTCOMES = {"passed": "合格", "flawed": "材料瑕疵", "failed": "不合格", "": "核查中"}
SHOWN = 200


def samples() -> Any:
    """The samples of a month that is over, and announcing one."""
    month = parsed(request.form.get("month", "")) or asked(ahead=-1)

    def act(sheet: Sheet) -> Any:
        made = ask().post("/samples", sheet.body(), key=sheet.key)
        flash(f"已预告：总体 {made['population']} 件已经固定，摘要可以公布。")
        return redirect(url_for("city.sample", sample_id=made["sample_id"]), 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "city/samples.html",
            sheet=sheet,
            month=month,
            over=month < Month.parse(codes.today()[:7]),
            samples=ask().get("/samples", month=str(month))["items"],
            states=STATES,
            names=names(),
        )

    return serve(ANNOUNCE, act, show, {"month": str(month)})


def sample(sample_id: UUID) -> Any:
    """What was fixed, what decided it, what came of it; drawing, once the value is public."""
    path = f"/samples/{sample_id}"

    def act(sheet: Sheet) -> Any:
        drawn = ask().post(path + "/draw", sheet.body(), key=sheet.key)
        count = sum(one["drawn"] for one in drawn["strata"])
        flash(f"已抽取 {count} 件，核查任务已经建立。")
        return redirect(url_for("city.sample", sample_id=sample_id), 303)

    def show(sheet: Sheet) -> str:
        found = ask().get(path)
        redraw = ask().get(path + "/redraw") if found["state"] == "drawn" else None
        return render_template(
            "city/sample.html",
            sheet=sheet,
            sample=found,
            redraw=redraw,
            drawn=[one for one in redraw["units"] if one["drawn"]][:SHOWN] if redraw else [],
            shown=SHOWN,
            today=codes.today(),
            states=STATES,
            flags=FLAGS,
            outcomes=OUTCOMES,
            names=names(),
            case_page=case_page(),
        )

    return serve(DRAW, act, show)


PAGES = (
    Page(
        name="city.samples",
        rule="/city/samples",
        view=samples,
        title="抽查",
        who=SUPERVISORS,
        methods=FORM,
        menu="抽查",
    ),
    Page(
        name="city.sample",
        rule="/city/samples/<uuid:sample_id>",
        view=sample,
        title="一次抽查",
        who=frozenset({CITY_OFFICER, DISTRICT_CLERK}),
        methods=FORM,
        walk="sampled",
    ),
)
