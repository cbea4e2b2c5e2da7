"""双岗复核: two officers, two keys, never the street's own hand (京劳服失发〔2019〕1号 三.3).

Counted for each application and round (domain reading Q25): a person may be the first for one
application and the second for another.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kernel.errors import Conflict, Forbidden, Invalid

__all__ = [
    "FIRST",
    "INITIAL",
    "SECOND",
    "Post",
    "must_be_another_certificate",
    "must_not_be_handed_on",
    "post_of",
    "second_reader_of",
    "shortest_look",
    "two_hands",
]

INITIAL, FIRST, SECOND = "initial", "first", "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One decision at one post, by one officer with one key (钥匙盘).

    `certificate` is the fingerprint of the public key that its signature was checked with.
    """

    post: str
    officer: str
    key_serial: str
    at: datetime
    dossier_version: int
    round: int
    officer_name: str = ""
    certificate: str = ""
    second_reader: str = ""
    second_reader_name: str = ""
    looked: int | None = None  # seconds the officer had the dossier open before

    @property
    def place(self) -> int:
        """Its place in the flow of a round."""
        return (INITIAL, FIRST, SECOND).index(self.post)


def post_of(posts: Sequence[Post], post: str, round_: int, version: int) -> Post | None:
    """The decision of this round on this version, if it was made."""
    for made in posts:
        if (made.post, made.round, made.dossier_version) == (post, round_, version):
            return made
    return None


def shortest_look(first: Post, second: Post) -> int | None:
    """The shorter of both; None where nobody noted one."""
    known = [made.looked for made in (first, second) if made.looked is not None]
    return min(known, default=None)


def two_hands(earlier: Sequence[Post], officer: str, key_serial: str) -> None:
    """Refuses a district post by a hand that has already acted in this round.

    Codes: key-missing, same-officer, same-key. No setting turns this off.
    """
    if not key_serial.strip():
        raise key_missing()
    for made in earlier:
        if officer in (made.officer, made.second_reader):
            raise same_officer()
        if made.post != INITIAL and made.key_serial == key_serial:
            raise same_key()


def must_not_be_handed_on(first: Post, rebound_at: datetime | None) -> None:
    """Refuses a key that came from another officer's hand after the first post was made.

    Such a key may have made the first post's work possible twice by one person.
    """
    if rebound_at is not None and rebound_at >= first.at:
        raise Conflict(
            "该钥匙盘在第一次复核之后换绑过，不能用于本件第二次复核，请更换经办人办理。",
            code="key-handed-on",
        )


def must_be_another_certificate(first: Post, certificate: str) -> None:
    """Two serial numbers with one certificate's key are one key."""
    if first.certificate == certificate:
        raise same_key()


def second_reader_of(name: str, hands: Sequence[str]) -> str:
    """复核人 of 附件2: named, and none of the hands that pass the review (domain reading Q19)."""
    name = name.strip()
    sentence = "复核人不能为空，且须与初审人不是同一人。"
    if not name or _letters(name) in {_letters(hand) for hand in hands}:
        raise Invalid(sentence, fields={"second_reader": sentence}, code="same-reader")
    return name


def _letters(name: str) -> str:
    """A name without spaces and width variants: 张 三 is 张三."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def first_missing() -> Conflict:
    """The second post rests on the first, made in this round on this dossier."""
    return Conflict("第一次复核尚未通过，不能进行第二次复核确认。", code="first-post-missing")


def key_missing() -> Forbidden:
    """The rule and the database constraint refuse with the same words."""
    return Forbidden("未识别到钥匙盘，请插入本人钥匙盘后再办理。", code="key-missing")


def same_officer() -> Conflict:
    """The rule and the database constraint refuse with the same words."""
    return Conflict("初审和两次复核不能为同一个经办人，请由另一名经办人办理。", code="same-officer")


def same_key() -> Conflict:
    """The rule and the database constraint refuse with the same words."""
    return Conflict("两次复核不能使用同一个钥匙盘，请更换本人钥匙盘办理。", code="same-key")


def post_decided() -> Conflict:
    """Somebody was quicker."""
    return Conflict("该岗位本轮复核已经办结，请刷新后查看。", code="post-decided")
