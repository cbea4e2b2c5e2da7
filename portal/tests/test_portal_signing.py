"""The signing step: what is to be signed is shown, and a refused order leads back."""

import pytest
from flask import url_for

from portal import signing
from portal.app import create_app
from portal.settings import PortalSettings

ORDER = "/api/v1/cases/1/first-post"
REFUSED = (409, {"code": "post-decided", "title": "不能办理", "detail": "该岗位本轮复核已经办结。"})


@pytest.fixture
def desk(api, challenge):
    """Gives an order that must be signed; answers what the officer sees."""
    app = create_app(api, PortalSettings(key="a key of thirty-two letters, or so", demo=True))
    wanted = (428, {"code": "signature-wanted", "challenge": challenge})
    api.table["POST", ORDER] = [wanted, REFUSED]

    @app.post("/try")
    def give():
        return signing.decide(
            "/cases/1/first-post",
            {"dossier_version": 1},
            key="key-1",
            done="/done",
            back=url_for("public.notice"),
            title="第一次复核",
        )

    return app.test_client()


def test_the_signing_page_shows_the_sentence(desk, challenge):
    answer = desk.post("/try")
    assert answer.status_code == 200 and challenge["sentence"] in answer.text


def test_an_order_refused_at_the_signature_leads_back_to_where_it_was_given(desk, visitor, officer):
    visitor.client, visitor.page = desk, desk.post("/try")
    visitor.api.table["POST", "/demo/keys/SW-donghuamen-clerk/signature"] = {"signature": "c2ln"}
    visitor.sign_in(officer | {"roles": ["street_clerk"]})
    with desk.session_transaction() as session:
        session["csrf"] = visitor.hidden()["_csrf"]
    answer = visitor.post("/sign", way="demo")
    assert answer.status_code == 409 and 'href="/notice">返回，看现在可以办什么' in answer.text
    first, again = visitor.api.given(ORDER)
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"] == "key-1"
