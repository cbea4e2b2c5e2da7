"""What administrators order and ask about officers, keys and sessions."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.caller import TIER_OF
from contracts.common import HistoryItem
from contracts.message import Command, Query
from contracts.wire import LINE, described, length, one_of
from gateway.officers.registration_forms import SERIAL, Attested

ACCOUNT = length(2, 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class BindingView:
    """Who held a key, from when until when."""

    key_serial: str
    kind: str
    account: str
    bound_from: str
    bound_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLine:
    """One officer with the present post."""

    account: str
    name: str
    tier: str
    division: str
    roles: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    disabled: bool
    key_serial: str | None = described("The key held now", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerView(OfficerLine):
    """One officer: post, keys held so far, what was changed by whom."""

    locked_until: str | None = described("No sign-in before, after wrong passwords", default=None)
    bindings: tuple[BindingView, ...] = ()
    history: tuple[HistoryItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerPage:
    """A page of officers by account."""

    items: tuple[OfficerLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOfficers(Query):
    """Officers by account: of a division, of a post, with a word in account or name."""

    service, answer = "gateway", OfficerPage

    division: str | None = described("区划代码", default=None)
    role: str | None = described("岗位", one_of(*TIER_OF), default=None)
    words: str = described("Part of account or name", length(0, 60), default="")
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GetOfficer(Query):
    """One officer."""

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateOfficer(Command):
    """新增经办人员: a post in a tier and division, from a day on; password and key come after."""

    service, answer = "gateway", OfficerView

    account: str = described(
        "账号: letters, digits, dots and hyphens; never given away again", ACCOUNT, LINE
    )
    name: str = described("姓名", length(2, 50), LINE)
    tier: str = described("street, district, city or operator", length(1, 10))
    division: str = described("区划代码; the whole place for city and operator", length(6, 9))
    roles: tuple[str, ...] = described("岗位")
    valid_from: date = described("First day of service")
    valid_to: date | None = described("Last day of service, if known", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferOfficer(Command):
    """调岗: another post, at once; every session of the officer ends."""

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)
    tier: str = described("street, district, city or operator", length(1, 10))
    division: str = described("区划代码", length(6, 9))
    roles: tuple[str, ...] = described("岗位")


@dataclass(frozen=True, slots=True, kw_only=True)
class DisableOfficer(Command):
    """停用: at once; every session of the officer ends."""

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)
    reason: str = described("事由", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnableOfficer(Command):
    """恢复: what a disabling took away, and the lock after wrong passwords."""

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndService(Command):
    """离任: the last day of service."""

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPassword(Command):
    """设置口令: by the security administrator; sessions end, a lock is lifted.

    The officer must change it at the next sign-in, before anything else.
    """

    service, answer = "gateway", OfficerView

    account: str = described("账号", ACCOUNT, LINE)
    password: str = described("新口令", length(1, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword(Command):
    """修改本人口令: all sessions of the officer end, this one too."""

    service, answer = "gateway", OfficerView

    old_password: str = described("原口令", length(1, 200))
    password: str = described("新口令", length(1, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyView:
    """A key and who has held it."""

    serial: str
    kind: str = described("certificate, webauthn, or software-demo in demonstrations")
    notice: str = described("演示用软件钥匙 for a key without a device, to be shown; else empty")
    fingerprint: str = described("SHA-256 of the public key")
    cloned_at: str | None = described(
        "Since when two devices are known to hold it; it signs no more", default=None
    )
    bindings: tuple[BindingView, ...] = ()
    history: tuple[HistoryItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GetKey(Query):
    """One key."""

    service, answer = "gateway", KeyView

    serial: str = described("钥匙盘序列号", *SERIAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """One key and who holds it now."""

    serial: str
    kind: str
    cloned_at: str | None
    account: str | None = described("Who holds it now", default=None)
    name: str = described("The holder's name", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPage:
    """A page of keys by serial number."""

    items: tuple[KeyLine, ...]
    next_cursor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKeys(Query):
    """The inventory of keys by serial number; those that nobody holds, if so wished."""

    service, answer = "gateway", KeyPage

    free: bool = described("Only those that nobody holds", default=False)
    words: str = described("Part of the serial number", length(0, 60), default="")
    cursor: str | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterKey(Command):
    """钥匙盘入库: a certificate that leads to a trusted root, or what a security key answered."""

    service, answer = "gateway", KeyView

    serial: str = described("钥匙盘序列号", *SERIAL)
    kind: str = described(
        "certificate, webauthn, or software-demo in demonstrations",
        one_of("certificate", "webauthn", "software-demo"),
        default="certificate",
    )
    certificate: str = described(
        "PEM: the key's, then those above it; not of webauthn", length(0, 20000), default=""
    )
    attested: Attested | None = described("Of webauthn alone", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class BindKey(Command):
    """钥匙盘绑定: one key one officer; after another officer's only when the cooldown is over."""

    service, answer = "gateway", KeyView

    serial: str = described("钥匙盘序列号", *SERIAL)
    account: str = described("账号", ACCOUNT, LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnbindKey(Command):
    """钥匙盘解绑: lost, given back, handed on; sessions opened with it end."""

    service, answer = "gateway", KeyView

    serial: str = described("钥匙盘序列号", *SERIAL)
    reason: str = described("事由", length(2, 200))


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLine:
    """A session under way."""

    session_id: UUID
    account: str
    name: str
    key_serial: str
    address: str
    created_at: str
    last_seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPage:
    """Sessions under way, the latest first."""

    items: tuple[SessionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSessions(Query):
    """Sessions under way: one's own; for the security administrator anybody's."""

    service, answer = "gateway", SessionPage

    account: str | None = described("账号", default=None)
    everybody: bool = described("All officers' sessions", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """The session is over."""

    session_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSession(Command):
    """结束会话: one's own, or anybody's by the security administrator."""

    service, answer = "gateway", SessionEnded

    session_id: UUID
