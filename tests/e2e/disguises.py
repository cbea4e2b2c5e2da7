"""The same words in other clothes: reversed, as hexadecimal, base64 or URL, and packed by zlib."""

import base64
import re
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from leaks import STREET

from simulators.story.people import Person

PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")
MOST = 1 << 22  # bytes unpacked of one stream


class Disguised:
    """The personal data of a few people, as it may stand without standing in clear."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.forms: dict[bytes, str] = {}
        for person in people:
            number = person.id_number
            digits = (number, number[:6] + number[8:17], person.account, person.contact)
            for word in (*digits, person.emergency_contact, person.name, STREET):
                for dress, form in dressed(word):
                    self.forms[form] = f"{word} {dress}"
        self.known = re.compile(b"|".join(map(re.escape, self.forms)), re.IGNORECASE)
        self.lower = {form.lower(): told for form, told in self.forms.items()}

    def found(self, content: bytes) -> set[str]:
        """Which of them stand in this, or in what is packed in it."""
        return {
            self.lower[each.lower()]
            for layer in (content, *unpacked(content))
            for each in self.known.findall(layer)
        }


def dressed(word: str) -> Iterator[tuple[str, bytes]]:
    """Name of the disguise, and the bytes that it leaves."""
    plain = word.encode()
    yield "in clear", plain
    yield "reversed", word[::-1].encode()
    yield "as hexadecimal", plain.hex().encode()
    if not word.isascii():
        yield "as a URL", quote(word).encode()
        yield "as UTF-16", word.encode("utf-16-le")
    for before in range(3):  # wherever in a longer text it begins
        coded = base64.b64encode(b"\0" * before + plain)
        first = -(-8 * before // 6)
        whole = coded[first : (8 * (before + len(plain))) // 6]
        yield "as base64", whole
        yield "as base64 for URLs", whole.translate(bytes.maketrans(b"+/", b"-_"))


def unpacked(content: bytes) -> Iterator[bytes]:
    """Everything in it that zlib or gzip can open."""
    for start in PACKED.finditer(content):
        opener = zlib.decompressobj(wbits=47)  # either header
        try:
            layer = opener.decompress(content[start.start() :], MOST)
        except zlib.error:
            continue
        if layer:
            yield layer
