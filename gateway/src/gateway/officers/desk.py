"""The gateway's own desk: one transaction for each order, remembered, recorded, as in a service."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace

from sqlalchemy.orm import Session, sessionmaker

from contracts.rights import RIGHTS as RIGHTS_OF_ALL
from gateway import policyforms, policyvalues
from gateway import store as cellar
from gateway.officers import forms, keyring, looking, people, registration, registration_forms
from gateway.officers.repositories import Keys, Officers, Sessions
from gateway.officers.rights import RIGHTS
from kernel.clock import Clock
from kernel.errors import Conflict
from policy.calendar import published_calendar
from servicekit.desk import Desk
from servicekit.each import EACH
from servicekit.rulebook import rulebook
from servicekit.sealing import KeyRing, Sealer
from servicekit.signing.trust import Trust
from servicekit.store import Kind, Store
from servicekit.uow import World

# Whoever answers the outside holds no key to personal data: nothing the gateway keeps or says
# needs one, and an attempt to seal fails.
NO_KEYS = Sealer(KeyRing(keys={}, current="", search=b""))


def _account_taken() -> Conflict:
    return Conflict("该账号已存在；账号不重复使用。", code="account-taken")


def _key_known() -> Conflict:
    return Conflict("该钥匙盘或其证书已经入库。", code="key-known")


store = Store(
    metadata=cellar.Base.metadata,
    kit=cellar.kit,
    repositories={"officers": Officers, "keys": Keys, "sessions": Sessions},
    constraints={
        "officers_pkey": _account_taken,
        "keys_pkey": _key_known,
        "keys_fingerprint_key": _key_known,
        "key_bindings_one_officer": keyring.key_bound,
        "key_bindings_one_key": keyring.officer_has_key,
    },
    kept=(
        Kind("sessions", "登录记录", "session_days", "created < :before"),
        Kind("applicant_sessions", "申请人登录记录", "session_days", "created < :before"),
        Kind("codes", "登录验证码", "code_days", "sent_at < :before"),
    ),
)

COMMANDS = {
    forms.CreateOfficer: people.create_officer,
    forms.TransferOfficer: people.transfer_officer,
    forms.DisableOfficer: people.disable_officer,
    forms.EnableOfficer: people.enable_officer,
    forms.EndService: people.end_service,
    forms.SetPassword: people.set_password,
    forms.ChangePassword: people.change_password,
    registration_forms.BeginRegistration: registration.begin_registration,
    forms.RegisterKey: keyring.register_key,
    forms.BindKey: keyring.bind_key,
    forms.UnbindKey: keyring.unbind_key,
    forms.EndSession: looking.end_session,
    forms.ListOfficers: looking.list_officers,
    forms.GetOfficer: looking.get_officer,
    forms.GetKey: looking.get_key,
    forms.ListKeys: looking.list_keys,
    forms.ListSessions: looking.list_sessions,
    policyforms.ListPolicyValues: policyvalues.in_force,
    policyforms.GetPolicyValue: policyvalues.history,
}


OF_EACH = {command: RIGHTS_OF_ALL[command] for command in EACH}


def make_desk(
    sessions: "sessionmaker[Session]",
    clock: Clock,
    settings: Mapping[str, str],
    wake: Callable[[], None] | None = None,
) -> Desk:
    """The desk over the gateway's database."""
    world = World(
        clock=clock,
        sealer=NO_KEYS,
        calendar=published_calendar(),
        policy=rulebook(settings),
        settings=settings,
        wake=wake,
        trust=Trust.from_settings(settings),
    )
    return Desk.of(_Front, sessions, world)


class _Front:
    """What the gateway itself obeys, laid out as in a service; it reads and rings nothing."""

    name, store = "gateway", store
    obey = SimpleNamespace(table={**COMMANDS, **EACH}, rights={**RIGHTS, **OF_EACH})
    read = SimpleNamespace(table={})
    ring = SimpleNamespace(table={}, recounts={})
