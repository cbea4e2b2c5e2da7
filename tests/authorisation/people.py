"""Everybody who might try: each post at home and abroad, and those who hold none that counts."""

from uuid import UUID, uuid4
from zlib import crc32

from contracts.caller import (
    APPLICANT,
    CITY,
    CITY_OFFICER,
    DISTRICT,
    DISTRICT_CLERK,
    OPERATOR,
    POST_ONE,
    POST_TWO,
    PUBLIC_CALLER,
    STREET,
    STREET_CLERK,
    STREET_READER,
    Caller,
)

HOME, NEXT_DOOR, ABROAD = "110101001", "110101002", "110105021"  # street, its neighbour, another's
DISTRICT_CODE, OTHER_DISTRICT = "110101", "110105"
STREET_POSTS = (STREET_CLERK, STREET_READER)
DISTRICT_POSTS = (POST_ONE, POST_TWO, DISTRICT_CLERK)
POSTS = (*STREET_POSTS, *DISTRICT_POSTS, CITY_OFFICER)
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")


def officer(tier: str, division: str, *roles: str, name: str = "") -> Caller:
    """An officer with a key of their own."""
    name = name or "-".join((tier, division, *roles))[:60]
    return Caller(
        subject=name,
        name=name,
        tier=tier,
        roles=roles,
        division=division,
        key_serial=f"K{crc32(name.encode())}",
    )


def applicant(case: UUID) -> Caller:
    """The person of a case."""
    return Caller(subject=str(case), tier=APPLICANT, channel="pc")


def everybody() -> list[Caller]:
    """All officers; whose case it is stands apart, see `applicants`."""
    streets = [
        officer(STREET, at, post) for at in (HOME, NEXT_DOOR, ABROAD) for post in STREET_POSTS
    ]
    districts = [
        officer(DISTRICT, at, post)
        for at in (DISTRICT_CODE, OTHER_DISTRICT)
        for post in DISTRICT_POSTS
    ]
    return [
        *streets,
        *districts,
        officer(DISTRICT, DISTRICT_CODE, POST_ONE, POST_TWO),
        officer(CITY, "110000", CITY_OFFICER),
        *at_the_wrong_desk(),
        *(officer(OPERATOR, "110000", role) for role in ("operator", *ADMINISTRATORS)),
        *(officer(tier, at) for tier, at in ((STREET, HOME), (DISTRICT, DISTRICT_CODE))),
        officer(CITY, "110000"),
        PUBLIC_CALLER,
        Caller(subject="someone", tier="no-such-tier", roles=POSTS, division=HOME),
    ]


def at_the_wrong_desk() -> list[Caller]:
    """Posts in hands of another tier, where they count for nothing."""
    return [
        *(officer(DISTRICT, DISTRICT_CODE, post) for post in STREET_POSTS),
        *(officer(STREET, HOME, post) for post in (*DISTRICT_POSTS, CITY_OFFICER)),
        officer(CITY, "110000", STREET_CLERK, *DISTRICT_POSTS),
        officer(OPERATOR, HOME, *POSTS),
    ]


def applicants(case: UUID) -> list[Caller]:
    """The person of this case, and of another; the second is the same for all cases."""
    return [applicant(case), SOMEBODY_ELSE]


SOMEBODY_ELSE = applicant(uuid4())
