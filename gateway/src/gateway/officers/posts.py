"""Which roles go with which tier, and over which division (区划) somebody may be set."""

from collections.abc import Sequence
from datetime import date

from contracts.caller import (
    ADMINISTRATORS,
    CITY,
    CITY_OFFICER,
    DISTRICT,
    DISTRICT_CLERK,
    OPERATOR,
    POST_ONE,
    POST_TWO,
    STREET,
    STREET_CLERK,
    STREET_READER,
)
from kernel.errors import Invalid, NotFound
from policy.divisions import Divisions

ROLES: dict[str, tuple[str, ...]] = {
    STREET: (STREET_CLERK, STREET_READER),
    DISTRICT: (POST_ONE, POST_TWO, DISTRICT_CLERK),
    CITY: (CITY_OFFICER,),
    OPERATOR: ADMINISTRATORS,
}


def must_fit(tier: str, division: str, roles: Sequence[str], day: date, places: Divisions) -> None:
    """Refuses roles of another tier, two administrators in one hand, a division that is none.

    三员分立: system, security and audit administrators never overlap (GB/T 22239 8.1.4.2).
    """
    if tier not in ROLES:
        raise _wrong("tier", "层级应为 street、district、city 或 operator。")
    if not roles or len(set(roles)) != len(roles) or not set(roles) <= set(ROLES[tier]):
        raise _wrong("roles", f"该层级的岗位应从 {'、'.join(ROLES[tier])} 中选择。")
    if tier == OPERATOR and len(roles) != 1:
        raise _wrong("roles", "系统管理员、安全管理员、审计管理员不得由一人兼任。")
    if not _exists(tier, division, day, places):
        raise _wrong("division", "区划代码与层级不符，或该区划当日不存在。")


def _exists(tier: str, division: str, day: date, places: Divisions) -> bool:
    try:
        if tier == STREET:
            return bool(places.street(division, day))
        if tier == DISTRICT:
            return bool(places.agency(division, day))
    except NotFound:
        return False
    return division == places.root.code


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code="post-does-not-fit")
