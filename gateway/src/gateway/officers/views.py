"""Officers, keys and bindings as they are shown."""

from datetime import datetime
from typing import Any

from gateway.officers.forms import BindingView, KeyLine, KeyView, OfficerLine, OfficerView
from gateway.store import KeyBindingRow, KeyRow, OfficerRow
from servicekit.signing.keys import SOFTWARE
from servicekit.signing.software import NOTICE


def chain_of(account: str) -> str:
    """The officer's chain in the record."""
    return f"officer:{account}"


def chain_of_key(serial: str) -> str:
    """The key's chain in the record."""
    return f"key:{serial}"


def officer_line(row: OfficerRow, key_serial: str | None) -> OfficerLine:
    """One line of a list."""
    return OfficerLine(**_post(row), key_serial=key_serial)


def officer_view(row: OfficerRow, uow: Any) -> OfficerView:
    """One officer with keys and history."""
    bindings = uow.keys.bindings(account=row.account)
    held = [binding.key_serial for binding, _ in bindings if binding.bound_to is None]
    return OfficerView(
        **_post(row),
        key_serial=held[0] if held else None,
        locked_until=_locked(row, uow.now),
        bindings=_bindings(bindings, uow.now),
        history=uow.history(chain_of(row.account)),
    )


def key_line(row: KeyRow, holder: OfficerRow | None, now: datetime) -> KeyLine:
    """One line of the inventory."""
    return KeyLine(
        serial=row.serial,
        kind=row.kind,
        cloned_at=_at(row.cloned_at, now) if row.cloned_at else None,
        account=holder.account if holder else None,
        name=holder.name if holder else "",
    )


def key_view(row: KeyRow, uow: Any) -> KeyView:
    """One key with everybody who held it."""
    return KeyView(
        serial=row.serial,
        kind=row.kind,
        notice=NOTICE if row.kind == SOFTWARE else "",
        fingerprint=row.fingerprint,
        cloned_at=_at(row.cloned_at, uow.now) if row.cloned_at else None,
        bindings=_bindings(uow.keys.bindings(serial=row.serial), uow.now),
        history=uow.history(chain_of_key(row.serial)),
    )


def _locked(row: OfficerRow, now: datetime) -> str | None:
    locked = row.locked_until is not None and row.locked_until > now
    return _at(row.locked_until, now) if locked and row.locked_until else None


def _post(row: OfficerRow) -> dict[str, Any]:
    return {
        "account": row.account,
        "name": row.name,
        "tier": row.tier,
        "division": row.division,
        "roles": tuple(row.roles),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "disabled": row.disabled,
    }


def _bindings(rows: list[tuple[KeyBindingRow, KeyRow]], now: datetime) -> tuple[BindingView, ...]:
    return tuple(
        BindingView(
            key_serial=binding.key_serial,
            kind=key.kind,
            account=binding.officer,
            bound_from=_at(binding.bound_from, now),
            bound_to=_at(binding.bound_to, now) if binding.bound_to else None,
        )
        for binding, key in rows
    )


def _at(moment: datetime, now: datetime) -> str:
    return moment.astimezone(now.tzinfo).isoformat()
