"""Officers whom an order names beside its caller (复核人, 核查人): looked up before it goes on.

The gateway keeps the officers; a service gets account and name from it. That the second reader is
another person than the caller is the service's rule.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import g

from contracts.caller import Caller
from contracts.message import Command
from contracts.rights import RIGHTS
from gateway.route import Special
from gateway.settings import Gateway, here
from gateway.store import OfficerRow
from kernel.errors import Invalid


def _naming(field: str, called: str) -> Callable[[Any], Any]:
    """Passes the order on with the name of the officer whose account is in `field`."""

    def ask(order: Command) -> Any:
        caller, gateway = g.caller, here()
        if RIGHTS[type(order)].posts & caller.posts:  # anybody else is refused by the service
            name = _name_of(getattr(order, field), caller, gateway)
            if name is None:
                sentence = f"{called}须填本街道在任经办人员的账号。"
                raise Invalid(sentence, fields={field: sentence}, code="officer-not-of-street")
            order = replace(order, **{f"{field}_name": name})
        return gateway.ask(order, caller, g.key)

    return ask


def _name_of(account: str, caller: Caller, gateway: Gateway) -> str | None:
    """The name, if that officer works today where the caller does."""
    with gateway.sessions() as session:
        found = session.get(OfficerRow, account)
    if found is None or not found.serves_on(gateway.clock.today()):
        return None
    same = (found.tier, found.division) == (caller.tier, caller.division)
    return found.name if same else None


SECOND_READER = Special(handle=_naming("second_reader", "复核人"))
CHECKED_BY = Special(handle=_naming("checked_by", "核查人"))
