"""未录完的申请: what a clerk has typed, kept with the API as a draft that only they can read.

It is found again by typing the same identity number on the first screen. Its name is made of
account and number with the portal's key: it says nothing, and nobody else can work it out.
"""

import json
from contextlib import suppress
from typing import Any
from uuid import uuid4

from portal.api import Problem, SignedOut
from portal.session import ask, person
from portal.settings import here

PARTS = ("form", "commitment")  # of what travels between the screens
MISSING = 404


def found(id_number: str) -> dict[str, Any]:
    """What was typed of this person's application, and when; empty where there is nothing."""
    try:
        draft = ask().get(_path(id_number))
    except Problem as problem:
        if isinstance(problem, SignedOut) or problem.status != MISSING:
            raise
        return {}
    typed: dict[str, Any] = json.loads(draft["content"].get("typed", "{}"))
    return typed | {"saved_at": draft["saved_at"]} if typed else {}


def save(carried: dict[str, Any]) -> dict[str, Any]:
    """Keeps it in place of what was kept before; answers with the API's draft."""
    typed = {part: carried[part] for part in PARTS if part in carried}
    content = {"typed": json.dumps(typed, ensure_ascii=False)}
    path = _path(carried["id_number"])
    return dict(ask().post(path, {"content": content}, key=uuid4().hex, method="PUT"))


def keep(carried: dict[str, Any]) -> None:
    """The same in passing: a draft that cannot be kept just now holds nobody up."""
    try:
        save(carried)
    except SignedOut:
        raise
    except Problem:
        return


def forget(carried: dict[str, Any]) -> None:
    """It has become an application."""
    with suppress(Problem):
        ask().post(_path(carried["id_number"]), key=uuid4().hex, method="DELETE")


def _path(id_number: str) -> str:
    who = person()
    whose = who.account if who else ""
    return f"/drafts/{here().sealer.name('draft', f'{whose} {id_number}')}"
