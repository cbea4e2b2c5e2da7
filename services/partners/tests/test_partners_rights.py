"""Whose the waiting room is: the city's officers and who runs the system, nobody else's."""

from uuid import uuid4

import pytest

from contracts import partners
from contracts.caller import (
    ADMINISTRATORS,
    APPLICANT,
    CITY_OFFICER,
    PUBLIC_CALLER,
    SYSTEM_ADMIN,
    TIER_OF,
    Caller,
)
from kernel.errors import Forbidden, Refusal

NUMBER = uuid4()
KEEPERS = {CITY_OFFICER, SYSTEM_ADMIN}
WHOSE = {
    partners.ListWaiting(): KEEPERS,
    partners.ListPartners(): KEEPERS,
    partners.ResendWaiting(everything=True): KEEPERS,
    partners.CloseLine(partner="police", reason="对方来电"): KEEPERS,
    partners.GetWaiting(request_id=NUMBER): {CITY_OFFICER},
    partners.ConfirmOutcome(request_id=NUMBER, upheld=True, reason="属实"): {CITY_OFFICER},
    partners.EnterOutcome(
        request_id=NUMBER, outcome=partners.Outcome(finding="PASS"), reason="断线", evidence="函"
    ): {CITY_OFFICER},
}


def caller(post, tier=""):
    return Caller(subject=post, tier=tier or TIER_OF[post], roles=(post,), key_serial="K")


@pytest.mark.parametrize("command", WHOSE, ids=lambda command: command.command_name())
def test_whose_it_is(command, town):
    desk = town["partners"].desk
    strangers = [caller(post, "street") for post in KEEPERS]  # a post of another tier is none
    strangers += [PUBLIC_CALLER, Caller(subject=str(uuid4()), tier=APPLICANT)]
    for one in [*map(caller, TIER_OF), *strangers]:
        may = set(one.posts) & WHOSE[command]
        try:
            desk.perform(command, one, key=str(uuid4()))
            refused = False
        except Forbidden:
            refused = True
        except Refusal:
            refused = False
        assert refused == (not may), one
    assert len(TIER_OF) > 6 and set(ADMINISTRATORS) <= set(TIER_OF)
