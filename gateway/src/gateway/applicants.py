"""Applicants sign in with identity number and a code sent to the phone of their application.

The answers tell nobody whether a person has applied: only the phone does.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from contracts.caller import APPLICANT, SYSTEM_CALLER, Caller
from contracts.intake import FindDraft, ListApplications, OpenDraft
from contracts.notify import SendCode
from gateway import throttle
from gateway.forms import AskCode, CodeAsked, SessionView, SignedIn, SignInByCode
from gateway.officers.passwords import matches
from gateway.problems import NotSignedIn
from gateway.route import Special
from gateway.settings import Gateway, here
from gateway.store import ApplicantSessionRow, CodeRow
from kernel.contact import normalise
from kernel.errors import Refusal

DIGITS = 6


def ask(form: AskCode) -> CodeAsked:
    """Sends a code if somebody has applied under this number; answers the same in any case."""
    gateway, address = here(), request.remote_addr or ""
    now, rules = gateway.session_clock.now(), gateway.rules
    with gateway.sessions.begin() as session:
        throttle.check(session, f"code {address}", now, rules)
        throttle.count(session, f"code {address}", now, rules)
    application_id, phone = _case_of(form, OpenDraft, gateway)
    code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    kept = generate_password_hash(code, "scrypt")  # takes its time for anybody
    minutes = rules.code_minutes
    if application_id is not None and _keep(application_id, kept, gateway):
        order = SendCode(application_id=application_id, code=code, minutes=minutes, phone=phone)
        gateway.doors.ask(order, SYSTEM_CALLER)
    return CodeAsked(minutes=minutes)


def sign_in(form: SignInByCode) -> SignedIn:
    """Opens a session on the own case; raises NotSignedIn without saying what was wrong."""
    gateway, address = here(), request.remote_addr or ""
    now, rules = gateway.session_clock.now(), gateway.rules
    application_id, _ = _case_of(form, FindDraft, gateway)
    with gateway.sessions.begin() as session:
        throttle.check(session, address, now, rules)
        right = _right(session, application_id, form.code, gateway)
        if application_id is not None and right:
            return _open(session, application_id, form.channel, gateway)
        throttle.count(session, address, now, rules)
    raise NotSignedIn("证件号或验证码不正确，或验证码已过期。", code="wrong-code")


def whose(session: Session, token_digest: str, gateway: Gateway) -> tuple[Caller, SessionView]:
    """The applicant behind a token; raises NotSignedIn."""
    now = gateway.session_clock.now()
    row = session.get(ApplicantSessionRow, token_digest)
    if row is None or row.ended_at is not None or _expires(row, gateway) <= now:
        raise NotSignedIn("登录已失效，请重新登录。", code="session-ended")
    row.last_seen = now
    subject = str(row.application_id)
    caller = Caller(subject=subject, name="本人", tier=APPLICANT, channel=row.channel)
    return caller, _view(row, gateway)


def _case_of(
    form: AskCode | SignInByCode, draft: type[OpenDraft | FindDraft], gateway: Gateway
) -> tuple[UUID | None, str]:
    """The person's application, or without one their draft and the phone they name.

    The draft is asked for in any case: the time it takes tells nobody who has applied.
    """
    found = _application_of(form.id_number, gateway)
    opened = _draft_of(form, draft, gateway) if form.phone else None
    if found is not None or opened is None:
        return found, ""
    return opened, normalise(form.phone)


def _draft_of(
    form: AskCode | SignInByCode, draft: type[OpenDraft | FindDraft], gateway: Gateway
) -> UUID | None:
    try:
        order = draft(id_number=form.id_number, phone=form.phone)
        draft_id: UUID | None = gateway.doors.ask(order, SYSTEM_CALLER).draft_id
    except Refusal as refusal:
        if refusal.status == 422:
            return None  # no identity number, or no mobile phone: answered as to anybody
        raise
    return draft_id


def _application_of(id_number: str, gateway: Gateway) -> UUID | None:
    """The latest application that was taken under this number."""
    try:
        query = ListApplications(id_number=id_number, limit=20)
        items = gateway.doors.ask(query, SYSTEM_CALLER).items
    except Refusal as refusal:
        if refusal.status == 422:
            return None  # no identity number at all: nobody's
        raise
    return next((item.application_id for item in items if item.accepted_at is not None), None)


def _keep(application_id: UUID, code_hash: str, gateway: Gateway) -> bool:
    """Keeps a code, unless this person was sent too many today; an earlier one is void."""
    now, rules = gateway.session_clock.now(), gateway.rules
    with gateway.sessions.begin() as session:
        mine = select(CodeRow).where(CodeRow.application_id == application_id)
        session.scalars(mine.with_for_update()).all()
        today = CodeRow.sent_at > now - timedelta(days=1)
        sent = session.scalar(select(func.count()).select_from(mine.where(today).subquery()))
        if (sent or 0) >= rules.codes_a_day:
            return False
        for row in session.scalars(mine.where(CodeRow.expires_at > now)):
            row.expires_at = now
        expires = now + timedelta(minutes=rules.code_minutes)
        session.add(
            CodeRow(
                application_id=application_id, code_hash=code_hash, sent_at=now, expires_at=expires
            )
        )
    return True


def _right(session: Session, application_id: UUID | None, code: str, gateway: Gateway) -> bool:
    now = gateway.session_clock.now()
    query = select(CodeRow).where(CodeRow.application_id == application_id)
    query = query.where(CodeRow.expires_at > now).with_for_update()
    row = session.scalars(query).first()
    open_one = row if row and row.tries < gateway.rules.lock_after_failures else None
    holds = matches(open_one.code_hash if open_one else "", code)  # takes its time for anybody
    if open_one is None:
        return False
    open_one.tries += 1
    if holds:
        open_one.expires_at = now
    return holds


def _open(session: Session, application_id: UUID, channel: str, gateway: Gateway) -> SignedIn:
    token, now = secrets.token_urlsafe(32), gateway.session_clock.now()
    row = ApplicantSessionRow(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        application_id=application_id,
        channel=channel,
        created=now,
        last_seen=now,
    )
    session.add(row)
    session.flush()
    view = _view(row, gateway)
    return SignedIn(token=token, **{name: getattr(view, name) for name in SessionView.__slots__})


def _expires(row: ApplicantSessionRow, gateway: Gateway) -> datetime:
    idle = row.last_seen + timedelta(minutes=gateway.rules.session_idle_minutes)
    return min(idle, row.created + timedelta(hours=gateway.settings.session_max_hours))


def _view(row: ApplicantSessionRow, gateway: Gateway) -> SessionView:
    zone = gateway.session_clock.now().tzinfo
    return SessionView(
        session_id=row.id,
        account=str(row.application_id),
        name="本人",
        tier=APPLICANT,
        division="",
        roles=(),
        key_serial="",
        expires_at=_expires(row, gateway).astimezone(zone).isoformat(),
    )


_WRONG = {"$ref": "#/components/responses/UNAUTHORIZED"}
CODE = Special(handle=ask)
SESSION = Special(handle=sign_in, doc={"responses": {401: _WRONG}})
