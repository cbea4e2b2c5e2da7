"""The centre's letter about a file of deduction results, when it is brought by hand.

Letters over the broker are opened by `partners`. Payments knows the centre's public keys alone,
`{"own": [], "others": {"centre": [JWK, …]}}`, and opens nothing that is sealed.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any

from kernel.errors import Conflict, Invalid
from outside.centre import DeductFile
from outside.envelope import NotUsable, Opened, open_letter
from outside.keys import BadKeys, KeyBook
from outside.letters import LINGBU
from outside.partners import PARTNERS

__all__ = ["opened"]

CENTRE = "centre"
SENTENCES = {
    "unknown-key": "签名所用的密钥不是已登记的社保中心密钥。",
    "bad-signature": "社保中心的签名不正确，来文已被改动或不是其签署。",
    "wrong-partner": "来文不是社保中心发给本系统的。",
    "unknown-message": "来文不是扣款结果文件的通知。",
    "expired": "来文已过有效期。",
}


def opened(letter: dict[str, str], settings: Any, now: datetime) -> DeductFile:
    """The letter, if the centre signed it; raises Invalid with what is wrong, Conflict where no
    key of the centre is known here."""
    try:
        found: Opened | None = open_letter(
            letter, CENTRE, _book(settings.get("CENTRE_KEYS", "")), PARTNERS, now
        )
    except BadKeys:
        sentence = "本系统尚未登记社保中心的公钥，不能核对签名，请联系系统管理员。"
        raise Conflict(sentence, code="centre-keys-missing") from None
    except (TypeError, AttributeError, KeyError):  # a header that is JSON of another shape
        found = None
    except NotUsable as error:
        sentence = SENTENCES.get(error.code, "来文格式不正确。")
        field = {
            "signature" if "sign" in error.code or "key" in error.code else "payload": sentence
        }
        raise Invalid(sentence, fields=field, code=f"letter-{error.code}") from None
    if found is None or not isinstance(found.letter, DeductFile):
        sentence = SENTENCES["unknown-message"]
        raise Invalid(sentence, fields={"payload": sentence}, code="letter-unknown-message")
    return found.letter


@lru_cache(maxsize=4)
def _book(text: str) -> KeyBook:
    return KeyBook.from_text(text, LINGBU)
