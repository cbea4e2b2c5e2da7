"""A real browser with a virtual security key: registers, signs in, and signs a decision."""

import os
import subprocess

import pytest
from houses import LINGBU, EmbeddedHouse
from playwright.sync_api import expect

from bench import Bench
from gateway.demo_accounts import PASSWORD
from servicekit.testing.browser import find_chromium

CHROMIUM = find_chromium()
CLERK = "donghuamen-clerk"
KEY = "SK-0001"
SITE = "http://localhost"

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium here"
)


@pytest.fixture(scope="module")
def own_bench(tmp_path_factory):
    """A house whose site has an address before its port is known."""
    var, site = tmp_path_factory.mktemp("browser") / "var", {"LINGBU_WEBAUTHN_ORIGINS": SITE}
    with EmbeddedHouse(var, env=site) as house:
        yield Bench(house)


@pytest.fixture
def page(own_bench, browsers):
    browser = browsers(own_bench.house.address)
    yield browser.new_page()
    browser.close()


def plug_in(page):
    """A key of the browser's own making, whose holder touches it and is known to it."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def step(page, name, **fields):
    """Fills one form of the page, sends it, and tells what the page then says."""
    form = page.locator(f"form#{name}")
    for field, value in fields.items():
        form.locator(f"[name={field}]").fill(value)
    form.locator("button").click()
    told = page.locator("#told")
    expect(told).not_to_have_text("…", timeout=60_000)
    return told.inner_text()


def sign_in(page, account, key):
    return step(page, "sign-in", account=account, password=PASSWORD, key_serial=key)


def test_a_security_key_is_registered_and_signs_in_a_browser(own_bench, page):
    case = own_bench.accepted()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    cdp, key = plug_in(page)
    page.goto(f"{SITE}/demo/security-key")
    assert "已登录：operator，钥匙盘 SW-operator（software-demo）" in sign_in(
        page, "operator", "SW-operator"
    )
    assert step(page, "register", serial=KEY) == f"已登记：{KEY}（webauthn）"
    sign_in(page, "security", "SW-security")
    assert step(page, "unbind", serial=f"SW-{CLERK}") == f"已解绑：SW-{CLERK}"
    assert step(page, "bind", serial=KEY, account=CLERK) == f"已绑定：{KEY} → {CLERK}"
    assert sign_in(page, CLERK, KEY) == f"已登录：{CLERK}，钥匙盘 {KEY}（webauthn）"
    path, order = (
        f"/cases/{case}/initial-review",
        '{"second_reader": "donghuamen-reader", "dossier_version": 1}',
    )
    cdp.send("WebAuthn.setUserVerified", {**key, "isUserVerified": False})
    assert "未办成" in step(page, "decide", path=path, order=order)
    cdp.send("WebAuthn.setUserVerified", {**key, "isUserVerified": True})
    assert step(page, "decide", path=path, order=order) == f"已办理：{path}"
    where = f"kind = 'webauthn' AND key_serial = '{KEY}' AND officer = '{CLERK}'"
    assert own_bench.house.count("review", "signatures", where) == 1
    words = [*LINGBU, "verify-signatures", "--var", str(own_bench.house.var)]
    said = subprocess.run(words, capture_output=True, text=True).stdout
    assert "签名全部成立。" in said and "没有与钥匙登记对照" not in said
    assert faults == []
