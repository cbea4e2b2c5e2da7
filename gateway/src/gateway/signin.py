"""Signing in with password and key, and who a token stands for."""

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BindParameter, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from contracts.caller import Caller
from contracts.signing import Challenge
from gateway import applicants, throttle
from gateway.forms import AskSignIn, SessionView, SignedIn, SignedOut, SignIn
from gateway.officers import keyring
from gateway.officers.passwords import is_due, matches
from gateway.problems import NotSignedIn
from gateway.settings import Gateway
from gateway.store import ApplicantSessionRow, KeyBindingRow, KeyRow, OfficerRow, SessionRow, kit
from kernel.errors import Refusal
from policy import Rules
from servicekit.signing.challenges import Challenges, Purpose
from servicekit.signing.keys import SigningKey, verify
from servicekit.signing.refusals import CASES, KeyCloned

SEEN_EVERY = timedelta(seconds=20)  # a session's last request is noted this often, not each time
SIGN_IN = {"purpose": "sign-in"}


class Locked(NotSignedIn):
    """Too many failures."""

    code = "account-locked"


def challenge(form: AskSignIn, gateway: Gateway) -> Challenge:
    """What the key is to sign; the same for an account or key that is none."""
    now = gateway.session_clock.now()
    with gateway.sessions.begin() as session:
        seconds = gateway.rules.key_nonce_seconds
        asked = Challenges(session, kit)
        return asked.issue(_purpose(form), f"以账号 {form.account} 登录灵补", now, seconds)


def sign_in(form: SignIn, address: str, gateway: Gateway) -> SignedIn:
    """Opens a session; raises NotSignedIn without saying which of the four was wrong."""
    now = gateway.session_clock.now()
    with gateway.sessions.begin() as session:
        throttle.check(session, address, now, gateway.rules)
        officer = session.get(OfficerRow, form.account, with_for_update=True)
        if _is_locked(session, officer, form.account, now, gateway.rules):
            minutes = gateway.rules.lock_minutes
            raise Locked(f"连续输错，账号已锁定，请在 {minutes} 分钟后再试。")
        fault = _fault(session, form, now, gateway)
        known = matches(officer.password_hash if officer else "", form.password)
        if officer is not None and known and not fault:
            if _may_work(session, officer, form.key_serial, gateway.clock.now()):
                officer.failed_logins, officer.locked_until = 0, None
                return _open(session, officer, form.key_serial, address, gateway)
        elif officer is not None:
            _count_failure(officer, now, gateway.rules)
        else:
            throttle.count(session, _no_officer(form.account), now, gateway.rules)
        throttle.count(session, address, now, gateway.rules)
    if known and fault == KeyCloned.code:
        raise NotSignedIn(CASES[fault], code=fault)
    raise NotSignedIn("账号、口令或钥匙盘不正确，或已停用。", code="wrong-credentials")


def _purpose(form: AskSignIn | SignIn) -> Purpose:
    return Purpose(officer=form.account, key_serial=form.key_serial, says=SIGN_IN)


def _fault(session: Session, form: SignIn, now: datetime, gateway: Gateway) -> str:
    """Why this key has not signed this challenge, empty if it has; the challenge is used up."""
    proof, moment = form.proof, gateway.clock.now()
    row = session.get(KeyRow, form.key_serial, with_for_update=True)
    try:
        text = Challenges(session, kit).burn(proof.challenge_id, _purpose(form), now)
        if row is None or row.cloned_at is not None:
            return KeyCloned.code if row else "key-not-found"
        key = SigningKey(serial=row.serial, kind=row.kind, public=row.public, count=row.sign_count)
        checked = verify(key, text, proof, gateway.desk.world.trust, moment)
    except KeyCloned as cloned:
        keyring.note_cloned(row, moment, now, session)
        return cloned.code
    except Refusal as refused:
        return refused.code
    row.sign_count = checked.count
    return ""


def _is_locked(
    session: Session, officer: OfficerRow | None, account: str, now: datetime, rules: Rules
) -> bool:
    """A name that is no account is locked as well: a lock tells nobody which accounts there are."""
    if officer is not None:
        return officer.locked_until is not None and officer.locked_until > now
    tried = throttle.failures(session, _no_officer(account), now, rules)
    return tried >= rules.lock_after_failures


def _no_officer(account: str) -> str:
    return f"account {_digest(account)[:40]}"


def _count_failure(officer: OfficerRow, now: datetime, rules: Rules) -> None:
    officer.failed_logins += 1
    if officer.failed_logins >= rules.lock_after_failures:
        officer.locked_until = now + timedelta(minutes=rules.lock_minutes)
        officer.failed_logins = 0


