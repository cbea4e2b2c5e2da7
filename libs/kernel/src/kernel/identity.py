"""Citizen identity numbers (公民身份号码, GB 11643), read as the people of this scheme carry them.

The area code is not checked against the years it was in force: many born before 1990 hold numbers
of counties that had been renamed by then (110223 通县), and their cards are genuine.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kernel.errors import Invalid

__all__ = ["IdentityNumber", "InvalidIdentity", "Sex", "compose", "normalise", "parse"]

Sex = Literal["male", "female"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_LEGACY = re.compile(r"\d{15}", re.ASCII)
# 81 to 83 are residence permits (港澳台居民居住证), 9 is foreigners; no card starts with 71.
_PREFIX = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|8[1-3]|9")


class InvalidIdentity(Invalid):
    """Not an identity number; the sentence says what is wrong and never repeats the number."""

    code = "invalid-identity"


@dataclass(frozen=True, slots=True, repr=False)
class IdentityNumber:
    """A valid number of 18 characters. Printing it shows the masked form only."""

    text: str

    def __post_init__(self) -> None:
        _verify(self.text)

    @property
    def birth_date(self) -> date:
        """The birth date written in the number."""
        return _birth(self.text)

    @property
    def sex(self) -> Sex:
        """By the 17th digit: odd is male, even is female."""
        return "male" if int(self.text[16]) % 2 else "female"

    @property
    def area(self) -> str:
        """The six digits of where it was first issued; says nothing about today's hukou."""
        return self.text[:6]

    @property
    def kind(self) -> Literal["citizen", "permit", "foreigner"]:
        """Resident card, 港澳台 residence permit, or foreigner's permanent residence card."""
        if self.text[0] == "9":
            return "foreigner"
        return "permit" if self.text[0] == "8" else "citizen"

    @property
    def tail4(self) -> str:
        """The last four characters, as letters quote it (身份证尾号)."""
        return self.text[-4:]

    @property
    def masked(self) -> str:
        """First two and last two: more would leave only the birth date to guess."""
        return f"{self.text[:2]}{'*' * 14}{self.text[-2:]}"

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"IdentityNumber({self.masked})"


def normalise(text: str) -> str:
    """Full-width to half-width, no spaces, upper-case X, 15 digits to 18. Checks nothing."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    if not _LEGACY.fullmatch(plain):
        return plain
    # Only numbers issued before October 1999 have 15 digits, so the century is always 19.
    body = f"{plain[:6]}19{plain[6:]}"
    return body + _check_digit(body)


def parse(text: str) -> IdentityNumber:
    """Read a number in any form `normalise` knows; raises InvalidIdentity with the reason."""
    return IdentityNumber(normalise(text))


def compose(area: str, birth: date, sequence: int) -> str:
    """Make up a valid number for tests and simulators; `sequence` is 0 to 999, odd for men."""
    if not re.fullmatch(r"\d{6}", area, re.ASCII) or not 0 <= sequence <= 999:
        raise ValueError("area has six digits, sequence is 0 to 999")
    body = f"{area}{birth:%Y%m%d}{sequence:03d}"
    return body + _check_digit(body)


def _verify(text: str) -> None:
    if len(text) != 18:
        raise InvalidIdentity(f"身份证号码应为18位（老证15位），现为{len(text)}位。")
    if not _SHAPE.fullmatch(text):
        raise InvalidIdentity("身份证号码前17位应为数字，最后一位应为数字或X。")
    if not _PREFIX.match(text):
        raise InvalidIdentity("身份证号码前两位不是有效的省级代码，请核对原件。")
    _birth(text)
    if text[17] != _check_digit(text[:17]):
        raise InvalidIdentity("身份证号码校验位不正确，请核对原件。")


def _birth(text: str) -> date:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        raise InvalidIdentity("身份证号码中的出生日期不存在，请核对原件。") from None


def _check_digit(body: str) -> str:
    return _CHECK[sum(int(c) * w for c, w in zip(body, _WEIGHTS, strict=True)) % 11]
