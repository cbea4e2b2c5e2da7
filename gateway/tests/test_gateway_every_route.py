"""Every route × every way in which a session does not, or no longer, stand for an officer."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from contracts.rights import RIGHTS
from gateway.forms import SignOut
from gateway.officers.passwords import ADMINISTRATOR
from gateway.officers.rights import RIGHTS as OWN_RIGHTS
from gateway.routes import CONTENTS
from gateway.store import KeyBindingRow, OfficerRow

ROUTES = [route for _, _, routes in CONTENTS for route in routes]
CLOSED = [route for route in ROUTES if not route.public]
CLERK = "donghuamen-clerk"
# of providers, of the gateway itself and of the demo: no route
INSIDE = {
    *("TakeReceipt", "TakeCallback", "SendCode", "ShowPhone", "OpenDraft", "FindDraft"),
    *("TakeFilePart", "TeachSimulator", "TeachStandIn"),
}


def address(route):
    """The route's address with something in each place."""
    path = re.sub(r"<uuid:\w+>", str(UUID(int=7)), route.path)
    return "/api/v1" + re.sub(r"<(?:int:)?\w+>", "110101", path)


def officers(desk, **values):
    with desk.sessions.begin() as session:
        session.execute(update(OfficerRow).where(OfficerRow.account == CLERK).values(**values))


def unbind(desk):
    ended = desk.clock.now() - timedelta(minutes=1)
    with desk.sessions.begin() as session:
        mine = KeyBindingRow.officer == CLERK
        session.execute(update(KeyBindingRow).where(mine).values(bound_to=ended))


def sign_out(desk, headers):
    desk.client.delete("/api/v1/sessions/current", headers=headers)


SPOILT = {
    "signed out": sign_out,
    "idle": lambda desk, _: desk.clock.turn(minutes=16),
    "a day old": lambda desk, _: desk.clock.turn(hours=25),
    "disabled": lambda desk, _: officers(desk, disabled=True),
    "left": lambda desk, _: officers(desk, valid_to=date(2019, 3, 31)),
    "not yet begun": lambda desk, _: officers(desk, valid_from=date(2019, 4, 2)),
    "key given up": lambda desk, _: unbind(desk),
    "token cut short": lambda _, headers: headers.update(
        Authorization=headers["Authorization"][:-1]
    ),
    "no token": lambda _, headers: headers.pop("Authorization"),
    "another scheme": lambda _, headers: headers.update(Authorization="Basic eDp5"),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_no_route_serves_a_session_that_does_not_stand(office, spoilt):
    headers = office.headers(CLERK)
    assert office.client.get("/api/v1/sessions/current", headers=headers).status_code == 200
    SPOILT[spoilt](office, headers)
    for route in CLOSED:
        answer = office.client.open(address(route), method=route.method, headers=headers)
        assert answer.status_code == 401, (route.operation, answer.json)
    assert office.doors.asked == []


def test_a_session_whose_password_is_due_may_only_change_it_or_leave(office):
    headers = office.headers(CLERK)
    officers(office, password_from=ADMINISTRATOR)
    let_in = {}
    for route in sorted(CLOSED, key=lambda one: one.command is SignOut):
        answer = office.client.open(address(route), method=route.method, headers=headers)
        if (answer.status_code, answer.json.get("code")) != (403, "password-due"):
            let_in[route.operation] = answer.status_code
    assert let_in == {"change_password": 422, "sign_out": 200}
    assert office.doors.asked == []


def test_every_command_has_a_route_and_every_route_a_row():
    routed = {route.command for route in ROUTES}
    assert {command.__name__ for command in RIGHTS.keys() - routed} == INSIDE
    at_the_gateway = {route.command for route in ROUTES if route.command not in RIGHTS}
    own = {command.__name__ for command in at_the_gateway - OWN_RIGHTS.keys()}
    assert own == {
        "AskSignIn",
        "SignIn",
        "AskCode",
        "SignInByCode",
        "GetCurrentSession",
        "SignOut",
        "GetCodes",
    }
