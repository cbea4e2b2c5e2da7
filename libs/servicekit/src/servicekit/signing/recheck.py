"""Proving kept signatures again, years later, from what lies beside them and nothing else.

A signature proves its decision only together with the record: the officer, the key, the moment and
the case that the record, the row and the signed text name must be the same.

The certificate chain is checked for the moment of the signature; revocation was checked then. The
roots are the installation's own, so a root that has been replaced must stay among them.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from fido2.rpid import verify_rp_id
from fido2.webauthn import CollectedClientData
from sqlalchemy import Connection, select, text

from contracts import wire
from contracts.signing import Proof
from servicekit.audit.signing import Verifier
from servicekit.audit.words import word_faults
from servicekit.destroying import DOSSIERS_PURGED, PURGE_CHAIN, destroyed
from servicekit.sealing import Sealer
from servicekit.signing.decisions import CONTEXT
from servicekit.signing.encoding import from_base64
from servicekit.signing.keys import WEBAUTHN, verifier
from servicekit.signing.refusals import SignatureRefused, refused
from servicekit.signing.register import Register
from servicekit.signing.trust import Trust
from servicekit.signing.webauthn import BROKEN, SecurityKey, Site, WebAuthnVerifier
from servicekit.store import Store
from servicekit.tables import KitTables


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not proved, and why, as an auditor reads it.

    `which`: the challenge of a signature, or the place of what has none.
    """

    which: str
    subject: str
    decision: str
    why: str


# What a service keeps of a decision beside its signature must be what was signed.
_UNSIGNED = """
SELECT d.subject, d.decision, d.officer FROM ({decided}) AS d
WHERE NOT EXISTS (SELECT FROM signatures AS s
  WHERE s.subject = d.subject AND s.decision = d.decision
  AND s.officer = COALESCE(d.officer, s.officer)
  AND s.key_serial = COALESCE(d.key_serial, s.key_serial)
  AND s.fingerprint = COALESCE(d.fingerprint, s.fingerprint)
  AND s.signed_at = COALESCE(d.signed_at, s.signed_at))
ORDER BY d.subject, d.decision
"""


