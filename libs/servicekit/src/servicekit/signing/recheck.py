"""Proving kept signatures again, years later, from what lies beside them and nothing else.

The certificate chain is checked for the moment of the signature; revocation was checked then. The
roots are the installation's own, so a root that has been replaced must stay among them.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from fido2.rpid import verify_rp_id
from fido2.webauthn import CollectedClientData
from sqlalchemy import Connection, select

from contracts import wire
from contracts.signing import Proof
from servicekit.sealing import Sealer
from servicekit.signing.decisions import CONTEXT
from servicekit.signing.encoding import from_base64
from servicekit.signing.keys import WEBAUTHN, verifier
from servicekit.signing.refusals import SignatureRefused, refused
from servicekit.signing.trust import Trust
from servicekit.signing.webauthn import BROKEN, SecurityKey, Site, WebAuthnVerifier
from servicekit.tables import KitTables


@dataclass(frozen=True, slots=True)
class Fault:
    """One signature that does not prove its decision, and why, as an auditor reads it."""

    challenge_id: str
    subject: str
    decision: str
    why: str


@dataclass(slots=True)
class Recheck:
    """The signatures of one service against its record; `checked` counts them."""

    connection: Connection
    kit: KitTables
    sealer: Sealer
    trust: Trust
    checked: int = 0

    def faults(self) -> Iterator[Fault]:
        """Kept signatures that do not hold, are not in the record, or are gone from beside it."""
        recorded = self._recorded()
        for row in self.connection.execute(select(self.kit.signatures)):
            self.checked += 1
            why = self._fault_of(row, recorded.pop(str(row.challenge_id), None))
            if why:
                yield Fault(str(row.challenge_id), row.subject, row.decision, why)
        for challenge_id, (chain, action, _) in recorded.items():
            yield Fault(challenge_id, chain, action, "记录中有这件签名，签名本身不见了。")

    def _recorded(self) -> dict[str, tuple[str, str, dict[str, str]]]:
        """What the record says of each signature, by challenge."""
        audit = self.kit.audit
        columns = select(audit.c.chain, audit.c.action, audit.c.detail)
        rows = self.connection.execute(columns.where(audit.c.detail.contains('"signature"')))
        told = ((row, json.loads(row.detail).get("signature")) for row in rows)
        return {
            said["challenge"]: (row.chain, row.action, said)
            for row, said in told
            if isinstance(said, dict)
        }

    def _fault_of(self, row: Any, recorded: tuple[str, str, dict[str, str]] | None) -> str:
        try:
            text = self.sealer.open(row.text, CONTEXT)
        except (ValueError, KeyError, InvalidTag):
            return "所签的原文打不开或被改动。"
        if recorded is None:
            return "记录中没有这件签名。"
        said = recorded[2]
        if hashlib.sha256(text.encode()).hexdigest() != said["digest"]:
            return "所签的原文与记录不符。"
        if row.fingerprint != said["certificate"]:
            return "钥匙与记录不符。"
        try:
            found, _ = self._check(row, text)
        except SignatureRefused as fault:
            return fault.message
        return "" if found == row.fingerprint else "钥匙与记录不符。"

    def _check(self, row: Any, text: str) -> tuple[str, int]:
        proof = wire.load(Proof, row.signature)
        if row.kind == WEBAUTHN:
            then = WebAuthnVerifier(_site_then(row.public, proof))
            return then.verify(row.public, text, proof, row.signed_at)
        trust = Trust(roots=self.trust.roots, software=self.trust.software)
        return verifier(row.kind, trust).verify(row.public, text, proof, row.signed_at)


def _site_then(public: str, proof: Proof) -> Site:
    """The site the key was registered for: an installation may have moved since."""
    rp_id = SecurityKey.load(public).rp_id
    try:
        origin = CollectedClientData(from_base64(proof.client_data)).origin
        belongs = verify_rp_id(rp_id, origin)
    except BROKEN:
        raise refused("assertion-malformed") from None
    if not belongs:
        raise refused("assertion-origin")
    return Site(rp_id=rp_id, origins=frozenset({origin}))
