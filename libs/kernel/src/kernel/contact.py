"""Ways to reach and to pay a person: mobile, landline, WeChat, bank account; and their masks.

附件3 lets a person give a landline (固话), a mobile (手机) or a WeChat name (微信).
"""

import re
import unicodedata
from typing import Literal

from kernel.errors import Invalid

__all__ = [
    "ContactKind",
    "InvalidAccount",
    "InvalidContact",
    "account",
    "blot",
    "kind",
    "mask_account",
    "mask_name",
    "mask_phone",
    "normalise",
    "tail4",
]

ContactKind = Literal["mobile", "landline", "wechat"]

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE = re.compile(r"(?:(010|02\d)-?(\d{8}))|(?:(0[3-9]\d{2})-?(\d{7,8}))", re.ASCII)
_LOCAL = re.compile(r"[2-9]\d{7}", re.ASCII)
_WECHAT = re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}", re.ASCII)
_LABEL = re.compile(r"^[^\x00-\x7f]{1,20}(?:id|ID)?[:：,，]?(?=[+\w])")
_LONG = re.compile(r"\d(?:[ \u3000]?\d){8,}[Xx]?")
_ACCOUNT = re.compile(r"\d{8,22}", re.ASCII)


class InvalidContact(Invalid):
    """Not a mobile, a landline or a WeChat name."""

    code = "invalid-contact"


class InvalidAccount(Invalid):
    """Not a bank account number."""

    code = "invalid-account"


def normalise(text: str) -> str:
    """The one stored form: 13800000000, 010-88886666, or the WeChat name as written.

    Eight bare digits are a Beijing landline. What people write before it ("张三 138…",
    "微信号：…") is left out. Raises InvalidContact when it is none of the three.
    """
    plain = _LABEL.sub("", _plain(text))
    digits = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", plain.replace("-", ""))
    if _MOBILE.fullmatch(digits):
        return digits
    if _LOCAL.fullmatch(digits):
        return f"010-{digits}"
    if found := _LANDLINE.fullmatch(plain):
        return "-".join(part for part in found.groups() if part)
    if _WECHAT.fullmatch(plain):
        return plain
    raise InvalidContact("联系方式应为手机号、固定电话（外地须加区号）或微信号，如 13800000000。")


def kind(contact: str) -> ContactKind:
    """Which of the three it is; a landline cannot get a text message (短信)."""
    stored = normalise(contact)
    if _MOBILE.fullmatch(stored):
        return "mobile"
    return "landline" if _LANDLINE.fullmatch(stored) else "wechat"


def account(text: str) -> str:
    """A bank account as bare digits; raises InvalidAccount.

    Only cards (starting 62, 16 to 19 digits) carry a Luhn digit. Passbooks (存折), still common at
    邮储, do not, so for them the bank's own answer decides.
    """
    digits = _plain(text).replace("-", "")
    if not _ACCOUNT.fullmatch(digits):
        raise InvalidAccount("银行账号应为8至22位数字，请核对存折或银行卡。")
    if digits.startswith("62") and 16 <= len(digits) <= 19 and not _luhn(digits):
        raise InvalidAccount("银行卡号校验不通过，请核对银行卡。")
    return digits


def mask_name(name: str) -> str:
    """Keep the first character, of a double surname too: 张三 -> 张*, 欧阳某 -> 欧**."""
    name = name.strip()
    return name[:1] + "*" * (len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_phone(contact: str) -> str:
    """138****0000, 010-****6666; of a WeChat name the first two characters."""
    if _MOBILE.fullmatch(contact):
        return f"{contact[:3]}****{contact[-4:]}"
    if _LANDLINE.fullmatch(contact) or _LOCAL.fullmatch(contact):
        head, dash, number = contact.rpartition("-")
        return f"{head}{dash}{'*' * (len(number) - 4)}{number[-4:]}"
    return f"{contact[:2]}****"


def mask_account(number: str) -> str:
    """Stars, and the last four digits."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def blot(text: str, *names: str) -> str:
    """A sentence of somebody else's with stars for long numbers and for these names.

    Identity numbers, accounts and mobiles have nine digits or more, written together or in groups;
    a day (20190401) or a month stays readable.
    """
    for name in names:
        text = text.replace(name, mask_name(name)) if len(name) > 1 else text
    return _LONG.sub(lambda found: "*" * len(found[0]), text)


def tail4(text: str) -> str:
    """The last four characters, as letters quote an account or a number (尾号)."""
    return text[-4:]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (sum(doubled) + sum(int(d) for d in digits[-1::-2])) % 10 == 0
