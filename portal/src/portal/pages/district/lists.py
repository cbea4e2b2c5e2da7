"""增员名单: who would go on it, closing it once, the centre's refusals, and sending those again."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel.month import Month
from portal import codes
from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.district.months import asked, parsed
from portal.posts import DISTRICT_CLERK
from portal.session import ask, person

CLOSE = Form((Field(name="month", label="月份", kind="hidden", path="month"),))
KINDS = ("additions", "removals")


def lists() -> Any:
    """A month's list: the preview of what is open, what was sent, what came back."""
    month = parsed(request.form.get("month", "")) or asked(ahead=1)

    def act(sheet: Sheet) -> Any:
        closed = ask().post("/addition-lists", sheet.body(), key=sheet.key)
        told = f"增员第 {closed['sequence']} 批，{len(closed['rows'])} 人"
        flash(f"{month.chinese()}名单已报送：{told}。")
        return redirect(url_for("district.lists", month=str(month)), 303)

    def show(sheet: Sheet) -> str:
        sent = {kind: _sent(month, kind) for kind in KINDS}
        return render_template(
            "district/lists.html",
            sheet=sheet,
            month=month,
            preview=ask().get(f"/addition-previews/{month}"),
            sent=sent,
            banks=dict(codes.choices("banks")),
            stops=dict(codes.choices("stop-codes")),
            again=any(
                row["state"] == "refused" for one in sent.values() if one for row in one["rows"]
            ),
        )

    return serve(CLOSE, act, show, {"month": str(month)})


def _sent(month: Month, kind: str) -> dict[str, Any] | None:
    """The newest list of a kind; None while none was closed."""
    who = person()
    try:
        return dict(ask().get(f"/addition-lists/{who.division if who else ''}/{month}", kind=kind))
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


PAGES = (
    Page(
        name="district.lists",
        rule="/district/lists",
        view=lists,
        title="增员名单",
        who=frozenset({DISTRICT_CLERK}),
        methods=FORM,
        menu="增员名单",
    ),
)
