"""Base64 as it comes from outside."""

import base64
import binascii

from servicekit.signing.refusals import refused


def from_base64(text: str, code: str = "signature-malformed") -> bytes:
    """The bytes; raises SignatureRefused with the code for anything but plain Base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise refused(code) from None


def to_base64(raw: bytes) -> str:
    """Plain Base64."""
    return base64.b64encode(raw).decode()
