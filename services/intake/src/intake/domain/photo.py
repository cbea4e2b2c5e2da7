"""拍照上传: what a photograph is, told from its first bytes before anything is decoded."""

from collections.abc import Iterator
from dataclasses import dataclass

from kernel.errors import Invalid

__all__ = ["KINDS", "MAX_BYTES", "MAX_PIXELS", "Measure", "NotAnImage", "TooLarge", "measure"]

MAX_BYTES = 10 * 1024 * 1024  # per file, issue of the first release
MAX_PIXELS = 40_000_000  # more than any document camera; decoded it takes 120 MB
KINDS = {"identity_card": "身份证", "application_form": "申请表", "commitment": "承诺书"}

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0–SOF15 without DHT, JPG, DAC
_BARE = frozenset(range(0xD0, 0xD8)) | {0x01}  # markers without a length


class NotAnImage(Invalid):
    """Neither JPEG nor PNG, or damaged."""

    code = "not-an-image"

    def __init__(self, message: str = "文件不是JPEG或PNG图片，或已损坏，请重新拍照。") -> None:
        super().__init__(message, fields={"content": message})


class TooLarge(Invalid):
    """More pixels than a photograph of a document can have."""

    code = "image-too-large"

    def __init__(self) -> None:
        message = f"图片像素过多（上限{MAX_PIXELS // 10_000}万），请降低分辨率后重新拍照。"
        super().__init__(message, fields={"content": message})


@dataclass(frozen=True, slots=True)
class Measure:
    """What a header says: format "JPEG" or "PNG", width and height in pixels."""

    format: str
    width: int
    height: int


def measure(content: bytes) -> Measure:
    """Reads format and size from the header alone; raises NotAnImage or TooLarge.

    So a few bytes that would unfold into gigabytes (图片炸弹) are refused before decoding.
    """
    found = _png(content) or _jpeg(content)
    if found is None or not found.width or not found.height:
        raise NotAnImage
    if found.width * found.height > MAX_PIXELS:
        raise TooLarge
    return found


def _png(content: bytes) -> Measure | None:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 24:
        return None
    return Measure("PNG", _number(content[16:20]), _number(content[20:24]))


def _jpeg(content: bytes) -> Measure | None:
    if not content.startswith(_JPEG):
        return None
    for marker, at in _segments(content):
        if marker in _FRAMES and at + 9 <= len(content):  # FF xx, length, precision, height, width
            height, width = _number(content[at + 5 : at + 7]), _number(content[at + 7 : at + 9])
            return Measure("JPEG", width, height)
    return None


def _segments(content: bytes) -> Iterator[tuple[int, int]]:
    """Marker and place of each segment up to the scan."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:  # fill bytes before a marker
            at += 1
        elif marker in _BARE:
            at += 2
        elif marker == 0xDA:
            return
        else:
            yield marker, at
            at += 2 + max(_number(content[at + 2 : at + 4]), 2)


def _number(octets: bytes) -> int:
    return int.from_bytes(octets, "big")
