"""Who asks: an officer with tier, posts, division and key, an applicant, anybody, or the system."""

from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Forbidden, NotFound

CITY, DISTRICT, STREET = "city", "district", "street"
APPLICANT, PUBLIC, SYSTEM, OPERATOR = "applicant", "public", "system", "operator"

STREET_CLERK = "street_clerk"  # 街道经办人: takes applications, initial review, start check
STREET_READER = "street_reader"  # 街道复核人: the second name on the form's review block
POST_ONE = "district_post1"  # 区岗1: first review
POST_TWO = "district_post2"  # 区岗2: second review
DISTRICT_CLERK = "district_clerk"  # lists, commitment additions, manual stops, roster
CITY_OFFICER = "city_officer"  # statistics, supervision

SYSTEM_ADMIN = "system_admin"  # 系统管理员: the inventory of keys, the running of the system
SECURITY_ADMIN = "security_admin"  # 安全管理员: officers, whose key is whose, sessions
AUDIT_ADMIN = "audit_admin"  # 审计管理员: reads the record, changes nothing
ADMINISTRATORS = (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN)  # never two in one hand

# A post counts at the desk it belongs to: a district post in a street's hands is none.
TIER_OF = {
    STREET_CLERK: STREET,
    STREET_READER: STREET,
    POST_ONE: DISTRICT,
    POST_TWO: DISTRICT,
    DISTRICT_CLERK: DISTRICT,
    CITY_OFFICER: CITY,
    **dict.fromkeys(ADMINISTRATORS, OPERATOR),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One authenticated person at one desk.

    `division` is the code whose cases the caller may see: "110000" for the city, an agency code
    for a district, nine digits for a street; an applicant's is empty and `subject` is their case.
    `address` is where the request came from and `asked_at` when, as the gateway saw it.
    `key_count` is the highest sign counter of the key that any service has accepted before.
    `trace` is the W3C traceparent of the request where it comes from another process.
    """

    subject: str
    name: str = ""
    tier: str = PUBLIC
    roles: tuple[str, ...] = ()
    division: str = ""
    key_serial: str = ""
    channel: str = "counter"
    address: str = ""
    asked_at: datetime | None = None
    key_count: int = 0
    trace: str = ""

    @property
    def origin(self) -> str:
        """From where, for the record: channel and address; the system itself comes from nowhere."""
        return "" if self.tier == SYSTEM else f"{self.channel} {self.address}".strip()[:100]

    @property
    def posts(self) -> frozenset[str]:
        """The roles that count at this caller's tier; applicants and the public hold their own."""
        if self.tier in (APPLICANT, PUBLIC):
            return frozenset({self.tier})
        return frozenset(role for role in self.roles if TIER_OF.get(role) == self.tier)

    def covers(self, street_code: str, agency: str) -> bool:
        """Whether a case of this street and agency lies in the caller's jurisdiction."""
        if self.tier in (CITY, SYSTEM):
            return True
        if self.tier == DISTRICT:
            return self.division == agency
        return self.tier == STREET and self.division == street_code

    def need(self, *roles: str) -> None:
        """Refuses unless the caller holds one of the roles; the system itself holds all."""
        if self.tier != SYSTEM and not self.posts & set(roles):
            raise Forbidden("您的岗位不能办理此项业务。")

    def must_see(self, street_code: str, agency: str) -> None:
        """What lies in another jurisdiction is answered as absent."""
        if not self.covers(street_code, agency):
            raise NotFound("没有找到该申请。")


SYSTEM_CALLER = Caller(subject="system", name="系统", tier=SYSTEM)
PUBLIC_CALLER = Caller(subject="public", name="公众", channel="web")
