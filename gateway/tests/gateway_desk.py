"""One gateway under test with its own database: what the tests of the gateway share."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import update
from werkzeug.security import generate_password_hash

from gateway import demo_accounts
from gateway.officers.desk import make_desk
from gateway.officers.passwords import OFFICER
from gateway.settings import Gateway
from gateway.store import Base, OfficerRow
from gateway.testing import FakeDoors
from kernel.clock import SHANGHAI, FixedClock
from servicekit.database import make_engine, make_sessions
from servicekit.signing.software import SoftwareKeys
from servicekit.testing.postgres import database_for, give_back

KEYS = SoftwareKeys("tests")
VALUES = {
    "SOFTWARE_SEED": "tests",
    "WEBAUTHN_RP_ID": "localhost",
    "WEBAUTHN_ORIGINS": "http://localhost:8080",
}


class Crown:
    """The demo's `turnable` over a fixed clock."""

    def __init__(self, clock):
        self.clock = clock

    def turn(self, delta: timedelta):
        self.clock.turn(seconds=delta.total_seconds())

    def set(self, now):
        self.clock.set(now)


class Desk:
    """One gateway under test: its client, clock, doors and database."""

    calls = 0

    def __init__(self, app, sessions):
        self.clock = FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
        self.doors = FakeDoors()
        self.sessions = sessions
        self.app = app
        before = app.extensions["lingbu"]
        settings = before.settings
        if settings.demo:
            settings = replace(settings, turnable=Crown(self.clock))
        app.extensions["lingbu"] = Gateway(
            doors=self.doors,
            sessions=sessions,
            clock=self.clock,
            settings=settings,
            desk=make_desk(sessions, self.clock, VALUES),
        )
        self.client = app.test_client()

    def challenge(self, account="donghuamen-clerk", key=None):
        form = {"account": account, "key_serial": key or f"SW-{account}"}
        return self.client.post("/api/v1/sessions/challenges", json=form).json

    def proof(self, challenge, key):
        signature = KEYS.sign(key, challenge["text"])
        return {"challenge_id": challenge["challenge_id"], "signature": signature}

    def sign_in(self, account="donghuamen-clerk", password=demo_accounts.PASSWORD, key=None):
        key = key or f"SW-{account}"
        form = {"account": account, "password": password, "key_serial": key}
        form["proof"] = self.proof(self.challenge(account, key), key)
        return self.client.post("/api/v1/sessions", json=form)

    def call(self, method, path, account, form=None, key=None):
        self.calls += 1
        headers = self.headers(account, key or f"call-{self.calls}")
        return self.client.open("/api/v1" + path, method=method, json=form, headers=headers)

    def headers(self, account="donghuamen-clerk", key="k-1"):
        token = self.sign_in(account).json["token"]
        return {"Authorization": f"Bearer {token}", "Idempotency-Key": key}


def quickly(password, method):
    """In the place of `generate_password_hash`, without the tenth of a second it is to take.

    `test_passwords_are_kept_as_scrypt` looks at the real one.
    """
    return generate_password_hash(password, f"{method}:128:8:1")


@contextmanager
def database():
    """A gateway's database with the demo officers, whose passwords are their own and quick."""
    url = database_for(Base.metadata)
    engine = make_engine(url)
    found = make_sessions(engine)
    clock = FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI))
    demo_accounts.seed(make_desk(found, clock, VALUES), KEYS)
    quick = quickly(demo_accounts.PASSWORD, "scrypt")
    with found.begin() as session:
        session.execute(update(OfficerRow).values(password_hash=quick, password_from=OFFICER))
    yield found
    engine.dispose()
    give_back(Base.metadata, url)
