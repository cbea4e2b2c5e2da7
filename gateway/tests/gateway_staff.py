"""A new officer with password and key, for tests that need one of their own."""

from servicekit.signing.software import SoftwareKeys

KEYS = SoftwareKeys("tests")
GIVEN, PASSWORD = "Battery-Staple-1", "Correct-Horse-7"
OWN_PASSWORD = "/api/v1/sessions/current/password"
NEW = {
    "account": "jingshan-clerk",
    "name": "景山经办",
    "tier": "street",
    "division": "110101002",
    "roles": ["street_clerk"],
    "valid_from": "2019-04-01",
}


def hire(desk, account="jingshan-clerk", serial="SW-new", **changes):
    """A new officer with a password of their own and a key; returns the answers."""
    made = desk.call("POST", "/officers", "security", NEW | {"account": account} | changes)
    desk.call("PUT", f"/officers/{account}/password", "security", {"password": GIVEN})
    certificate = KEYS.certificate(serial, account)
    form = {"serial": serial, "certificate": certificate, "kind": "software-demo"}
    key = desk.call("POST", "/keys", "operator", form)
    bound = desk.call("POST", f"/keys/{serial}/binding", "security", {"account": account})
    change(desk, GIVEN, PASSWORD, account, serial)
    return made, key, bound


def change(desk, old, new, account="jingshan-clerk", serial="SW-new"):
    """Signs in with the old password and changes it; returns the answer."""
    form = {"old_password": old, "password": new}
    return desk.client.put(OWN_PASSWORD, json=form, headers=session(desk, old, account, serial))


def session(desk, password, account="jingshan-clerk", serial="SW-new"):
    """The header of a new session."""
    token = desk.sign_in(account, password, serial).json["token"]
    return {"Authorization": f"Bearer {token}"}
