"""经办人员: who there is, and one officer with posts, keys, sessions and what was changed."""

from typing import Any

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.pages.operator.words import (
    KEY_KINDS,
    POST_CHOICES,
    TIERS,
    officer_state,
    post_names,
)
from portal.posts import OPERATORS, SECURITY_ADMIN
from portal.session import ask, person

PAGE = 50
FILTERS = ("words", "role", "division")
WORDS = {"tiers": TIERS, "kinds": KEY_KINDS, "post_names": post_names, "state_of": officer_state}


def officers() -> str:
    """By account, with filters that stay in the address."""
    chosen = {name: request.args.get(name, "").strip() for name in FILTERS}
    found = ask().get("/officers", cursor=request.args.get("cursor"), limit=PAGE, **chosen)
    return render_template(
        "operator/officers.html",
        lines=found["items"],
        next_cursor=found["next_cursor"],
        chosen=chosen,
        posts=POST_CHOICES,
        divisions=codes.choices("divisions"),
        names=dict(codes.choices("divisions")),
        today=codes.today(),
        **WORDS,
    )


def officer(account: str) -> str:
    """One officer; sessions are shown to the security administrator alone."""
    sessions = None
    if may_change():
        sessions = ask().get("/sessions", account=account)["items"]
    return render_template(
        "operator/officer.html",
        one=ask().get(f"/officers/{account}"),
        sessions=sessions,
        own=account == own_account(),
        names=dict(codes.choices("divisions")),
        today=codes.today(),
        **WORDS,
    )


def may_change() -> bool:
    """Officers and bindings are the security administrator's (三员分立)."""
    who = person()
    return who is not None and SECURITY_ADMIN in who.posts


def own_account() -> str:
    """Of whoever looks: nobody administers themselves."""
    who = person()
    return who.account if who else ""


def _page(name: str, rule: str, view: Any, title: str, menu: str = "", walk: str = "") -> Page:
    return Page(
        name=f"operator.{name}",
        rule=f"/operator/{rule}",
        view=view,
        title=title,
        who=OPERATORS,
        menu=menu,
        walk=walk,
    )


PAGES = (
    _page("officers", "officers", officers, "经办人员", menu="经办人员"),
    _page("officer", "officers/<account>", officer, "经办人员详情", walk="officer"),
)
