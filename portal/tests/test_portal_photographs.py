"""Photographs on their way: what was chosen is sent, what is refused is told for each."""

from io import BytesIO

import pytest
from flask import session

from portal import photographs
from portal.app import create_app
from portal.settings import PortalSettings

CASE = "5d0e6c1e-0000-4000-8000-000000000009"
PATH = f"/api/v1/applications/{CASE}/photos/"
JPEG, PNG, HEIC = b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n png", b"\x00\x00\x00\x18ftypheic0000"


@pytest.fixture
def sent(api):
    """Sends files as a form would; answers what was refused."""
    app = create_app(api, PortalSettings(key="a key of thirty-two letters, or so"))

    def send(**files):
        data = {kind: (BytesIO(content), f"{kind}.jpg") for kind, content in files.items()}
        with app.test_request_context(method="POST", data=data):
            session["token"] = "officer-token"
            return photographs.send(CASE, photographs.chosen(), "key-1")

    return send


def test_each_goes_under_a_key_of_its_own_as_what_it_is(api, sent):
    api.table["PUT", PATH + "identity_card"] = {"digest": "d"}
    api.table["PUT", PATH + "commitment"] = {"digest": "d"}
    assert sent(identity_card=JPEG, commitment=PNG) == {}
    card, promise = api.asked
    assert (card.headers["Content-Type"], promise.headers["Content-Type"]) == (
        "image/jpeg",
        "image/png",
    )
    assert card.headers["Idempotency-Key"] != promise.headers["Idempotency-Key"]
    assert card.form == JPEG


def test_one_that_is_refused_is_told_and_holds_up_no_other(api, sent):
    api.table["PUT", PATH + "identity_card"] = (422, {"detail": "看不清。"})
    api.table["PUT", PATH + "commitment"] = {"digest": "d"}
    assert sent(identity_card=JPEG, commitment=PNG) == {"identity_card": "看不清。"}


def test_a_telephones_own_format_is_told_with_the_remedy(api, sent):
    assert "JPEG" in sent(identity_card=HEIC)["identity_card"]
    assert api.asked == []


def test_a_field_left_empty_sends_nothing(api, sent):
    assert sent(identity_card=b"") == {} and api.asked == []
