"""One page: its address, what it shows, and whom it is for. The tables of pages are the routing."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, redirect, request, url_for

from portal import csrf
from portal.api import SignedOut
from portal.posts import EVERYBODY
from portal.session import person

View = Callable[..., Any]
READ, FORM, ORDER = ("GET",), ("GET", "POST"), ("POST",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`name` is also its endpoint and its template: `public.notice` shows `public/notice.html`.

    `menu`: its word in the navigation; pages without one are reached from others. `walk`: what
    the tests that walk every page put into the address, by the names of `tests/browser/walk.py`.
    `file`: what it answers is a file, not a page to look at.
    """

    name: str
    rule: str
    view: View
    title: str
    who: frozenset[str] = EVERYBODY
    methods: tuple[str, ...] = READ
    menu: str = ""
    walk: str = ""
    file: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is a page to look at; orders only redirect."""
        return "GET" in self.methods and not self.file

    def admits(self, posts: frozenset[str]) -> bool:
        """Whether somebody with these posts may come in."""
        return not self.who or bool(self.who & posts)


def register(app: Flask, page: Page) -> None:
    """Adds its address, guarded."""
    app.add_url_rule(page.rule, page.name, _guarded(page), methods=list(page.methods))


def _guarded(page: Page) -> View:
    @functools.wraps(page.view)
    def guard(**path: Any) -> Any:
        if request.method == "POST":
            csrf.check()
        who = person()
        if page.who and who is None:
            if request.method == "POST":
                raise SignedOut(401, {})  # what was typed is kept
            return redirect(url_for("entrance.choose", to=request.full_path.rstrip("?")), 303)
        if who is not None and not page.admits(who.posts):
            abort(403)
        return page.view(**path)

    return guard
