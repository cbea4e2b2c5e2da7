"""What a key (钥匙盘) is given to sign, and what it gives back."""

from dataclasses import dataclass
from uuid import UUID

from contracts.wire import described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A text to be signed once, soon, with one key, for one purpose."""

    challenge_id: UUID
    text: str = described("Signed as it is, in UTF-8: canonical JSON of what the signature is for")
    digest: str = described("SHA-256 of the text in hexadecimal; the challenge of WebAuthn")
    sentence: str = described("What the officer reads before pressing the key")
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A signature over the text of a challenge.

    An X.509 key signs the text itself (RSA with PKCS#1 and SHA-256, ECDSA with SHA-256, Ed25519,
    SM2 with SM3 as DER or as r and s), bare or as detached SignedData; a security key (WebAuthn)
    signs authenticator data and client data, which come with the signature.
    """

    challenge_id: UUID
    signature: str = described("Base64", length(1, 20000))
    authenticator_data: str = described("Base64; WebAuthn alone", length(0, 2000), default="")
    client_data: str = described("Base64; WebAuthn alone", length(0, 4000), default="")