def _may_work(session: Session, officer: OfficerRow, serial: str, now: datetime) -> bool:
    bound = _bound(now).where(
        KeyBindingRow.key_serial == serial, KeyBindingRow.officer == officer.account
    )
    return officer.serves_on(now.date()) and session.scalar(bound) is not None


def _bound(now: datetime | BindParameter[datetime]) -> Select[int]:
    """Bindings in force at a moment."""
    ends = or_(KeyBindingRow.bound_to.is_(None), KeyBindingRow.bound_to > now)
    return select(KeyBindingRow.id).where(KeyBindingRow.bound_from <= now, ends).limit(1)


def _open(
    session: Session, officer: OfficerRow, serial: str, address: str, gateway: Gateway
) -> SignedIn:
    token, now = secrets.token_urlsafe(32), gateway.session_clock.now()
    row = SessionRow(
        token_hash=_digest(token),
        address=address,
        officer=officer.account,
        key_serial=serial,
        created=now,
        last_seen=now,
    )
    session.add(row)
    session.flush()
    kind = session.get_one(KeyRow, serial).kind
    view = _view(officer, row, kind, now, gateway)
    return SignedIn(token=token, **{name: getattr(view, name) for name in SessionView.__slots__})


def whose(token: str, gateway: Gateway) -> tuple[Caller, SessionView]:
    """The officer or applicant behind a token, now; raises NotSignedIn."""
    now = gateway.session_clock.now()
    with gateway.sessions.begin() as session:
        moment = gateway.clock.now()
        found = session.execute(_whose(), {"digest": _digest(token), "now": moment}).first()
        if found is None:
            return applicants.whose(session, _digest(token), gateway)
        if found[0].ended_at is not None or _expires(found[0], gateway) <= now:
            raise NotSignedIn("登录已失效，请重新登录。", code="session-ended")
        row, officer, kind, count, holds_key = found
        if not (officer.serves_on(moment.date()) and holds_key):
            raise NotSignedIn("账号或钥匙盘已停用，请联系管理员。", code="session-ended")
        if abs(now - row.last_seen) >= SEEN_EVERY:
            row.last_seen = now
        return _caller(officer, row, count), _view(officer, row, kind, now, gateway)


@cache
def _whose() -> Select[tuple[SessionRow, OfficerRow, str, int, bool]]:
    """digest, now: the session, its officer, its key's kind and counter, if that is theirs now."""
    held = _bound(bindparam("now")).where(
        KeyBindingRow.key_serial == SessionRow.key_serial,
        KeyBindingRow.officer == SessionRow.officer,
    )
    found = select(SessionRow, OfficerRow, KeyRow.kind, KeyRow.sign_count, held.exists())
    found = found.join(OfficerRow, OfficerRow.account == SessionRow.officer)
    found = found.join(KeyRow, KeyRow.serial == SessionRow.key_serial)
    return found.where(SessionRow.token_hash == bindparam("digest"))


def sign_out(token: str, gateway: Gateway) -> SignedOut:
    """Ends a session; what is ended stays ended."""
    now = gateway.session_clock.now()
    with gateway.sessions.begin() as session:
        kind = SessionRow if session.get(SessionRow, _digest(token)) else ApplicantSessionRow
        row = session.get_one(kind, _digest(token), with_for_update=True)
        row.ended_at = row.ended_at or now
        return SignedOut(ended_at=row.ended_at.isoformat())


def _expires(row: SessionRow, gateway: Gateway) -> datetime:
    idle = row.last_seen + timedelta(minutes=gateway.rules.session_idle_minutes)
    return min(idle, row.created + timedelta(hours=gateway.settings.session_max_hours))


def _caller(officer: OfficerRow, row: SessionRow, count: int) -> Caller:
    return Caller(
        subject=officer.account,
        name=officer.name,
        tier=officer.tier,
        roles=tuple(officer.roles),
        division=officer.division,
        key_serial=row.key_serial,
        key_count=count,
    )


def _view(
    officer: OfficerRow, row: SessionRow, kind: str, now: datetime, gateway: Gateway
) -> SessionView:
    return SessionView(
        session_id=row.id,
        account=officer.account,
        name=officer.name,
        tier=officer.tier,
        division=officer.division,
        roles=tuple(officer.roles),
        key_serial=row.key_serial,
        key_kind=kind,
        expires_at=_expires(row, gateway).astimezone(now.tzinfo).isoformat(),
        password_due=_due(officer, gateway),
    )


def _due(officer: OfficerRow, gateway: Gateway) -> bool:
    return is_due(officer, gateway.clock.now(), gateway.rules, gateway.settings.demo)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
