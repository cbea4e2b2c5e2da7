"""Closing and opening a letter: signed by its sender, its personal data sealed for its receiver."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwe, jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.jws import HeaderDict
from marshmallow import ValidationError

from contracts import wire
from outside.catalogue import MESSAGES, may_say
from outside.keys import KeyBook
from outside.letters import LINGBU, Envelope, Letter, sealed_fields
from outside.partners import Partners

__all__ = ["LARGEST", "NotUsable", "Opened", "close", "open_letter", "signed"]

LARGEST = 16 * 1024 * 1024  # characters of a payload: some 30,000 rows of a list
SIGNED_BY, SEALED_BY, SEALED_AS = "ES256", "ECDH-ES", "A256GCM"


class NotUsable(Exception):
    """A letter that is not used. `code` says why; `envelope` is there once its signature held."""

    def __init__(self, code: str, detail: str = "", envelope: Envelope | None = None) -> None:
        super().__init__(code)
        self.code, self.detail, self.envelope = code, detail, envelope


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter whose signature held and which its sender may say."""

    envelope: Envelope
    letter: Letter


def close(letter: Letter, envelope: Envelope, keys: KeyBook) -> dict[str, Any]:
    """The letter as it travels: flattened JWS as a JSON object; raises `BadKeys`."""
    data = wire.dump(letter)
    for name in sealed_fields(type(letter)):
        data[name] = _seal(data[name], envelope.receiver, keys)
    return signed({"envelope": wire.dump(envelope), "data": data}, keys)


def signed(payload: Any, keys: KeyBook) -> dict[str, Any]:
    """A payload signed with this side's own key, whatever it says; raises `BadKeys`."""
    key = keys.signing()
    header: HeaderDict = {"protected": {"alg": SIGNED_BY, "kid": str(key.kid)}}
    text = json.dumps(payload, ensure_ascii=False).encode()
    return dict(jws.serialize_json(header, text, key))


def open_letter(
    body: Any, partner: str, keys: KeyBook, partners: Partners, now: datetime
) -> Opened:
    """Opens what came over the exchange with that partner; raises `NotUsable`."""
    payload = _verified(body, partner, keys)
    envelope = _envelope(payload, partner, keys)
    kind = MESSAGES.get((envelope.message, envelope.version))
    if kind is None or not may_say(envelope.sender, partners.named(partner), kind):
        raise NotUsable("unknown-message", f"{envelope.message}.v{envelope.version}", envelope)
    if envelope.expires_at is not None and envelope.expires_at < now:
        raise NotUsable("expired", "", envelope)
    try:
        return Opened(envelope, wire.load(kind, _unsealed(kind, payload["data"], keys)))
    except ValidationError as error:
        raise NotUsable("malformed", f"{sorted(map(str, error.messages))}", envelope) from None
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotUsable("malformed", type(error).__name__, envelope) from None


def _verified(body: Any, partner: str, keys: KeyBook) -> Any:
    parts = ("protected", "payload", "signature")
    if not isinstance(body, dict) or not all(isinstance(body.get(p), str) for p in parts):
        raise NotUsable("not-a-letter")
    if len(body["payload"]) > LARGEST:
        raise NotUsable("too-large")

    def senders_key(signature: Any) -> ECKey:
        known = keys.verifying(str(signature.headers().get("kid", "")))
        if known is None:
            raise NotUsable("unknown-key")
        sender, key = known
        if sender != (partner if keys.me == LINGBU else LINGBU):
            raise NotUsable("wrong-partner", f"{sender} spoke as {partner}")
        return key

    flat: Any = {part: body[part] for part in parts}
    try:
        return json.loads(jws.deserialize_json(flat, senders_key, [SIGNED_BY]).payload)
    except (JoseError, ValueError, RecursionError):
        raise NotUsable("bad-signature") from None


def _envelope(payload: Any, partner: str, keys: KeyBook) -> Envelope:
    try:
        envelope = wire.load(Envelope, payload["envelope"])
    except (ValidationError, KeyError, TypeError, ValueError):
        raise NotUsable("malformed", "envelope") from None
    sides = (envelope.sender, envelope.receiver)
    if sides != ((partner, LINGBU) if keys.me == LINGBU else (LINGBU, keys.me)):
        raise NotUsable("wrong-partner", f"from {envelope.sender} to {envelope.receiver}")
    return envelope


def _unsealed(kind: type[Letter], data: dict[str, Any], keys: KeyBook) -> dict[str, Any]:
    def own_key(box: Any) -> ECKey:
        key = keys.opening(str(box.headers().get("kid", "")))
        if key is None:
            raise ValueError("sealed for somebody else")
        return key

    opened = dict(data)
    for name in sealed_fields(kind):
        box = jwe.decrypt_compact(opened[name], own_key, [SEALED_BY, SEALED_AS])
        opened[name] = json.loads(box.plaintext or b"null")
    return opened


def _seal(value: Any, receiver: str, keys: KeyBook) -> str:
    key = keys.sealing(receiver)
    header = {"alg": SEALED_BY, "enc": SEALED_AS, "kid": key.kid}
    text = json.dumps(value, ensure_ascii=False).encode()
    return jwe.encrypt_compact(header, text, key)
