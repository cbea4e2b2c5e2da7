"""Officers who press their keys, and what a service asks them to sign."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from contracts.officers import KeyBound
from contracts.review import PassFirstPost
from contracts.signing import Proof
from kernel.errors import Refusal
from servicekit.signing.decisions import challenge_of
from servicekit.signing.keys import SOFTWARE, WEBAUTHN
from servicekit.testing.house import KEYS


def first(case, version=1):
    return PassFirstPost(application_id=case, dossier_version=version)


def refused(desk, command, caller):
    """Straight to the service, nobody pressing a key."""
    with pytest.raises(Refusal) as caught:
        desk.house.perform(command, caller)
    return caught.value


def wanted(desk, command, caller):
    refusal = refused(desk, command, caller)
    assert (refusal.code, refusal.status) == ("signature-wanted", 428)
    return challenge_of(refusal)


def signed(command, challenge, serial):
    proof = Proof(challenge_id=challenge.challenge_id, signature=KEYS.sign(serial, challenge.text))
    return replace(command, proof=proof)


def bind(desk, caller, rebound=False):
    desk.house.tell(
        KeyBound(
            key_serial=caller.key_serial,
            officer=caller.subject,
            kind=SOFTWARE,
            public=KEYS.certificate(caller.key_serial, caller.subject),
            bound_at=desk.clock.now(),
            rebound=rebound,
        )
    )


def rows(desk, table):
    with desk.house["review"].engine.connect() as connection:
        return connection.execute(select(table)).all()


def plug_in(desk, key, caller):
    """A security key in this officer's hand."""
    desk.house.tell(
        KeyBound(
            key_serial=caller.key_serial,
            officer=caller.subject,
            kind=WEBAUTHN,
            public=key.public,
            bound_at=desk.clock.now(),
            rebound=False,
        )
    )
