"""Who works where: each street has a clerk and a reader, each district three at the posts."""

from contracts.caller import (
    APPLICANT,
    CITY,
    CITY_OFFICER,
    DISTRICT,
    DISTRICT_CLERK,
    POST_ONE,
    POST_TWO,
    PUBLIC_CALLER,
    STREET,
    STREET_CLERK,
    STREET_READER,
    SYSTEM_CALLER,
    Caller,
)

__all__ = ["CITY_HALL", "PUBLIC", "TEACHER", "applicant", "clerk", "district", "post", "reader"]

POSTS = 3
PUBLIC = PUBLIC_CALLER
TEACHER = SYSTEM_CALLER
CITY_HALL = Caller(
    subject="city", name="市级经办", tier=CITY, roles=(CITY_OFFICER,), division="110000"
)


def clerk(street: str) -> Caller:
    """街道经办人."""
    return _at_street(street, "clerk", "经办", STREET_CLERK)


def reader(street: str) -> Caller:
    """街道复核人."""
    return _at_street(street, "reader", "复核", STREET_READER)


def post(agency: str, number: int, key: int | None = None) -> Caller:
    """One of the district's reviewers, who may sit at either post; `key`: whose key is used."""
    number %= POSTS
    return Caller(
        subject=f"post-{agency}-{number}",
        name=f"复核员{agency}-{number}",
        tier=DISTRICT,
        roles=(POST_ONE, POST_TWO),
        division=agency,
        key_serial=f"KEY-{agency}-{number if key is None else key % POSTS}",
    )


def district(agency: str) -> Caller:
    """区经办人, who sends the lists."""
    return Caller(
        subject=f"district-{agency}",
        name=f"区经办{agency}",
        tier=DISTRICT,
        roles=(DISTRICT_CLERK,),
        division=agency,
        key_serial=f"KEY-{agency}-list",
    )


def applicant(application_id: str, channel: str) -> Caller:
    """The person, at a phone or a PC."""
    return Caller(subject=application_id, name="本人", tier=APPLICANT, channel=channel)


def _at_street(street: str, word: str, title: str, role: str) -> Caller:
    return Caller(
        subject=f"{word}-{street}",
        name=f"{title}{street}",
        tier=STREET,
        roles=(role,),
        division=street,
        key_serial=f"KEY-{street}-{word}",
    )
