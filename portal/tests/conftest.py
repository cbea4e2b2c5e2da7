"""A portal over an API that answers from a table: for the pages' own logic and nothing else."""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest

from portal import codes
from portal.api import Api, _problem
from portal.app import create_app
from portal.settings import PortalSettings

sys.path.insert(0, str(Path(__file__).parent))  # modules beside these tests, by name

from administrators import lists as administrators_lists  # noqa: E402
from administrators import signed_in  # noqa: E402
from counter_desk import seat, with_a_list  # noqa: E402
from street_cases import SECRET  # noqa: E402

OFFICER = {
    "account": "donghuamen-clerk",
    "name": "东华门经办",
    "tier": "street",
    "division": "110101001",
    "roles": ["street_clerk"],
    "key_serial": "SW-donghuamen-clerk",
    "key_kind": "software-demo",
    "password_due": False,
    "token": "officer-token",
}
CHALLENGE = {
    "challenge_id": "7b0e6c1e-0000-4000-8000-000000000001",
    "text": '{"key_serial":"SW-donghuamen-clerk"}',
    "digest": "ab" * 32,
    "sentence": "以账号 donghuamen-clerk 登录灵补",
    "expires_at": "2019-04-01T09:01:00+08:00",
}
APPLICANT = OFFICER | {
    "account": "5d0e6c1e-0000-4000-8000-000000000009",
    "name": "本人",
    "tier": "applicant",
    "division": "",
    "roles": [],
    "key_serial": "",
    "key_kind": "",
    "token": "applicant-token",
}


class TableApi(Api):
    """Answers by method and path; a (status, problem) pair refuses. Keeps what it was asked."""

    def __init__(self):
        self.table, self.asked = {}, []

    def exchange(self, method, path, *, body=None, query=None, headers=None):
        form = json.loads(body) if body and body[:1] in b"{[" else body
        call = SimpleNamespace(
            method=method, path=unquote(path), form=form, headers=headers, query=query or {}
        )
        self.asked.append(call)
        answer = self.table[method, call.path]
        answer = answer.pop(0) if isinstance(answer, list) and len(answer) > 1 else answer
        answer = answer[0] if isinstance(answer, list) else answer
        if isinstance(answer, tuple):
            raise _problem(answer[0], json.dumps(answer[1]).encode())
        return SimpleNamespace(data=json.dumps(answer).encode(), headers={}, status=200)

    def given(self, path):
        """The orders at an address."""
        return [call for call in self.asked if call.path == path and call.method != "GET"]


class Visitor:
    """A browser without JavaScript: fills in the forms of the page it looks at."""

    def __init__(self, app, api):
        self.api, self.client = api, app.test_client()
        self.page = None

    def get(self, path):
        self.page = self.client.get(path)
        return self.page

    def post(self, path, files=None, **fields):
        """With the page's own hidden fields, as a browser would."""
        data = self.hidden() | fields | (files or {})
        kind = "multipart/form-data" if files else None
        self.page = self.client.post(path, data=data, content_type=kind)
        return self.page

    def hidden(self):
        """Hidden fields of the page's last form that is no sign-out."""
        reader = HiddenFields()
        reader.feed(self.page.text)
        return reader.found

    def follow(self):
        return self.get(self.page.headers["Location"])

    def sign_in(self, who):
        with self.client.session_transaction() as session:
            kept = {name: one for name, one in who.items() if name != "token"}
            session.update(token=who["token"], person=kept)


class HiddenFields(HTMLParser):
    """Of the last form that is no sign-out."""

    def __init__(self):
        super().__init__()
        self.found = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form" and given.get("action") != "/sign-out":
            self.found = {}
        if tag == "input" and given.get("type") == "hidden":
            self.found[given["name"]] = given.get("value", "")


@pytest.fixture(autouse=True)
def fresh_lists():
    """Lists are kept for minutes; each test has its own."""
    codes._kept.clear()
    yield
    codes._kept.clear()


@pytest.fixture
def clerk(visitor, officer):
    return seat(visitor, officer)


@pytest.fixture
def today(clerk):
    return with_a_list(clerk)


@pytest.fixture
def security(visitor, officer):
    administrators_lists(visitor.api.table)
    return signed_in(visitor, officer, "security", "security_admin")


@pytest.fixture
def system(visitor, officer):
    administrators_lists(visitor.api.table)
    return signed_in(visitor, officer, "operator", "system_admin")


@pytest.fixture
def auditor(visitor, officer):
    administrators_lists(visitor.api.table)
    return signed_in(visitor, officer, "auditor", "audit_admin")


@pytest.fixture
def city(visitor, officer):
    administrators_lists(visitor.api.table)
    visitor.sign_in(officer | {"account": "city", "tier": "city", "roles": ["city_officer"]})
    return visitor


@pytest.fixture
def api():
    return TableApi()


@pytest.fixture
def visitor(api):
    settings = PortalSettings(key=SECRET, demo=True)
    api.table["GET", "/demo/accounts"] = {"password": "p", "keys": "演示", "items": []}
    return Visitor(create_app(api, settings), api)


@pytest.fixture
def officer():
    return dict(OFFICER)


@pytest.fixture
def applicant():
    return dict(APPLICANT)


@pytest.fixture
def challenge():
    return dict(CHALLENGE)
