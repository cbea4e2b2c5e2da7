"""What administrators look at, and sessions: listed and ended."""

from typing import Any

from contracts.caller import ADMINISTRATORS, SECURITY_ADMIN
from gateway.officers.forms import (
    EndSession,
    GetKey,
    GetOfficer,
    KeyPage,
    KeyView,
    ListKeys,
    ListOfficers,
    ListSessions,
    OfficerPage,
    OfficerView,
    SessionEnded,
    SessionLine,
    SessionPage,
)
from gateway.officers.views import chain_of, key_line, key_view, officer_line, officer_view
from kernel.errors import NotFound


def list_officers(query: ListOfficers, uow: Any) -> OfficerPage:
    """By account."""
    rows = uow.officers.page(
        query.division, query.role, query.words.strip(), query.cursor or "", query.limit + 1
    )
    page = rows[: query.limit]
    held = uow.keys.held([row.account for row in page])
    items = tuple(officer_line(row, held.get(row.account)) for row in page)
    return OfficerPage(
        items=items, next_cursor=page[-1].account if len(rows) > query.limit else None
    )


def get_officer(query: GetOfficer, uow: Any) -> OfficerView:
    """One officer; one's own without being an administrator."""
    if query.account != uow.caller.subject:
        uow.caller.need(*ADMINISTRATORS)
    return officer_view(uow.officers.get(query.account), uow)


def get_key(query: GetKey, uow: Any) -> KeyView:
    """One key with its binding history."""
    return key_view(uow.keys.lock(query.serial), uow)


def list_keys(query: ListKeys, uow: Any) -> KeyPage:
    """By serial number."""
    rows = uow.keys.page(query.words.strip(), query.free, query.cursor or "", query.limit + 1)
    page = rows[: query.limit]
    items = tuple(key_line(key, officer, uow.now) for key, officer in page)
    return KeyPage(items=items, next_cursor=page[-1][0].serial if len(rows) > query.limit else None)


def list_sessions(query: ListSessions, uow: Any) -> SessionPage:
    """One's own; another's, or everybody's, by the security administrator."""
    account = None if query.everybody else query.account or uow.caller.subject
    if account != uow.caller.subject:
        uow.caller.need(SECURITY_ADMIN)
    lines = tuple(
        SessionLine(
            session_id=row.id,
            account=row.officer,
            name=name,
            key_serial=row.key_serial,
            address=row.address,
            created_at=row.created.astimezone(uow.now.tzinfo).isoformat(),
            last_seen_at=row.last_seen.astimezone(uow.now.tzinfo).isoformat(),
        )
        for row, name in uow.sessions.open(account)
    )
    return SessionPage(items=lines)


def end_session(form: EndSession, uow: Any) -> SessionEnded:
    """Another's session is absent for whoever may not end it."""
    row = uow.sessions.find(form.session_id)
    may_end = row is not None and (
        row.officer == uow.caller.subject or SECURITY_ADMIN in uow.caller.posts
    )
    if row is None or not may_end:
        raise NotFound("没有这个会话。", code="session-not-found")
    row.ended_at = row.ended_at or uow.now
    uow.note(chain_of(row.officer), "session_ended", "结束会话")
    return SessionEnded(session_id=row.id)
