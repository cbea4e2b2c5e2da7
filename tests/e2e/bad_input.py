"""The table of bad input: what is sent, and which answer it gets."""

from datetime import timedelta

from raw_http import bomb

from bench import MONDAY
from simulators.story.photos import page

ID, SINCE = "form.id_number", "form.work.started_on"
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
TOMORROW = (MONDAY.date() + timedelta(days=1)).isoformat()


def other_digit(number: str) -> str:
    return number[:-1] + ("0" if number[-1] != "0" else "1")


# Path and value (or a function of the good value) -> status, code, field at fault.
FORMS = {
    "wrong check digit": (ID, other_digit, 422, "invalid-identity", ID),
    "birth that no calendar has": (ID, "110101197802310021", 422, "invalid-identity", ID),
    "17 digits": (ID, lambda n: n[:-1], 422, "invalid-identity", ID),
    "letters for digits": (ID, lambda n: "O" + n[1:], 422, "invalid-identity", ID),
    "birth date contradicts": (
        "form.birth_date",
        "1978-03-08",
        422,
        "birth-date-contradicts-id",
        "form.birth_date",
    ),
    "unknown street": ("street_code", "110101999", 422, "unknown-street", "street_code"),
    "another bank": ("commitment.bank", "ICBC", 422, "bank-not-accepted", "commitment.bank"),
    "card with a wrong digit": (
        "commitment.account",
        "6217991000000000000",
        422,
        "invalid-account",
        "commitment.account",
    ),
    "work begins tomorrow": (SINCE, TOMORROW, 422, "form-faults", SINCE),
    "unknown category": ("form.category", "P9999", 422, "unknown-category", "form.category"),
    "no such day": (SINCE, "2019-02-30", 422, "invalid-fields", SINCE),
    "a number for a name": ("form.name", 12, 422, "invalid-fields", "form.name"),
    "nobody's name": ("form.name", "", 422, "invalid-fields", "form.name"),
    "NUL in a name": ("form.name", "王\0秀兰", 422, "invalid-fields", "form.name"),
    "endless name": ("form.name", "王" * 51, 422, "invalid-fields", "form.name"),
    "no consent": (
        "commitment.confirms_project",
        False,
        422,
        "not-confirmed",
        "commitment.confirms_project",
    ),
    "an old text": (
        "commitment.text_version",
        "2018-01-01",
        422,
        "text-version-not-in-force",
        "commitment.text_version",
    ),
    "copied something else": (
        "commitment.transcription",
        "同意",
        422,
        "transcription-differs",
        "commitment.transcription",
    ),
    "unknown field": ("form.work.colour", "red", 422, "invalid-fields", "form.work.colour"),
    "unknown field outside": ("colour", "red", 422, "invalid-fields", "colour"),
}

BODIES = {
    "no JSON": (b"{", "application/json", None, 400, "malformed-json"),
    "JSON twice over": (b'{"a": 1, "a": 2}', "application/json", None, 400, "malformed-json"),
    "not a number": (b'{"a": NaN}', "application/json", None, 400, "malformed-json"),
    "not UTF-8": (b'{"a": "\xff"}', "application/json", None, 400, "malformed-json"),
    "too deep": (b"[" * 5000, "application/json", None, 400, "malformed-json"),
    "a list": (b"[]", "application/json", None, 422, "invalid-fields"),
    "no JSON type": (b"{}", "text/plain", None, 415, "unsupported-media-type"),
    "50 MB announced": (b"{}", "application/json", 50 * 1024 * 1024, 413, "too-large"),
    "2 MB of JSON": (b'"' + b"a" * 2_000_000 + b'"', "application/json", None, 413, "too-large"),
}

PHOTOS = {
    "no image": (b"GIF89a" + bytes(200), "image/png", 422, "not-an-image"),
    "a web page": (b"<html><script>alert(1)</script>", "image/jpeg", 422, "not-an-image"),
    "half a picture": (page("commitment")[:300], "image/png", 422, "not-an-image"),
    "an image bomb": (bomb(60_000, 60_000), "image/png", 422, "image-too-large"),
    "a text": (b"hello", "text/plain", 415, "unsupported-media-type"),
    "nothing": (b"", "image/png", 422, "photo-missing"),
    "11 MB": (b"\xff\xd8\xff" + bytes(11 * 1024 * 1024), "image/jpeg", 413, "photo-too-large"),
}
