"""Officers of tests and simulations press software keys for whatever wants a signature."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.caller import Caller
from contracts.message import Command
from contracts.officers import KeyBound
from contracts.signing import Proof
from kernel.errors import Refusal
from servicekit.signing.decisions import challenge_of
from servicekit.signing.keys import SOFTWARE
from servicekit.signing.software import SoftwareKeys

SINCE = datetime.fromisoformat("2018-01-01T00:00:00+08:00")


class Presser:
    """Gives commands as the client of an officer's desk does, with the key plugged in.

    Whoever uses a key holds it, and has long held it, as the gateway would say.
    """

    def __init__(
        self,
        keys: SoftwareKeys,
        perform: Callable[[Command, Caller, str], Any],
        tell: Callable[[KeyBound], object],
    ) -> None:
        self._keys, self._perform, self._tell = keys, perform, tell
        self._held: dict[str, str] = {}

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """The answer; raises `Refusal`."""
        self.bind(caller)
        try:
            return self._perform(command, caller, key)
        except Refusal as refusal:
            if refusal.code != "signature-wanted":
                raise
            challenge = challenge_of(refusal)
        signature = self._keys.sign(caller.key_serial, challenge.text)
        proof = Proof(challenge_id=challenge.challenge_id, signature=signature)
        return self._perform(replace(command, proof=proof), caller, key)  # type: ignore[type-var]

    def bind(self, caller: Caller) -> None:
        """Tells the services whose key this is."""
        serial = caller.key_serial
        if not serial.strip() or self._held.get(serial) == caller.subject:
            return
        self._held[serial] = caller.subject
        self._tell(
            KeyBound(
                key_serial=serial,
                officer=caller.subject,
                kind=SOFTWARE,
                public=self._keys.certificate(serial, caller.subject),
                bound_at=SINCE,
                rebound=False,
            )
        )
