"""The darkroom: decodes a photograph, turns it upright and writes it anew without metadata."""

import base64
import binascii
import hashlib
import io
import warnings

from PIL import Image, ImageOps

from intake.domain.photo import MAX_BYTES, MAX_PIXELS, NotAnImage, TooLarge, measure
from intake.store.records import Picture
from kernel.errors import Invalid

_MEDIA = {"JPEG": "image/jpeg", "PNG": "image/png"}
_BASE64_MAX = MAX_BYTES // 3 * 4 + 8
_PLAIN_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "P", "RGB", "RGBA"}}
_DEEP = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")  # grey of more than 8 bits
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def unpacked(text: str) -> bytes:
    """The file behind base64; raises Invalid before anything larger than 10 MB is built."""
    message = "文件超过10MB，请压缩后重新上传。"
    if len(text) > _BASE64_MAX:
        raise Invalid(message, fields={"content": message}, code="photo-too-large")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        wrong = "文件内容应为base64编码。"
        raise Invalid(wrong, fields={"content": wrong}, code="not-base64") from None
    if len(content) > MAX_BYTES:
        raise Invalid(message, fields={"content": message}, code="photo-too-large")
    return content


def developed(kind: str, content: bytes) -> Picture:
    """The photograph as it is kept; raises NotAnImage or TooLarge.

    The whole picture is decoded and written again, so that nothing hidden behind or beside the
    pixels (EXIF, place, comments, appended files) survives.
    """
    format_ = measure(content).format
    picture = _plain(_decoded(content), format_)
    written = _written(picture, format_)
    return Picture(
        kind=kind,
        digest=hashlib.sha256(written).hexdigest(),
        media_type=_MEDIA[format_],
        width=picture.width,
        height=picture.height,
        size=len(written),
        content=written,
    )


def _decoded(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture: Image.Image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
            if picture.width * picture.height > MAX_PIXELS:
                raise TooLarge
            picture.load()
    except _BOMBS:
        raise TooLarge from None
    except TooLarge:
        raise
    except Exception:  # a damaged file may fail anywhere in the decoder
        raise NotAnImage from None
    return _upright(picture)


def _upright(picture: Image.Image) -> Image.Image:
    try:
        # In place: a second copy of forty million pixels is not needed.
        ImageOps.exif_transpose(picture, in_place=True)
    except Exception:  # a damaged EXIF says nothing about the way up; the pixels are sound
        picture.info.pop("exif", None)
    return picture


def _plain(picture: Image.Image, format_: str) -> Image.Image:
    if picture.mode in _DEEP:
        picture = _eight_bits(picture)
    if picture.mode not in _PLAIN_MODES[format_]:
        clear = "transparency" in picture.info or picture.mode in ("LA", "PA")
        picture = picture.convert("RGBA" if clear and format_ == "PNG" else "RGB")
    clear = picture.info.get("transparency")
    picture.info = {} if clear is None or picture.mode != "P" else {"transparency": clear}
    return picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Sixteen bits of grey as eight; converting without scaling would clip all to white."""
    whole = picture.convert("I")
    return whole.point(lambda grey: grey * (1 / 257) + 0.5).convert("L")


def _written(picture: Image.Image, format_: str) -> bytes:
    file = io.BytesIO()
    if format_ == "JPEG":
        picture.save(file, "JPEG", quality=90, exif=b"")
    else:
        picture.save(file, "PNG", exif=b"", compress_level=1)  # seconds less, little larger
    return file.getvalue()
