"""等候室: what waits for an outside system's answer, and asking again: one, those that fit, all."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.operator.partner_words import ERRORS, MESSAGES, STATES, explained
from portal.posts import CITY_OFFICER, SYSTEM_ADMIN
from portal.session import ask, person

KEEPERS = frozenset({CITY_OFFICER, SYSTEM_ADMIN})
PAGE = 50
FILTERS = ("partner", "message", "state", "error")
ONE = Form((Field(name="request_id", label="编号", kind="hidden", path="request_id"),))


def waiting() -> str:
    """Longest first, with the lines of all outside systems above."""
    chosen = {name: request.args.get(name, "").strip() for name in FILTERS}
    by_hand = request.args.get("by_hand", "")
    found = ask().get(
        "/waiting",
        cursor=request.args.get("cursor"),
        limit=PAGE,
        by_hand="true" if by_hand else "",
        **chosen,
    )
    lines = ask().get("/partners")["items"]
    return render_template(
        "operator/waiting.html",
        found=found,
        keys=[ONE.blank().key for _ in found["items"]],
        lines=[line | {"told": explained(line)} for line in lines],
        partners=[(line["partner"], line["title"]) for line in lines],
        chosen=chosen,
        by_hand=by_hand,
        may_enter=may_enter(),
        messages=MESSAGES,
        states=STATES,
        errors=ERRORS,
    )


def resend() -> Any:
    """Those that fit the filter, or all: shown with their number before it is done."""
    given = request.form if request.method == "POST" else request.args
    chosen = {name: given.get(name, "").strip() for name in FILTERS}
    query: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    back = url_for("operator.waiting", **query)

    def act(sheet: Sheet) -> Any:
        body = sheet.body() if any(chosen.values()) else {"everything": True}
        flash(_told(ask().post("/waiting/resending", body, key=sheet.key)))
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/waiting_resend.html",
            sheet=sheet,
            total=ask().get("/waiting", limit=1, **chosen)["total"],
            chosen=chosen,
            back=back,
            titles={one["partner"]: one["title"] for one in ask().get("/partners")["items"]},
            messages=MESSAGES,
            states=STATES,
            errors=ERRORS,
        )

    return serve(_resend_form(chosen), act, show, chosen)


def resend_one() -> Any:
    """One question, from its line."""
    sheet = ONE.take()
    flash(_told(ask().post("/waiting/resending", sheet.body(), key=sheet.key)))
    return redirect(url_for("operator.waiting"), 303)


def may_enter() -> bool:
    """Outcomes are entered by the city; the system administrator sees no case."""
    who = person()
    return who is not None and CITY_OFFICER in who.posts


def _resend_form(chosen: dict[str, str]) -> Form:
    return Form(
        tuple(
            Field(name=name, label=name, kind="hidden", path=name, required=False)
            for name in chosen
        )
    )


def _told(resent: dict[str, Any]) -> str:
    count, kept_back = resent["count"], resent.get("kept_back", 0)
    if not count:
        return "没有符合条件的询问，没有重发。"
    if not kept_back:
        return f"已安排立即重发 {count} 件。"
    return (
        f"已安排重发 {count} 件：立即发出 {count - kept_back} 件；"
        f"线路断开而暂留 {kept_back} 件，线路再次试探并接通后发出。"
    )


PAGES = (
    Page(
        name="operator.waiting",
        rule="/operator/waiting",
        view=waiting,
        title="等候室",
        who=KEEPERS,
        menu="等候室",
    ),
    Page(
        name="operator.waiting_resend",
        rule="/operator/waiting/resending",
        view=resend,
        title="重发询问",
        who=KEEPERS,
        methods=FORM,
    ),
    Page(
        name="operator.waiting_resend_one",
        rule="/operator/waiting/resending-one",
        view=resend_one,
        title="重发询问",
        who=KEEPERS,
        methods=ORDER,
    ),
)
