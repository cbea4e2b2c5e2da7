"""今日: what the street has to do, and the way to any case of its own."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for

from portal import codes
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, Page
from portal.pages.street.words import STATES
from portal.pages.street.work import AHEAD, KINDS, Count, Line, tasks
from portal.posts import STREET
from portal.session import ask

MOST, MIXED = 50, 20  # lines of the page: of one kind, of all kinds together
NUMBER = Form(
    (
        Field(
            name="id_number",
            label="居民身份证号码",
            most=40,
            path="id_number",
            hint="只找本街道（乡镇）的申请；号码不会出现在网址里。",
        ),
    )
)


def today() -> str:
    """By legal due date; what is overdue stands at the top."""
    on = date.fromisoformat(codes.today())
    wanted = request.args.get("kind", "")
    lines, counted = worklist(wanted if wanted in KINDS else "", on)
    every = tasks(lines)
    shown = [task for task in every if wanted in ("", task.kind)][: MOST if wanted else MIXED]
    return render_template(
        "street/today.html",
        tasks=shown,
        counts=[one for one in counted if one.waiting],
        total=sum(one.waiting for one in counted),
        open_ended=any(one.more for one in counted),
        hidden=sum(one.waiting for one in counted if wanted in ("", one.kind)) - len(shown),
        wanted=wanted,
        on=on,
    )


def worklist(kind: str, on: date) -> tuple[dict[str, list[Line]], list[Count]]:
    """Lines and counts of all kinds, one question to each part of the house.

    Lines of one kind alone where it is named, so that a long list of another costs nothing.
    """

    def only(kinds: tuple[str, ...]) -> dict[str, Any]:
        limit = MIXED if not kind else MOST if kind in kinds else 1
        return {"limit": limit, "kind": kind if kind in kinds else ""}

    def told(one: str) -> int:
        return MOST if kind == one else MIXED

    cases = ask().get("/case-work", **only(("review", "objection")))
    until = (on + AHEAD).isoformat()
    own = ("start", "report", "suspicion")
    benefits = ask().get("/benefit-work", report_until=until, **only(own))
    calls = ask().get("/messages", state="call_list", limit=told("call"))
    drafts = ask().get("/applications", state="draft", limit=told("draft"))
    lines = {
        "review": cases["reviews"],
        "objection": cases["objections"],
        "start": benefits["starts"],
        "report": benefits["reports"],
        "suspicion": benefits["suspicions"],
        "call": calls["items"],
        "draft": drafts["items"],
    }
    counted = {one["kind"]: one for one in (*cases["counts"], *benefits["counts"])}
    pages = {"call": calls, "draft": drafts}
    return lines, [
        Count.of_page(one, pages[one]) if one in pages else Count.told(counted[one])
        for one in KINDS
    ]


def search() -> Any:
    """查找: by identity number, or the newest ones page by page."""

    def act(sheet: Sheet) -> Any:
        items = ask().post("/applications/search", sheet.body())["items"]
        if len(items) == 1:
            to = url_for("street.case", application_id=items[0]["application_id"])
            return redirect(to, 303)
        return _cases(sheet, {"items": items, "next_cursor": None}, searched=True)

    def show(sheet: Sheet) -> str:
        state, cursor = request.args.get("state"), request.args.get("cursor")
        found = ask().get("/applications", state=state, cursor=cursor, limit=50)
        return _cases(sheet, found)

    return serve(NUMBER, act, show)


def _cases(sheet: Sheet, found: Any, *, searched: bool = False) -> str:
    return render_template(
        "street/search.html",
        states=STATES,
        sheet=sheet,
        lines=found["items"],
        next_cursor=found["next_cursor"],
        searched=searched,
        state=request.args.get("state", ""),
        categories=dict(codes.choices("categories")),
    )


PAGES = (
    Page(
        name="street.today",
        rule="/street",
        view=today,
        title="今日待办",
        who=STREET,
        menu="今日",
    ),
    Page(
        name="street.search",
        rule="/street/cases",
        view=search,
        title="查找申请",
        who=STREET,
        methods=FORM,
        menu="查找",
    ),
)
