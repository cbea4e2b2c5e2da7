"""The one sign counter of each security key, over sign-ins and the decisions of every service.

A service believes what it has seen itself and what the gateway hands it with the caller, whichever
is higher. So a copy is found wherever it is used next, and a key found cloned is cloned for all.
"""

from contextlib import suppress
from typing import Any

from contracts.caller import Caller
from contracts.message import Command
from contracts.signing import Proof
from gateway.officers.keyring import note_cloned
from gateway.settings import Gateway
from gateway.store import KeyRow
from kernel.errors import Refusal
from servicekit.signing.keys import WEBAUTHN
from servicekit.signing.refusals import KeyCloned, SignatureRefused
from servicekit.signing.webauthn import signed_counter


def ask(command: Command, caller: Caller, key: str, gateway: Gateway) -> Any:
    """Gives a command to its owner and keeps what its signature says of the key."""
    proof: Proof | None = getattr(command, "proof", None)
    try:
        answer = gateway.ask(command, caller, key)
    except Refusal as refused:
        if proof is not None and refused.code == KeyCloned.code:
            _cloned(caller.key_serial, gateway)
        raise
    if proof is not None and proof.authenticator_data:
        _counted(caller.key_serial, proof, gateway)
    return answer


def _counted(serial: str, proof: Proof, gateway: Gateway) -> None:
    """Only what the key itself has signed: an answer may be a remembered one, with any proof."""
    with gateway.sessions.begin() as session:
        row = session.get(KeyRow, serial, with_for_update=True)
        if row is None or row.kind != WEBAUTHN:
            return
        with suppress(SignatureRefused):
            row.sign_count = max(row.sign_count, signed_counter(row.public, proof))


def _cloned(serial: str, gateway: Gateway) -> None:
    with gateway.sessions.begin() as session:
        row = session.get(KeyRow, serial, with_for_update=True)
        if row is not None and row.cloned_at is None:
            note_cloned(row, gateway.clock.now(), gateway.session_clock.now(), session)
