"""A gateway before the city of these tests: its OpenAPI document, and officers signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.security import generate_password_hash

from gateway import demo_accounts
from gateway.app import create_app
from gateway.limits import UNLIMITED
from gateway.officers.desk import make_desk
from gateway.officers.passwords import OFFICER
from gateway.settings import Gateway, GatewaySettings
from gateway.store import Base, OfficerRow
from gateway.testing import FakeDoors
from kernel.clock import SystemClock
from servicekit.database import make_engine, make_sessions
from servicekit.doors import DirectDoors
from servicekit.signing.software import SoftwareKeys
from servicekit.testing.house import House
from servicekit.testing.postgres import database_for, give_back

KEYS = SoftwareKeys("foreign")
VALUES = {"SOFTWARE_SEED": "foreign"}
NEEDED = {"measure": "approved", "by": "district", "from_month": "2019-04", "to_month": "2019-05"}


@dataclass(frozen=True)
class Parameter:
    """One parameter of an operation as the document names it."""

    name: str
    place: str
    schema: Mapping[str, Any]
    required: bool


@dataclass(frozen=True)
class Listing:
    """A question whose answer is a list."""

    operation: str
    path: str
    parameters: tuple[Parameter, ...]

    def address(self, **given: Any) -> str:
        """The path and query with these values, and what is required without them."""
        told = {one.name: given.get(one.name, NEEDED.get(one.name)) for one in self.parameters}
        path = self.path
        for one in self.parameters:
            if one.place == "path":
                path = path.replace("{" + one.name + "}", str(told.pop(one.name)))
        known = {one.name for one in self.parameters if one.required} | given.keys()
        query = {name: told[name] for name in told.keys() & known if told[name] is not None}
        return path + ("?" + urlencode(query) if query else "")


class Document:
    """The OpenAPI document, which needs nothing behind the gateway."""

    def __init__(self) -> None:
        app = create_app(FakeDoors(), None, SystemClock(), GatewaySettings())  # type: ignore[arg-type]
        self.whole: Any = app.test_client().get("/api/openapi.json").json

    def listings(self) -> Iterator[Listing]:
        """Every question whose answer has a list in it."""
        for path, operations in self.whole["paths"].items():
            asked = operations.get("get")
            if asked and self._is_list(asked):
                parts = [*operations.get("parameters", []), *asked.get("parameters", [])]
                known = [self._resolved(part) for part in parts]
                parameters = tuple(
                    Parameter(p["name"], p["in"], p["schema"], p.get("required", False))
                    for p in known
                    if p["in"] in ("path", "query")
                )
                yield Listing(asked["operationId"], path, parameters)

    def _is_list(self, asked: Any) -> bool:
        content = asked["responses"].get("200", {}).get("content", {})
        schema = self._resolved(content.get("application/json", {}).get("schema", {}))
        parts = map(self._resolved, schema.get("properties", {}).values())
        return any(part.get("type") == "array" for part in parts)

    def _resolved(self, part: Any) -> Any:
        while "$ref" in part:
            found = self.whole
            for step in part["$ref"].split("/")[1:]:
                found = found[step]
            part = found
        return part


class Counter:
    """The gateway, and a session for each account that has asked; `services` are behind it."""

    def __init__(self, client: FlaskClient, services: frozenset[str]) -> None:
        self.client, self.services, self._tokens = client, services, dict[str, str]()

    def ask(self, account: str, address: str) -> Any:
        """The answer to an officer."""
        token = self._tokens.get(account) or self._sign_in(account)
        return self.client.get(
            address, headers={"Authorization": f"Bearer {token}", "X-Reason": "test"}
        )

    def _sign_in(self, account: str) -> str:
        who = {"account": account, "key_serial": f"SW-{account}"}
        asked = self.client.post("/api/v1/sessions/challenges", json=who).json
        signature = KEYS.sign(who["key_serial"], asked["text"])
        proof = {"challenge_id": asked["challenge_id"], "signature": signature}
        form = who | {"password": demo_accounts.PASSWORD, "proof": proof}
        self._tokens[account] = self.client.post("/api/v1/sessions", json=form).json["token"]
        return self._tokens[account]


@contextmanager
def counter(house: House) -> Iterator[Counter]:
    """The gateway with the demo's officers before the services of a house."""
    url = database_for(Base.metadata)
    engine = make_engine(url)
    sessions = make_sessions(engine)
    desk = make_desk(sessions, house.clock, VALUES)
    demo_accounts.seed(desk, KEYS)
    quick = generate_password_hash(demo_accounts.PASSWORD, "scrypt:128:8:1")
    with sessions.begin() as session:  # passwords of their own, not printed ones to be changed
        session.execute(update(OfficerRow).values(password_hash=quick, password_from=OFFICER))
    doors = DirectDoors({name: room.desk for name, room in house.rooms.items()})
    settings = GatewaySettings(limits=UNLIMITED)
    app = create_app(doors, sessions, house.clock, settings)
    app.extensions["lingbu"] = Gateway(
        doors=doors, sessions=sessions, clock=house.clock, settings=settings, desk=desk
    )
    yield Counter(app.test_client(), frozenset(house.rooms) | {"gateway"})
    engine.dispose()
    give_back(Base.metadata, url)
