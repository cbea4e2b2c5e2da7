"""停放的信件: per service, which letter, why and since when; driving again, discarding."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for

from portal.api import Problem
from portal.forms import Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.operator.health import GONE
from portal.pages.operator.service_words import SERVICES, reason_of
from portal.pages.operator.words import SYSTEM
from portal.posts import AUDIT_ADMIN, SYSTEM_ADMIN
from portal.session import ask, person

READERS = frozenset({SYSTEM_ADMIN, AUDIT_ADMIN})
PAGE = 50
FILTERS = ("event", "code")
NOTHING = Form(())
DISCARD = Form(
    (
        Field(
            name="why",
            label="事由",
            kind="textarea",
            most=200,
            path="why",
            hint="为什么这封信所说的事不需要本服务知道。加密留痕。",
        ),
        Field(
            name="sure",
            label="我已核实：作废不能撤销，这封信所说的事，该服务永远不会知道",
            kind="checkbox",
        ),
    )
)


def letters() -> str:
    """All services with what is parked in each, by message and reason."""
    found = {name: _groups(name) for name in SERVICES}
    return render_template(
        "operator/letters.html",
        found=found,
        total=sum(one["total"] for one in found.values() if one),
        services=SERVICES,
        reason_of=reason_of,
    )


def of_service(of: str) -> str:
    """One service's letters, oldest first, with filters that stay in the address."""
    _must_be_known(of)
    chosen = {name: request.args.get(name, "").strip() for name in FILTERS}
    path, cursor = f"/services/{of}/parked-letters", request.args.get("cursor")
    found = ask().get(path, cursor=cursor, limit=PAGE, **chosen)
    return render_template(
        "operator/letters_of.html",
        of=of,
        title=SERVICES[of],
        found=found,
        chosen=chosen,
        may_drive=may_drive(),
        reason_of=reason_of,
    )


def letter(of: str, parked_id: int) -> str:
    """One letter: what is known of it, without anything personal."""
    _must_be_known(of)
    return render_template(
        "operator/letter.html",
        of=of,
        title=SERVICES[of],
        found=ask().get(f"/services/{of}/parked-letters/{parked_id}"),
        redrive=NOTHING.blank(),
        may_drive=may_drive(),
        reason_of=reason_of,
    )


def redrive(of: str) -> Any:
    """Those that fit the filter, or all: shown with their number before it is done."""
    _must_be_known(of)
    given = request.form if request.method == "POST" else request.args
    chosen = {name: given.get(name, "").strip() for name in FILTERS}
    back = url_for("operator.letters_of", of=of)
    form = Form(
        tuple(
            Field(name=name, label=name, kind="hidden", path=name, required=False)
            for name in FILTERS
        )
    )

    def act(sheet: Sheet) -> Any:
        body = sheet.body() or {"everything": True}
        path = f"/services/{of}/parked-letters/redriving"
        flash(_told(ask().post(path, body, key=sheet.key)["count"]))
        return redirect(back, 303)

    def show(sheet: Sheet) -> str:
        return render_template(
            "operator/letters_redrive.html",
            sheet=sheet,
            title=SERVICES[of],
            total=ask().get(f"/services/{of}/parked-letters", limit=1, **chosen)["total"],
            chosen=chosen,
            back=back,
            reason_of=reason_of,
        )

    return serve(form, act, show, chosen)


def redrive_one(of: str, parked_id: int) -> Any:
    """One letter, from its page."""
    sheet = NOTHING.take()
    path = f"/services/{of}/parked-letters/redriving"
    flash(_told(ask().post(path, {"parked_ids": [parked_id]}, key=sheet.key)["count"]))
    return redirect(url_for("operator.letters_of", of=of), 303)


def discard(of: str, parked_id: int) -> Any:
    """作废: for good, with a reason."""
    _must_be_known(of)
    back = url_for("operator.letter", of=of, parked_id=parked_id)

    def act(sheet: Sheet) -> Any:
        body = sheet.body() | {"parked_ids": [parked_id]}
        ask().post(f"/services/{of}/parked-letters/discarding", body, key=sheet.key)
        flash("信件已作废，留痕；它后面的信件随即办理。")
        return redirect(url_for("operator.letters_of", of=of), 303)

    def show(sheet: Sheet) -> str:
        found = ask().get(f"/services/{of}/parked-letters/{parked_id}")
        return render_template(
            "operator/letter_discard.html",
            sheet=sheet,
            title=SERVICES[of],
            found=found,
            back=back,
            reason_of=reason_of,
        )

    return serve(DISCARD, act, show)


def may_drive() -> bool:
    """The system administrator does; the audit administrator looks."""
    who = person()
    return who is not None and SYSTEM_ADMIN in who.posts


def _groups(name: str) -> Any:
    try:
        return ask().get(f"/services/{name}/parked-letters", limit=1)
    except Problem as problem:
        if problem.status not in GONE:
            raise
        return None


def _must_be_known(of: str) -> None:
    if of not in SERVICES:
        abort(404)


def _told(count: int) -> str:
    if not count:
        return "没有可以重发的信件。"
    return f"已安排重发 {count} 封，服务随即逐封办理；没有办成的会再停放在这里。"


def _page(name: str, rule: str, view: Any, title: str, **more: Any) -> Page:
    more = {"who": READERS} | more
    return Page(
        name=f"operator.{name}", rule=f"/operator/letters{rule}", view=view, title=title, **more
    )


PAGES = (
    _page("letters", "", letters, "停放的信件", menu="停放的信件"),
    _page("letters_of", "/<of>", of_service, "一个服务停放的信件", walk="service"),
    _page("letter", "/<of>/<int:parked_id>", letter, "一封停放的信件", walk="parked"),
    _page(
        "letters_redrive",
        "/<of>/redriving",
        redrive,
        "重发信件",
        who=SYSTEM,
        methods=FORM,
        walk="service",
    ),
    _page(
        "letter_redrive",
        "/<of>/<int:parked_id>/redriving",
        redrive_one,
        "重发信件",
        who=SYSTEM,
        methods=ORDER,
        walk="parked",
    ),
    _page(
        "letter_discard",
        "/<of>/<int:parked_id>/discarding",
        discard,
        "作废信件",
        who=SYSTEM,
        methods=FORM,
        walk="parked",
    ),
)
