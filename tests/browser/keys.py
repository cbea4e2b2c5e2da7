"""Security keys in tests: made by the browser, registered on the demo's page for keys."""

from playwright.sync_api import Page, expect

from gateway.demo_accounts import PASSWORD


def plug_in(page: Page) -> None:
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
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def register(page: Page, account: str, serial: str) -> None:
    """Registered and given to an officer by the administrators, in place of the software key."""
    page.goto("http://localhost/demo/security-key")
    _step(page, "sign-in", account="operator", password=PASSWORD, key_serial="SW-operator")
    _step(page, "register", serial=serial)
    _step(page, "sign-in", account="security", password=PASSWORD, key_serial="SW-security")
    _step(page, "unbind", serial=f"SW-{account}")
    _step(page, "bind", serial=serial, account=account)


def _step(page: Page, name: str, **fields: str) -> None:
    form = page.locator(f"form#{name}")
    for field, value in fields.items():
        form.locator(f"[name={field}]").fill(value)
    form.locator("button").click()
    expect(page.locator("#told")).to_contain_text("已", timeout=60_000)
