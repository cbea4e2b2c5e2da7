"""Decisions signed by the officer's key: asked for, checked, kept with what was decided.

A handler calls `uow.sign` after its checks and before its changes. Without a proof the order is
refused with a challenge, so the officer presses the key only for what would be done; the same
order with the proof is checked here, by the service, whatever the gateway has let through.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert

from contracts import wire
from contracts.signing import Challenge
from kernel.errors import Refusal
from servicekit.signing.challenges import Challenges, Purpose
from servicekit.signing.keys import verify

if TYPE_CHECKING:
    from servicekit.uow import UnitOfWork

log = logging.getLogger(__name__)
CONTEXT = "signatures.text"


class SignatureWanted(Refusal):
    """The order stands as it is; the officer's key must sign it. `fields` is the challenge."""

    code, status = "signature-wanted", 428


class ToBeSigned(Exception):
    """Ends a transaction that may go no further without a signature."""

    def __init__(self, purpose: Purpose, sentence: str) -> None:
        super().__init__(sentence)
        self.purpose, self.sentence = purpose, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A decision with its signature: whose key, over which text."""

    challenge_id: UUID
    fingerprint: str
    digest: str
    rebound_at: datetime | None

    def detail(self) -> dict[str, str]:
        """For the record of the case."""
        return {
            "challenge": str(self.challenge_id),
            "certificate": self.fingerprint,
            "digest": self.digest,
        }


def sign(uow: "UnitOfWork", form: Any, sentence: str, facts: Mapping[str, Any]) -> Signed:
    """Raises ToBeSigned without a proof; Forbidden, ChallengeRefused, SignatureRefused, KeyCloned.

    What is signed: the whole order, the facts it is given on, officer, key, moment and nonce.
    """
    caller = uow.caller
    signer = uow.signers.holding(caller.key_serial, caller.subject)
    order = wire.dump(form)
    proof = order.pop("proof") and form.proof
    says = {"decision": form.command_name(), "order": order, "on": dict(facts)}
    purpose = Purpose(officer=caller.subject, key_serial=caller.key_serial, says=says)
    if proof is None:
        raise ToBeSigned(purpose, sentence)
    challenges = Challenges(uow.session, uow.store.kit)
    text = challenges.burn(proof.challenge_id, purpose, uow.now)
    seen = max(signer.key.count, caller.key_count)  # here, and anywhere else
    key = replace(signer.key, count=seen)
    checked = verify(key, text, proof, uow.world.trust, uow.now)
    uow.signers.counted(signer.key.serial, checked.count)
    row = {
        "challenge_id": proof.challenge_id,
        "subject": str(order.get("application_id", "")),
        "decision": form.command_name(),
        "officer": caller.subject,
        "key_serial": caller.key_serial,
        "kind": signer.key.kind,
        "fingerprint": checked.fingerprint,
        "public": signer.key.public,
        "text": uow.sealer.seal(text, CONTEXT),
        "signature": wire.dump(proof),
        "signed_at": uow.now,
    }
    uow.session.execute(insert(uow.store.kit.signatures), row)
    return Signed(
        challenge_id=proof.challenge_id,
        fingerprint=checked.fingerprint,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        rebound_at=signer.rebound_at,
    )


def tell_cloned(uow: "UnitOfWork") -> None:
    """Puts down that the caller's key was found to be on two devices; it signs no more."""
    serial = uow.caller.key_serial
    uow.signers.mark_cloned(serial, uow.now)
    uow.note(f"key:{serial}", "key_cloned", "安全密钥的计数器倒退，疑似被复制，停用")
    log.error("a security key was cloned", extra={"key_serial": serial})


def challenge(wanted: ToBeSigned, uow: "UnitOfWork") -> SignatureWanted:
    """Puts the challenge down; the refusal to raise once that is committed."""
    seconds = uow.policy.on(uow.today).key_nonce_seconds
    made = Challenges(uow.session, uow.store.kit).issue(
        wanted.purpose, wanted.sentence, uow.now, seconds
    )
    fields = {name: str(value) for name, value in wire.dump(made).items()}
    return SignatureWanted(f"请核对后以本人钥匙盘签名：{wanted.sentence}。", fields=fields)


def challenge_of(refusal: Refusal) -> Challenge:
    """The challenge that a `signature-wanted` refusal carries, whoever passed it on."""
    return wire.load(Challenge, dict(refusal.fields))
