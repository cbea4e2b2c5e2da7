"""Registering a security key: what is asked for, and what the key answers."""

from dataclasses import dataclass
from uuid import UUID

from marshmallow import validate

from contracts.message import Command
from contracts.wire import described, length

# As it is engraved, printed on labels and put into addresses: one word.
SERIAL = (
    length(1, 60),
    validate.Regexp(
        r"\A[A-Za-z0-9][A-Za-z0-9._:-]*\Z",
        error="序列号应由字母、数字、点、冒号、下划线和连字符组成，以字母或数字开头。",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """What the browser gave back from `navigator.credentials.create`."""

    challenge_id: UUID
    attestation_object: str = described("Base64", length(1, 20000))
    client_data: str = described("Base64", length(1, 4000))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWanted:
    """A ceremony that is open for a minute, for this administrator and this serial number."""

    challenge_id: UUID
    options: dict[str, object] = described(
        "PublicKeyCredentialCreationOptionsJSON of WebAuthn Level 3"
    )
    expires_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRegistration(Command):
    """安全密钥登记: opens the ceremony; RegisterKey with kind webauthn ends it."""

    service, answer = "gateway", RegistrationWanted

    serial: str = described("The serial number engraved on the key", *SERIAL)
