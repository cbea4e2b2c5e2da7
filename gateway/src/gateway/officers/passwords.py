"""Passwords: scrypt with a salt; long enough, not too plain, changed when due (GB/T 22239 8.1.4.1).

`password_from` of an officer says who knows the password besides the officer: the administrator
who set it, or, in a demonstration, everybody who reads the first page.
"""

import secrets
from datetime import datetime, timedelta
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from gateway.store import OfficerRow
from kernel.errors import Conflict, Forbidden, Invalid
from policy import Rules

KINDS = 3
OFFICER, ADMINISTRATOR, PRINTED = "officer", "admin", "printed"


def hash_password(password: str) -> str:
    """scrypt, salted."""
    return generate_password_hash(password, method="scrypt")


def matches(kept: str, password: str) -> bool:
    """Takes as long for nobody, and for somebody without a password, as for a wrong one."""
    return check_password_hash(kept or _nobody(), password) and bool(kept)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_hex(16))


def give_password(
    officer: OfficerRow, password: str, giver: str, now: datetime, rules: Rules
) -> None:
    """A new password from this hand; raises Invalid where it is weak or was used lately."""
    must_be_strong(password, officer.account, rules.password_length)
    lately = [one for one in (officer.password_hash, *officer.former_hashes) if one]
    lately = lately[: rules.password_history]
    if any(check_password_hash(one, password) for one in lately):
        raise _refused(f"口令不得与最近{rules.password_history}次用过的相同。", "password-used")
    officer.former_hashes = lately[: rules.password_history - 1]
    officer.password_hash = hash_password(password)
    officer.password_from, officer.password_set_at = giver, now


def must_be_strong(password: str, account: str, shortest: int) -> None:
    """Long enough, of three kinds of characters, without the account's name."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda one: not one.isalnum())
    found = sum(any(kind(letter) for letter in password) for kind in kinds)
    if len(password) < shortest or found < KINDS or account.lower() in password.lower():
        sentence = f"口令至少{shortest}位，须含大写、小写、数字、符号中的三类，且不含账号。"
        raise _refused(sentence, "weak-password")


def must_be_old_enough(officer: OfficerRow, now: datetime, rules: Rules) -> None:
    """One's own password is not changed so quickly that the last few could come back."""
    days = rules.password_least_days
    changed = officer.password_set_at if officer.password_from == OFFICER else None
    if changed is not None and now < changed + timedelta(days=days):
        sentence = f"口令修改未满{days}天；如怀疑泄露，请安全管理员重新设置。"
        raise Conflict(sentence, code="password-too-new")


def is_due(officer: OfficerRow, now: datetime, rules: Rules, demo: bool) -> bool:
    """Whether it must be changed first: another knows it, or it is too old.

    A demonstration prints its accounts' password and never asks for another.
    """
    if officer.password_from == PRINTED and demo:
        return False
    age = now - (officer.password_set_at or now)
    return officer.password_from != OFFICER or age >= timedelta(days=rules.password_days)


def password_due() -> Forbidden:
    """To whoever asks for anything else meanwhile."""
    return Forbidden(
        "口令由管理员设置或已到期，请先修改本人口令，再重新登录办理。", code="password-due"
    )


def _refused(sentence: str, code: str) -> Invalid:
    return Invalid(sentence, fields={"password": sentence}, code=code)
