"""Demo officers: two streets, their two districts, the city, the administrators; software keys."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from contracts import caller as desk
from gateway.officers.keyring import say_bound
from gateway.officers.passwords import PRINTED, hash_password
from gateway.store import KeyBindingRow, KeyRow, OfficerRow
from kernel.clock import SHANGHAI
from policy import Policy
from servicekit.desk import Desk
from servicekit.signing.keys import SOFTWARE, SigningKey, admit
from servicekit.signing.software import SoftwareKeys
from servicekit.signing.trust import Trust

# Shown on the demo's first page; only a demo seeds these accounts.
PASSWORD = "lingbu-demo"  # nosec B105 - no secret
SINCE = date(2018, 1, 1)  # before any day a demo clock is turned to


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demo officer with the key that belongs to it."""

    account: str
    name: str
    tier: str
    division: str
    roles: tuple[str, ...]
    duty: str

    @property
    def key_serial(self) -> str:
        """The software key's serial number."""
        return f"SW-{self.account}"


def _street(prefix: str, place: str, code: str) -> tuple[DemoAccount, ...]:
    return (
        DemoAccount(
            f"{prefix}-clerk", f"{place}经办", desk.STREET, code, (desk.STREET_CLERK,), "街道经办"
        ),
        DemoAccount(
            f"{prefix}-reader", f"{place}复核", desk.STREET, code, (desk.STREET_READER,), "街道复核"
        ),
    )


def _district(prefix: str, place: str, code: str) -> tuple[DemoAccount, ...]:
    posts = (
        ("post1", "岗1", (desk.POST_ONE,)),
        ("post2", "岗2", (desk.POST_TWO,)),
        ("rotating", "轮岗", (desk.POST_ONE, desk.POST_TWO)),  # either post, never both on a case
        ("clerk", "经办", (desk.DISTRICT_CLERK,)),
    )
    return tuple(
        DemoAccount(f"{prefix}-{post}", f"{place}{title}", desk.DISTRICT, code, roles, f"区{title}")
        for post, title, roles in posts
    )


def accounts_of(rulebook: Policy, day: date) -> tuple[DemoAccount, ...]:
    """The officers of the streets that the pack names for showing, of their districts, of all."""
    places, rules = rulebook.divisions, rulebook.on(day)
    whole = places.root.code
    staffed = [(shown, places.agency_of(shown.code).code) for shown in rules.demo_streets]
    streets = [_street(shown.account, shown.name, shown.code) for shown, _ in staffed]
    districts = [_district(each.district_account, each.district, code) for each, code in staffed]
    return (
        *chain(*streets, *districts),
        DemoAccount("city", "市级管理", desk.CITY, whole, (desk.CITY_OFFICER,), "市级"),
        DemoAccount("city-second", "市级复核", desk.CITY, whole, (desk.CITY_OFFICER,), "市级复核"),
        *(
            DemoAccount(account, title, desk.OPERATOR, whole, (role,), title)
            for account, title, role in (
                ("operator", "系统管理员", desk.SYSTEM_ADMIN),
                ("security", "安全管理员", desk.SECURITY_ADMIN),
                ("auditor", "审计管理员", desk.AUDIT_ADMIN),
            )
        ),
    )


def seed(desk: Desk, keys: SoftwareKeys) -> int:
    """Adds the demo officers that are not there yet, with software keys; returns how many."""
    with desk.uow() as uow:
        wanted = accounts_of(uow.policy, uow.today)
        absent = [one for one in wanted if uow.session.get(OfficerRow, one.account) is None]
        password_hash = hash_password(PASSWORD) if absent else ""
        for one in absent:
            uow.officers.add(_officer(one, password_hash, uow.now))
            key, binding = _key(one, keys), _binding(one)
            uow.keys.add(key)
            uow.keys.add(binding)
            say_bound(binding, key, False, uow)
        uow.commit()
    return len(absent)


def _officer(one: DemoAccount, password_hash: str, now: datetime) -> OfficerRow:
    return OfficerRow(
        account=one.account,
        name=one.name,
        tier=one.tier,
        division=one.division,
        roles=list(one.roles),
        password_hash=password_hash,
        password_from=PRINTED,
        password_set_at=now,
        valid_from=SINCE,
    )


def _key(one: DemoAccount, keys: SoftwareKeys) -> KeyRow:
    public = keys.certificate(one.key_serial, one.account)
    key = SigningKey(serial=one.key_serial, kind=SOFTWARE, public=public)
    fingerprint = admit(key, Trust(software=keys.root), datetime.now(SHANGHAI))
    return KeyRow(serial=key.serial, kind=key.kind, public=public, fingerprint=fingerprint)


def _binding(one: DemoAccount) -> KeyBindingRow:
    since = datetime(SINCE.year, SINCE.month, SINCE.day, tzinfo=SHANGHAI)
    return KeyBindingRow(key_serial=one.key_serial, officer=one.account, bound_from=since)
