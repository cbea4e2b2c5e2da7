"""工作日历: holiday notices, and entering one, seen whole before it counts."""

import itertools
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.operator.rows import days
from portal.posts import CITY, SYSTEM_ADMIN
from portal.session import ask, person

COUNTING = {"review": "审核", "payments": "享受"}  # services with terms in working days
FEW, PAGE = 20, 100
READERS, WRITERS = CITY | {SYSTEM_ADMIN}, CITY
SURE = "sure"
HOW = "每行一天或一段，如“2020-10-01”或“2020-10-01 至 2020-10-08”。"
ENTER = Form(
    (
        Field(name="document", label="发文字号或通知名称", most=200, path="document"),
        Field(
            name="published_on",
            label="通知发布的日期",
            kind="date",
            path="published_on",
            hint="两份通知提到同一天的，以后发布的为准。",
        ),
        Field(
            name="year",
            label="公布全年安排的年份",
            kind="number",
            most=4,
            path="year",
            required=False,
            hint="全年放假安排的通知填写；只调整个别日期的不填。",
        ),
        Field(name="off", label="放假", kind="textarea", most=3000, required=False, hint=HOW),
        Field(name="work", label="调休上班", kind="textarea", most=3000, required=False, hint=HOW),
    )
)


def calendar() -> str:
    """Notices that were entered here, those published last first."""
    who = person()
    found = [_moved(of, limit=FEW)["items"] for of in COUNTING]
    return render_template(
        "operator/calendar.html",
        moved=sorted(itertools.chain(*found), key=lambda one: one["moved_at"], reverse=True)[:FEW],
        counting=COUNTING,
        may_see=_may_see(),
        notices=ask().get("/holiday-notices")["items"],
        may_enter=who is not None and bool(WRITERS & who.posts),
    )


def moved(of: str) -> str:
    """期限的重新计算: which deadlines of a service fall on another day since."""
    if of not in COUNTING:
        abort(404)
    found = _moved(of, limit=PAGE, cursor=request.args.get("cursor"))
    return render_template(
        "operator/calendar_moved.html",
        of=of,
        found=found,
        counting=COUNTING,
        may_see=_may_see(),
    )


def _moved(of: str, **which: Any) -> Any:
    return ask().get(f"/services/{of}/moved-deadlines", **which)


def _may_see() -> bool:
    """Cases are for whoever supervises them, not for whoever keeps the machines."""
    who = person()
    return who is not None and bool(CITY & who.posts)


def enter() -> Any:
    """First the days are shown, then the same form is given for good."""

    def act(sheet: Sheet) -> Any:
        body = noticed(sheet)
        if request.form.get(SURE) != body_mark(body):
            return _shown(sheet, body)
        kept = ask().post("/holiday-notices", body, key=sheet.key)
        flash(
            f"已录入“{kept['document']}”，涉及 {len(kept['days'])} 天；"
            "未办结的期限随之重新计算，改到哪一天列在本页下方。"
        )
        return redirect(url_for("operator.calendar"), 303)

    return serve(ENTER, act, _shown)


def noticed(sheet: Sheet) -> dict[str, Any]:
    """The order as the API takes it; raises `Problem` for lines that cannot be read."""
    kinds = [(kind, day) for kind in ("off", "work") for day in days(kind, sheet[kind])]
    named = [{"day": day.isoformat(), "kind": kind} for kind, day in kinds]
    return sheet.body() | {"days": named}


def body_mark(body: dict[str, Any]) -> str:
    """What was shown: another list of days is shown again."""
    return f"{body.get('document')} {[(one['day'], one['kind']) for one in body['days']]}"[:8000]


def _shown(sheet: Sheet, body: dict[str, Any] | None = None) -> str:
    return render_template(
        "operator/calendar_enter.html",
        sheet=sheet,
        seen=body,
        mark=body_mark(body) if body else "",
        SURE=SURE,
        today=codes.today(),
    )


PAGES = (
    Page(
        name="operator.calendar",
        rule="/operator/calendar",
        view=calendar,
        title="工作日历",
        who=READERS,
        menu="工作日历",
    ),
    Page(
        name="operator.calendar_moved",
        rule="/operator/calendar/moved/<of>",
        view=moved,
        title="期限的重新计算",
        who=READERS,
        walk="counting",
    ),
    Page(
        name="operator.calendar_enter",
        rule="/operator/calendar/new",
        view=enter,
        title="录入放假通知",
        who=WRITERS,
        methods=FORM,
    ),
)
