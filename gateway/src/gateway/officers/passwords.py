"""Passwords: scrypt with a salt; not too short, not too plain."""

import secrets
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from kernel.errors import Invalid

SHORTEST, KINDS = 10, 3


def hash_password(password: str) -> str:
    """scrypt, salted."""
    return generate_password_hash(password, method="scrypt")


def matches(kept: str, password: str) -> bool:
    """Takes as long for nobody, and for somebody without a password, as for a wrong one."""
    return check_password_hash(kept or _nobody(), password) and bool(kept)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_hex(16))


def must_be_strong(password: str, account: str) -> None:
    """At least ten characters of three kinds, without the account's name (8.1.4.1 复杂度)."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    found = sum(any(kind(letter) for letter in password) for kind in kinds)
    if len(password) < SHORTEST or found < KINDS or account.lower() in password.lower():
        sentence = "口令至少10位，须含大写、小写、数字、符号中的三类，且不含账号。"
        raise Invalid(sentence, fields={"password": sentence}, code="weak-password")
