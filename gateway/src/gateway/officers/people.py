"""Officers come, move, stand aside, leave."""

import re
from typing import Any
from uuid import UUID

from contracts.caller import PUBLIC_CALLER, SYSTEM_CALLER
from gateway.officers.forms import (
    ChangePassword,
    CreateOfficer,
    DisableOfficer,
    EnableOfficer,
    EndService,
    OfficerView,
    SetPassword,
    TransferOfficer,
)
from gateway.officers.passwords import (
    ADMINISTRATOR,
    OFFICER,
    give_password,
    matches,
    must_be_old_enough,
)
from gateway.officers.posts import must_fit
from gateway.officers.views import chain_of, officer_view
from gateway.store import OfficerRow
from kernel.errors import Conflict, Forbidden, Invalid
from policy import Rules

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{1,59}")


def create_officer(form: CreateOfficer, uow: Any) -> OfficerView:
    """Raises Conflict where the account is there."""
    if not NAME.fullmatch(form.account):
        raise _wrong("account", "账号应由字母、数字、点和连字符组成。")
    if _stands_for_another(form.account):
        raise _wrong("account", "该账号名为系统保留，请另取。")
    must_fit(form.tier, form.division, form.roles, uow.today, uow.policy.divisions)
    if form.valid_to is not None and form.valid_to < form.valid_from:
        raise _wrong("valid_to", "离任日期不能早于到岗日期。")
    row = OfficerRow(
        account=form.account,
        name=form.name,
        tier=form.tier,
        division=form.division,
        roles=list(form.roles),
        valid_from=form.valid_from,
        valid_to=form.valid_to,
        disabled=False,
    )
    uow.officers.add(row)
    return _noted(row, "officer_created", f"新增经办人员，{_post(row)}", uow)


def transfer_officer(form: TransferOfficer, uow: Any) -> OfficerView:
    """Another post at once: what was seen from the former one is over with its sessions."""
    row = _other(form.account, uow)
    must_fit(form.tier, form.division, form.roles, uow.today, uow.policy.divisions)
    before = _post(row)
    row.tier, row.division, row.roles = form.tier, form.division, list(form.roles)
    uow.officers.session.flush()
    uow.sessions.end_all(uow.now, account=row.account)
    return _noted(row, "officer_transferred", f"调岗：由{before}调为{_post(row)}", uow)


def disable_officer(form: DisableOfficer, uow: Any) -> OfficerView:
    """At once, whatever is open."""
    row = _other(form.account, uow)
    row.disabled = True
    uow.sessions.end_all(uow.now, account=row.account)
    return _noted(row, "officer_disabled", "停用账号", uow, reason=form.reason)


def enable_officer(form: EnableOfficer, uow: Any) -> OfficerView:
    """Takes back a disabling, and lifts a lock."""
    row = _other(form.account, uow)
    row.disabled, row.failed_logins, row.locked_until = False, 0, None
    return _noted(row, "officer_enabled", "恢复账号", uow)


def end_service(form: EndService, uow: Any) -> OfficerView:
    """The last day counts; sessions still open on the day after end by themselves."""
    row = _other(form.account, uow)
    if form.last_day < row.valid_from:
        raise _wrong("last_day", "离任日期不能早于到岗日期。")
    row.valid_to = form.last_day
    return _noted(row, "officer_leaves", f"离任，最后工作日{form.last_day}", uow)


def set_password(form: SetPassword, uow: Any) -> OfficerView:
    """By the security administrator, who is somebody else; the officer changes it at once."""
    row = _other(form.account, uow)
    give_password(row, form.password, ADMINISTRATOR, uow.now, _rules(uow))
    row.failed_logins, row.locked_until = 0, None
    uow.sessions.end_all(uow.now, account=row.account)
    return _noted(row, "password_set", "设置口令", uow)


def change_password(form: ChangePassword, uow: Any) -> OfficerView:
    """One's own; every session ends. Raises Forbidden where the old one is wrong."""
    row = uow.officers.lock(uow.caller.subject)
    if not matches(row.password_hash, form.old_password):
        raise Forbidden("原口令不正确。", code="wrong-password")
    must_be_old_enough(row, uow.now, _rules(uow))
    give_password(row, form.password, OFFICER, uow.now, _rules(uow))
    uow.sessions.end_all(uow.now, account=row.account)
    return _noted(row, "password_changed", "修改本人口令", uow)


def _stands_for_another(account: str) -> bool:
    """The system, the public and applicants, who are named by their case, sign as themselves."""
    try:
        UUID(account)
    except ValueError:
        return account.lower() in (SYSTEM_CALLER.subject, PUBLIC_CALLER.subject)
    return True


def _other(account: str, uow: Any) -> OfficerRow:
    """The officer, locked; nobody administers themselves."""
    if account == uow.caller.subject:
        raise Conflict("不能办理本人账号，请由另一名安全管理员办理。", code="own-account")
    found: OfficerRow = uow.officers.lock(account)
    return found


def _rules(uow: Any) -> Rules:
    found: Rules = uow.policy.on(uow.today)
    return found


def _post(row: OfficerRow) -> str:
    return f"{row.division} {'、'.join(row.roles)}"


def _noted(row: OfficerRow, action: str, title: str, uow: Any, reason: str = "") -> OfficerView:
    detail = {"reason": reason} if reason else None
    uow.note(chain_of(row.account), action, title, detail=detail)
    return officer_view(row, uow)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code="invalid-fields")
