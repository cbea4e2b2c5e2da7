"""Bodies and files that are not what they say they are."""

import io
import json
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image
from PIL.ExifTags import Base

SCRIPT = b"<script>alert('HOSTILE-7f3a')</script>"
PHONE = b"13912345678"


def bodies() -> Iterator[tuple[str, bytes]]:
    """What no JSON parser should take, or only one reader of two would understand."""
    good = '{"id_number": "王"}'
    for name in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "big5", "utf-7"):
        yield name, good.encode(name)
    yield "a mark before", b"\xef\xbb\xbf" + good.encode()
    yield "overlong slash", b'{"id_number": "\xc0\xaf"}'
    yield "overlong nul", b'{"id_number": "\xc0\x80"}'
    yield "half a letter", b'{"id_number": "\xe7\x8e"}'
    yield "a surrogate in bytes", b'{"id_number": "\xed\xa0\x80"}'
    yield "beyond the last letter", b'{"id_number": "\xf4\x90\x80\x80"}'
    for byte in (0x00, 0x80, 0xC1, 0xF5, 0xFE, 0xFF):
        yield f"a byte {byte:02x}", b'{"id_number": "' + bytes([byte]) + b'"}'
    for escape in (r"\ud800", r"\udfff\ud800", r"\u0000", r"\x41", r"\u12", r"\uD83D", r"\'"):
        yield f"the escape {escape}", f'{{"id_number": "{escape}"}}'.encode()
    for number in (
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "-1e999",
        "-0",
        "01",
        "+1",
        "0x1",
        ".5",
    ):
        yield f"the number {number}", f'{{"limit": {number}}}'.encode()
    for digits in (11, 20, 400, 4_301, 100_000):
        yield f"{digits} digits", b'{"limit": ' + b"9" * digits + b"}"
        yield f"{digits} decimals", b'{"limit": 1.' + b"9" * digits + b"}"
    for depth in (19, 21, 100, 5_000, 400_000):
        yield f"{depth} lists", b"[" * depth + b"]" * depth
        yield f"{depth} open", b'{"a":' * depth
    for name in ("id_number", "__proto__", "constructor", "", "\\u0069d_number"):
        text = f'{{"{name}": 1, "{name}": 2}}'
        yield f"{name} twice", text.encode()
    for text in ("", " ", "{", "}", "{}{}", "{},", "[1,]", "{'a': 1}", "nul", "//x", '{"a"}', "\0"):
        yield f"no JSON {text!r}", text.encode()
    for text in ("[]", '"x"', "1", "null", "true", "[[]]", '{"a": {}}'):
        yield f"no object {text}", text.encode()
    yield "many names", json.dumps({f"n{n}": n for n in range(50_000)}).encode()
    yield "a megabyte", b'"' + b"a" * 1_100_000 + b'"'
    yield "many strings", b"[" + b'"",' * 200_000 + b'""]'
    yield "pickle", b"\x80\x04cos\nsystem\n(S'id'\ntR."
    yield "yaml", b"!!python/object/apply:os.system ['id']"
    yield "xml", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    yield "gzip", b"\x1f\x8b\x08" + zlib.compress(good.encode())


def noise(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """A good body with some bytes changed, dropped or doubled."""
    chance = random.Random(seed)
    good = json.dumps({"id_number": "11010119800101001X", "limit": 20, "state": None}).encode()
    for number in range(count):
        body = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(body))
            match chance.randrange(3):
                case 0:
                    body[at] = chance.randrange(256)
                case 1:
                    del body[at]
                case _:
                    body[at:at] = bytes([chance.randrange(256)]) * chance.randint(1, 9)
        yield f"noise {seed}:{number}", bytes(body)


def _picture(kind: str, size: tuple[int, int] = (320, 240), **how: object) -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(file, kind, **how)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    body = kind + data
    return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))


def _bomb(width: int, height: int, data: bytes = b"") -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + _chunk(b"IDAT", data or zlib.compress(b"0"))
        + _chunk(b"IEND", b"")
    )


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/cron.d/x", b"0" * 5_000_000)
    return file.getvalue()


def files() -> Iterator[tuple[str, bytes]]:
    """No photographs: refused, whatever their name and type say."""
    jpeg, png = _picture("JPEG"), _picture("PNG")
    yield from {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>",
        "page": b"<!doctype html>" + SCRIPT,
        "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript>>>>endobj\n%%EOF",
        "zip": _zip(),
        "gif": b"GIF89a" + bytes(400),
        "gif with script": b"GIF89a/*" + SCRIPT + b"*/=1;",
        "bmp": _picture("BMP", (20, 20)),
        "tiff": _picture("TIFF", (20, 20)),
        "webp header": b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(40),
        "elf": b"\x7fELF" + bytes(200),
        "exe": b"MZ" + bytes(200),
        "php in jpeg head": b"\xff\xd8\xff\xe0<?php system('id'); ?>",
        "jpeg head alone": b"\xff\xd8\xff",
        "png head alone": b"\x89PNG\r\n\x1a\n",
        "bomb 60000": _bomb(60_000, 60_000),
        "bomb wide": _bomb(2_000_000_000, 1),
        "bomb negative": _bomb(0xFFFFFFFF, 0xFFFFFFFF),
        "bomb no width": _bomb(0, 100),
        "bomb of zeros": _bomb(30_000, 30_000, zlib.compress(bytes(20_000_000), 9)),
        "nothing of png": png[:33],
        "text": b"hello",
        "nul": bytes(1000),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n",
        "ico": b"\x00\x00\x01\x00\x01\x00" + bytes(60),
    }.items()
    for length in range(10, len(jpeg), max(1, len(jpeg) // 20)):
        yield f"jpeg cut at {length}", jpeg[:length]
    for length in range(10, len(png) - 20, max(1, len(png) // 20)):
        yield f"png cut at {length}", png[:length]


def polyglots() -> Iterator[tuple[str, bytes]]:
    """True photographs with something else in them: what else there was must not survive."""
    jpeg, png = _picture("JPEG"), _picture("PNG")
    yield "page after jpeg", jpeg + b"<!doctype html>" + SCRIPT
    yield "zip after jpeg", jpeg + b"HOSTILE-7f3a" + _zip()[:4000]
    yield "pdf in jpeg", jpeg[:2] + _comment(b"%PDF-1.7 HOSTILE-7f3a") + jpeg[2:]
    yield "script in comment", jpeg[:2] + _comment(SCRIPT) + jpeg[2:]
    yield "page after png", png + SCRIPT
    yield "text in png", png[:33] + _chunk(b"tEXt", b"Comment\0" + SCRIPT) + png[33:]
    yield "profile in png", _picture("PNG", icc_profile=b"HOSTILE-7f3a" * 50)
    exif = Image.Exif()
    exif[Base.Artist], exif[Base.ImageDescription] = "HOSTILE-7f3a", PHONE.decode()
    yield "place and owner in jpeg", _picture("JPEG", exif=exif)


def _comment(text: bytes) -> bytes:
    return b"\xff\xfe" + struct.pack(">H", len(text) + 2) + text
