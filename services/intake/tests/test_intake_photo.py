"""Photographs: decided by content, stripped of everything but pixels."""

import base64
import io
import struct
import zlib

import pytest
from PIL import Image

from contracts.intake import AttachPhoto, GetPhoto
from intake.domain.photo import MAX_BYTES, Measure, measure
from kernel.errors import Invalid


def bomb(width, height):
    """A PNG of a few bytes whose header promises that many pixels."""

    def chunk(name, body):
        crc = zlib.crc32(name + body)
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + header + data + chunk(b"IEND", b"")


def exif_picture():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (0, 90, 0)).save(file, "JPEG", exif=exif, comment=b"SECRET")
    return file.getvalue() + b"SECRET-TRAILER"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"GIF89a" + b"\0" * 100, "not-an-image"),
        (b"%PDF-1.4", "not-an-image"),
        (b"\xff\xd8\xff", "not-an-image"),
        (b"x", "not-an-image"),
        (bomb(30000, 30000), "image-too-large"),
        (bomb(6400, 6400), "image-too-large"),
        (bomb(0, 5), "not-an-image"),
        (bomb(100, 100), "not-an-image"),  # too few pixels behind a fine header
        (b"\xff" * (MAX_BYTES + 1), "photo-too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_is_no_photograph_is_refused_and_nothing_is_kept(counter, content, code):
    case = counter.submit()

    with pytest.raises(Invalid) as refusal:
        counter.attach(case, content=content)

    assert refusal.value.code == code and list(refusal.value.fields) == ["content"]
    assert counter.view(case).photos == ()


def test_a_truncated_photograph_is_refused(counter):
    whole = counter.picture((800, 600))
    with pytest.raises(Invalid) as refusal:
        counter.attach(counter.submit(), content=whole[: len(whole) // 2])
    assert refusal.value.code == "not-an-image"


def test_text_that_is_not_base64_is_refused(counter):
    order = AttachPhoto(application_id=counter.submit(), kind="commitment", content="图片")
    with pytest.raises(Invalid) as refusal:
        counter.ask(order)
    assert refusal.value.code == "not-base64"


def test_metadata_goes_and_the_picture_stands_upright(counter):
    case = counter.submit()
    stored = counter.attach(case, content=exif_picture())

    photo = counter.ask(GetPhoto(application_id=case, kind="identity_card"))
    content = base64.b64decode(photo.content)

    assert (stored.width, stored.height, stored.media_type) == (30, 40, "image/jpeg")
    assert b"SECRET" not in content and b"Exif" not in content
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_pixel_is_kept_as_jpeg_or_png(counter, mode):
    format_ = "JPEG" if mode == "CMYK" else "PNG"
    file = io.BytesIO()
    Image.new(mode, (20, 10)).save(file, format_)

    stored = counter.attach(counter.submit(), content=file.getvalue())

    assert stored.media_type == ("image/jpeg" if mode == "CMYK" else "image/png")
    assert (stored.width, stored.height) == (20, 10)


def test_a_photograph_can_be_replaced_before_acceptance_only(counter):
    case = counter.submit()
    first = counter.attach(case)
    second = counter.attach(case, content=counter.picture((50, 50)))

    assert [photo.digest for photo in counter.view(case).photos] == [second.digest]
    assert first.digest != second.digest


def test_the_header_alone_tells_format_and_size(counter):
    for format_ in ("JPEG", "PNG"):
        head = counter.picture((123, 45), format_)[:700]
        assert measure(head) == Measure(format_, 123, 45)
    progressive = counter.picture((123, 45), "JPEG", progressive=True)
    assert measure(progressive) == Measure("JPEG", 123, 45)


def stored_pixels(counter, picture, **options):
    """The picture as it comes back after it was kept."""
    file = io.BytesIO()
    picture.save(file, "PNG", **options)
    case = counter.submit()
    counter.attach(case, content=file.getvalue())
    photo = counter.ask(GetPhoto(application_id=case, kind="identity_card"))
    kept = Image.open(io.BytesIO(base64.b64decode(photo.content)))
    kept.load()
    return kept


def test_sixteen_bits_of_grey_keep_their_shades(counter):
    deep = Image.new("I;16", (256, 1))
    for x in range(256):
        deep.putpixel((x, 0), x * 257)

    kept = stored_pixels(counter, deep)

    assert [kept.getpixel((x, 0)) for x in range(256)] == list(range(256))


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_small_modes_stay_small(counter, mode):
    assert stored_pixels(counter, Image.new(mode, (20, 10))).mode == mode


def test_a_palette_keeps_its_colours_and_what_is_clear(counter):
    drawn = Image.new("RGB", (4, 4), (200, 30, 30))
    drawn.putpixel((0, 0), (0, 0, 250))
    drawn = drawn.quantize(4)
    clear = drawn.getpixel((0, 0))

    kept = stored_pixels(counter, drawn, transparency=clear)

    assert kept.mode == "P"
    assert kept.convert("RGBA").getpixel((0, 0))[3] == 0
    assert kept.convert("RGB").getpixel((1, 1)) == drawn.convert("RGB").getpixel((1, 1))


DAMAGED = [
    b"Exif\0\0II*\0\x08",  # ends within the header
    b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\xff\xff\xff\xff\x06\0",
    b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x02\0\0\0\x02six\0\0\0\0\0",  # text
    b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x05\0\0\0\x01\0\0\0\x1a\0\0\0\0",
    b"Exif\0\0" + b"\xff" * 40,
]


@pytest.mark.parametrize("exif", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_exif_is_ignored(counter, exif):
    stored = counter.attach(counter.submit(), content=counter.picture(exif=exif))

    assert (stored.width, stored.height) == (40, 30)


@pytest.mark.parametrize("wrong", [struct.error, TypeError, KeyError, ZeroDivisionError])
@pytest.mark.parametrize("step", ["load", "turn"])
def test_no_failure_within_the_decoder_is_ours(counter, monkeypatch, wrong, step):
    def fail(*_, **__):
        raise wrong("damaged")

    case = counter.submit()
    if step == "turn":
        monkeypatch.setattr("intake.pictures.ImageOps.exif_transpose", fail)
        assert counter.attach(case).width == 40
        return
    monkeypatch.setattr("intake.pictures.Image.open", fail)
    with pytest.raises(Invalid) as refusal:
        counter.attach(case, content=exif_picture())
    assert refusal.value.code == "not-an-image"
