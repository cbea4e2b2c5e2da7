"""Keys (钥匙盘): into the inventory, to an officer, back."""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.caller import SYSTEM_CALLER
from contracts.officers import KeyBound, KeyUnbound
from gateway.officers.forms import BindKey, KeyView, RegisterKey, UnbindKey
from gateway.officers.registration import registered
from gateway.officers.views import chain_of, chain_of_key, key_view
from gateway.store import KeyBindingRow, KeyRow, OfficerRow, SessionRow, kit
from kernel.errors import Conflict, Invalid
from servicekit.audit.record import Audit
from servicekit.core import Core
from servicekit.signing.keys import CERTIFICATE, WEBAUTHN, SigningKey, admit
from servicekit.signing.refusals import CASES, refused
from servicekit.signing.x509 import names

log = logging.getLogger(__name__)


def register_key(form: RegisterKey, uow: Any) -> KeyView:
    """By the system administrator, who binds none; raises SignatureRefused."""
    public, count = form.certificate, 0
    if form.kind == WEBAUTHN:
        if form.attested is None:
            sentence = "登记安全密钥须有密钥的应答。"
            raise Invalid(sentence, fields={"attested": sentence}, code="invalid-fields")
        public, count = registered(form.serial, form.attested, uow)
    key = SigningKey(serial=form.serial, kind=form.kind, public=public)
    fingerprint = admit(key, uow.world.trust, uow.now)
    row = KeyRow(
        serial=key.serial,
        kind=key.kind,
        public=key.public,
        fingerprint=fingerprint,
        sign_count=count,
    )
    uow.keys.add(row)
    detail = {"kind": key.kind, "fingerprint": fingerprint}
    uow.note(chain_of_key(key.serial), "key_registered", "钥匙盘入库", detail=detail)
    return key_view(row, uow)


def bind_key(form: BindKey, uow: Any) -> KeyView:
    """One key one officer; from one officer to another only after the cooldown.

    A key that went from hand to hand within the days of a review could make one case pass by one
    device (钥匙盘换绑冷却).
    """
    officer = uow.officers.lock(form.account)
    if officer.account == uow.caller.subject:
        raise Conflict("不能给本人绑定钥匙盘，请由另一名安全管理员办理。", code="own-account")
    key = uow.keys.lock(form.serial)
    _must_be_of(officer, key)
    before = [binding for binding, _ in uow.keys.bindings(serial=form.serial)]
    if before:
        _must_be_free(before[-1], officer.account, uow)
    binding = KeyBindingRow(key_serial=key.serial, officer=officer.account, bound_from=uow.now)
    uow.keys.add(binding)
    say_bound(binding, key, any(one.officer != officer.account for one in before), uow)
    _note_both("key_bound", "绑定", key.serial, officer.account, uow)
    return key_view(key, uow)


def unbind_key(form: UnbindKey, uow: Any) -> KeyView:
    """Sessions opened with the key end; raises Conflict where nobody holds it."""
    key = uow.keys.lock(form.serial)
    held = [one for one, _ in uow.keys.bindings(serial=form.serial) if one.bound_to is None]
    if not held:
        raise Conflict("该钥匙盘没有绑定任何人。", code="key-not-bound")
    held[0].bound_to = uow.now
    uow.keys.session.flush()
    uow.sessions.end_all(uow.now, key_serial=key.serial)
    officer = held[0].officer
    uow.emit(KeyUnbound(key_serial=key.serial, officer=officer, unbound_at=uow.now))
    _note_both("key_unbound", "解绑", key.serial, officer, uow, form.reason)
    return key_view(key, uow)


def note_cloned(key: KeyRow, at: datetime, ended: datetime, session: Session) -> None:
    """Found at a sign-in: the key signs no more, and what was opened with it is over."""
    key.cloned_at = at
    open_ones = update(SessionRow).where(SessionRow.ended_at.is_(None))
    mine = open_ones.where(SessionRow.key_serial == key.serial)
    session.execute(mine.values(ended_at=ended))
    title = "安全密钥的计数器倒退，疑似被复制，停用"
    chain = chain_of_key(key.serial)
    Audit(Core(session), kit).add(chain, "key_cloned", title, at=at, caller=SYSTEM_CALLER)
    log.error("a security key was cloned", extra={"key_serial": key.serial})


def say_bound(binding: KeyBindingRow, key: KeyRow, rebound: bool, uow: Any) -> None:
    """Tells the services whose key it is now; they check signatures themselves."""
    uow.emit(
        KeyBound(
            key_serial=key.serial,
            officer=binding.officer,
            kind=key.kind,
            public=key.public,
            bound_at=binding.bound_from,
            rebound=rebound,
        )
    )


def _must_be_of(officer: OfficerRow, key: KeyRow) -> None:
    """A certificate names its holder, by name or account; a cloned key is for nobody."""
    if key.cloned_at is not None:
        raise Conflict(CASES["key-cloned"], code="key-cloned")
    if key.kind == CERTIFICATE and not names(key.public, (officer.name, officer.account)):
        raise refused("certificate-names-another")


def _must_be_free(last: KeyBindingRow, account: str, uow: Any) -> None:
    if last.bound_to is None:
        raise key_bound()
    days = uow.policy.on(uow.today).key_rebinding_days
    if last.officer != account and uow.now < last.bound_to + timedelta(days=days):
        raise Conflict(f"该钥匙盘解绑未满{days}天，不能绑定给另一人。", code="key-cooling-down")


def _note_both(
    action: str, word: str, serial: str, account: str, uow: Any, reason: str = ""
) -> None:
    detail = {"key_serial": serial, "account": account} | ({"reason": reason} if reason else {})
    uow.note(chain_of_key(serial), action, f"钥匙盘{word}：{account}", detail=detail)
    uow.note(chain_of(account), action, f"钥匙盘{word}：{serial}", detail=detail)


def key_bound() -> Conflict:
    """The rule and the database constraint refuse with the same words."""
    return Conflict("该钥匙盘已绑定给他人，请先解绑。", code="key-bound")


def officer_has_key() -> Conflict:
    """One officer, one key."""
    return Conflict("该经办人员已有钥匙盘，请先解绑。", code="officer-has-key")
