"""How the API's codes read on the administrators' pages. Pure."""

from collections.abc import Mapping
from typing import Any

from portal.forms import Choices
from portal.posts import (
    AUDIT_ADMIN,
    CITY_OFFICER,
    DISTRICT_CLERK,
    NAMES,
    POST_ONE,
    POST_TWO,
    SECURITY_ADMIN,
    STREET_CLERK,
    STREET_READER,
    SYSTEM_ADMIN,
)

SECURITY, SYSTEM = frozenset({SECURITY_ADMIN}), frozenset({SYSTEM_ADMIN})
TIERS = {"street": "街道（乡镇）", "district": "区", "city": "市", "operator": "管理员"}
POSTS_OF: Mapping[str, tuple[str, ...]] = {
    "street": (STREET_CLERK, STREET_READER),
    "district": (POST_ONE, POST_TWO, DISTRICT_CLERK),
    "city": (CITY_OFFICER,),
    "operator": (SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN),
}
POST_CHOICES: Choices = tuple(
    (post, f"{TIERS[tier]}：{NAMES[post]}") for tier, posts in POSTS_OF.items() for post in posts
)
KEY_KINDS = {
    "certificate": "数字证书（RSA、ECDSA、SM2）",
    "webauthn": "安全密钥（WebAuthn）",
    "software-demo": "演示用软件钥匙",
}


def tier_of(post: str) -> str:
    """The tier a post belongs to; empty for what is no post."""
    return next((tier for tier, posts in POSTS_OF.items() if post in posts), "")


def post_names(roles: Any) -> str:
    """In Chinese."""
    return "、".join(NAMES.get(role, role) for role in roles)


def officer_state(officer: Mapping[str, Any], today: str) -> str:
    """在岗, or why somebody does not work; `today` as 2019-04-01."""
    if officer["disabled"]:
        return "停用"
    if officer["valid_from"] > today:
        return "未到岗"
    if officer["valid_to"] and officer["valid_to"] < today:
        return "已离任"
    return "在岗"
