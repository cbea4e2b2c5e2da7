"""Administrators at the portal, and what every page of theirs asks for."""

DIVISIONS = [
    {"code": "110000", "name": "北京市", "more": {}},
    {"code": "110101001", "name": "东华门街道", "more": {}},
]
OFFICER = {
    "account": "jingshan-clerk",
    "name": "景山经办",
    "tier": "street",
    "division": "110101001",
    "roles": ["street_clerk"],
    "valid_from": "2019-04-01",
    "valid_to": None,
    "disabled": False,
    "key_serial": None,
    "locked_until": None,
    "bindings": [],
    "history": [],
}


def signed_in(visitor, officer, account, role):
    """Somebody with one of the posts."""
    visitor.sign_in(officer | {"account": account, "tier": "operator", "roles": [role]})
    return visitor


def lists(table):
    """Code lists, an officer, and nobody signed in."""
    table["GET", "/api/v1/codes/divisions"] = {"items": DIVISIONS}
    table["GET", "/api/v1/codes/banks"] = {"on": "2019-04-01", "items": []}
    table["GET", "/api/v1/officers/jingshan-clerk"] = OFFICER
    table["GET", "/api/v1/sessions"] = {"items": []}
