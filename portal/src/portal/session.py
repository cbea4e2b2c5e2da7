"""Who is signed in, and the API in their name."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask import g, request, session

from portal.api import Asker
from portal.posts import APPLICANT, NAMES
from portal.settings import here


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whoever is signed in, as the API said at sign-in; an applicant's `account` is the case."""

    account: str
    name: str
    tier: str
    division: str = ""
    roles: tuple[str, ...] = ()
    key_serial: str = ""
    key_kind: str = ""
    password_due: bool = False

    @property
    def posts(self) -> frozenset[str]:
        """What pages ask for: an officer's roles, or `applicant`."""
        return frozenset({APPLICANT}) if self.tier == APPLICANT else frozenset(self.roles)

    @property
    def post_names(self) -> str:
        """In Chinese."""
        return "、".join(NAMES.get(post, post) for post in sorted(self.posts))


FIELDS = tuple(Person.__dataclass_fields__)


def person() -> Person | None:
    """Whoever is signed in here; the API has the last word on whether that still stands."""
    kept = session.get("person")
    return Person(**kept | {"roles": tuple(kept["roles"])}) if kept else None


def ask() -> Asker:
    """The API in the name of whoever asks."""
    if "asker" not in g:
        g.asker = Asker(
            here().api,
            token=session.get("token", ""),
            address=request.remote_addr or "",
            secure=request.is_secure,
        )
    found: Asker = g.asker
    return found


def signed_in(answer: Mapping[str, Any]) -> Person:
    """Keeps a new session of the API; nothing of another's visit goes on into it."""
    who = Person(**{name: answer[name] for name in FIELDS})
    same = was().get("account") == who.account
    token = csrf_token() if same else ""  # forms still open in other tabs go on
    session.clear()
    session.update(token=answer["token"], person=asdict(who))
    if token:
        session["csrf"] = token
    g.pop("asker", None)
    return who


def signed_out() -> str:
    """Forgets the session, but not whose it was; returns the account."""
    before, token = session.get("person") or was(), csrf_token()
    session.clear()
    session.update(csrf=token)
    g.pop("asker", None)
    if not before:
        return ""
    session["was"] = {name: before[name] for name in ("account", "tier")}
    return str(before["account"])


def was() -> dict[str, str]:
    """Account and tier of a session that has ended in this browser."""
    return dict(session.get("was") or {})


def csrf_token() -> str:
    """What every form of this browser carries, and no other site knows."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(24)
    return str(session["csrf"])