@dataclass(slots=True)
class Recheck:
    """The signatures of one service against its record; `checked` counts them.

    `audit` knows the public audit keys, which sign what excuses a missing signature; `register`
    is the gateway's, where it can be asked.
    """

    service: str
    store: Store
    connection: Connection
    sealer: Sealer
    trust: Trust
    audit: Verifier
    register: Register | None = None
    checked: int = 0
    _good: dict[str, str] = field(default_factory=dict)  # challenge -> the order it signs

    def faults(self) -> Iterator[Fault]:
        """Signatures that do not hold or are gone, decisions without one, acts of the service that
        nothing has caused, officers' words that are not those of the record. What went with a
        dossier whose term was over is not missed."""
        gone, false = self._destroyed()
        for n in false:
            why = "自称期满销毁，没有审计私钥的签名，不能作为缺少签名的理由。"
            yield Fault(f"第 {n} 行", PURGE_CHAIN, DOSSIERS_PURGED, why)
        recorded = self._recorded()
        for row in self.connection.execute(select(self.kit.signatures)):
            self.checked += 1
            why = self._fault_of(row, recorded.pop(str(row.challenge_id), ()))
            if why:
                yield Fault(str(row.challenge_id), row.subject, row.decision, why)
            else:
                self._good[str(row.challenge_id)] = row.decision
        for challenge_id, told in recorded.items():
            for row, _ in told:
                if row.chain not in gone:
                    why = "记录中有这件签名，签名本身不见了。"
                    yield Fault(challenge_id, row.chain, row.action, why)
        yield from self._undemanded()
        yield from self._unsigned(gone)
        yield from self._uncaused(gone)
        for row, why in word_faults(self.connection, self.kit, self.sealer):
            if row.chain not in gone:
                yield Fault(f"第 {row.n} 行", row.chain, row.action, why)

    @property
    def kit(self) -> KitTables:
        return self.store.kit

    def _destroyed(self) -> tuple[set[str], list[int]]:
        audit = self.kit.audit
        notes = select(audit.c.n, audit.c.detail).where(audit.c.chain == PURGE_CHAIN)
        notes = notes.where(audit.c.action == DOSSIERS_PURGED)
        found = [(row.n, row.detail) for row in self.connection.execute(notes)]
        return destroyed(self.service, found, self.audit)

    def _undemanded(self) -> Iterator[Fault]:
        """Rows of steps that must be signed and are not, or by the signature of something else."""
        audit, demands = self.kit.audit, self.store.signed
        columns = (audit.c.chain, audit.c.n, audit.c.action, audit.c.actor, audit.c.detail)
        query = select(*columns).where(audit.c.action.in_(demands))
        for row in self.connection.execute(query.order_by(audit.c.chain, audit.c.n)):
            demand, detail = demands[row.action], json.loads(row.detail)
            said = _said(detail)
            if said is None and demand.holds_for(row.actor, detail):
                why = "这一步须由经办人签名，记录中没有签名。"
            elif said and self._good.get(said["challenge"], demand.orders[0]) not in demand.orders:
                why = "所附的签名签的是另一事项。"
            else:
                continue
            yield Fault(f"第 {row.n} 行", row.chain, row.action, why)

    def _recorded(self) -> dict[str, Sequence[tuple[Any, Mapping[str, str]]]]:
        """The rows of the record that name a signature, with what they say of it, by challenge."""
        audit = self.kit.audit
        columns = (audit.c.chain, audit.c.action, audit.c.actor, audit.c.key_serial, audit.c.at)
        query = select(*columns, audit.c.detail).where(audit.c.detail.contains('"signature"'))
        found = defaultdict(list)
        for row in self.connection.execute(query):
            said = _said(json.loads(row.detail))
            if said is not None:
                found[said["challenge"]].append((row, said))
        return dict(found)

    def _unsigned(self, gone: set[str]) -> Iterator[Fault]:
        if not self.store.decided:
            return
        query = text(_UNSIGNED.format(decided=self.store.decided))
        for row in self.connection.execute(query):
            if row.subject not in gone:
                why = f"库中登记的经办人{row.officer or ''}、钥匙盘或时间没有相符的签名。"
                yield Fault("库中登记", row.subject, row.decision, why)

    def _uncaused(self, gone: set[str]) -> Iterator[Fault]:
        if not self.store.uncaused:
            return
        for row in self.connection.execute(text(self.store.uncaused)):
            if row.subject not in gone:
                yield Fault("库中登记", row.subject, row.decision, row.why)

    def _fault_of(self, row: Any, told: Sequence[tuple[Any, Mapping[str, str]]]) -> str:
        try:
            signed = self.sealer.open(row.text, CONTEXT)
        except (ValueError, KeyError, InvalidTag):
            return "所签的原文打不开或被改动。"
        if not told:
            return "记录中没有这件签名。"
        digest = hashlib.sha256(signed.encode()).hexdigest()
        if any(said["digest"] != digest for _, said in told):
            return "所签的原文与记录不符。"
        if any(said["certificate"] != row.fingerprint for _, said in told):
            return "钥匙与记录不符。"
        try:
            found, _ = self._check(row, signed)
        except SignatureRefused as fault:
            return fault.message
        if found != row.fingerprint:
            return "钥匙与记录不符。"
        misplaced = _misplaced(row, json.loads(signed), [recorded for recorded, _ in told])
        return misplaced or (self.register.fault_of(row) if self.register else "")

    def _check(self, row: Any, text: str) -> tuple[str, int]:
        proof = wire.load(Proof, row.signature)
        if row.kind == WEBAUTHN:
            then = WebAuthnVerifier(_site_then(row.public, proof))
            return then.verify(row.public, text, proof, row.signed_at)
        trust = Trust(roots=self.trust.roots, software=self.trust.software)
        return verifier(row.kind, trust).verify(row.public, text, proof, row.signed_at)


def _said(detail: Mapping[str, Any]) -> dict[str, str] | None:
    """What a row of the record says of its signature; None where it says nothing whole."""
    said = detail.get("signature")
    if not isinstance(said, dict) or not {"challenge", "digest", "certificate"} <= said.keys():
        return None
    return {name: str(value) for name, value in said.items()}


def _misplaced(row: Any, signed: Mapping[str, Any], told: Sequence[Any]) -> str:
    """Why a good signature is not one of this officer over this decision, empty if it is."""
    case = str(signed["order"].get("application_id", ""))
    named = (case, signed["decision"], signed["officer"], signed["key_serial"])
    if named != (row.subject, row.decision, row.officer, row.key_serial):
        return "所列的申请、事项、经办人或钥匙盘与所签的原文不符。"
    if any(case not in ("", recorded.chain) for recorded in told):
        return "同一件签名用在了另一份申请的记录里。"
    done = (row.officer, row.key_serial, row.signed_at)
    if any((each.actor, each.key_serial, each.at) != done for each in told):
        return "经办人、钥匙盘或签名时间与记录不符。"
    return ""


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
