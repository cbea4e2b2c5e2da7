"""A session that ended in the middle of a form: what was typed is kept, sealed, in the page.

It is shown again only to the person who typed it. Files cannot be kept; which ones have to be
chosen again is told.
"""

from typing import Any

from flask import redirect, render_template, request

from portal.csrf import FIELD
from portal.sealing import BrokenSeal
from portal.session import person, signed_out
from portal.settings import here

PURPOSE, NAME = "kept", "_kept"
SECONDS = 12 * 3600
SECRET = frozenset({FIELD, NAME, "password", "old_password", "code"})


def keep() -> str:
    """Seals the present POST for whoever was signed in; empty where there is nothing to keep."""
    whose = signed_out()
    if request.method != "POST" or not whose:
        return ""
    typed = {name: value for name, value in request.form.items() if name not in SECRET}
    files = [name for name, file in request.files.items() if file.filename]
    content = {
        "path": request.full_path.rstrip("?"),
        "whose": whose,
        "typed": typed,
        "files": files,
    }
    return here().sealer.seal(PURPOSE, content)


def opened(sealed: str) -> dict[str, Any] | None:
    """What was kept, if it is there and is this person's."""
    who = person()
    if not sealed or who is None:
        return None
    try:
        found: dict[str, Any] = here().sealer.open(PURPOSE, sealed, SECONDS)
    except BrokenSeal:
        return None
    return found if found["whose"] == who.account else None


def restored() -> dict[str, str] | None:
    """The form as it was typed, where this request brings it back."""
    found = opened(request.form.get(NAME, ""))
    return found["typed"] if found else None


def offer(sealed: str, otherwise: str) -> Any:
    """After signing in again: the page that leads back to the form; else a redirect."""
    found = opened(sealed)
    if found is None:
        return redirect(otherwise, 303)
    return render_template("entrance/kept.html", found=found, sealed=sealed)
