"""X.509 certificates with detached signatures, as the middlewares of USB keys make them.

Chain, validity and revocation are checked at every use; a signature is over the text itself, bare
or within SignedData.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

from cryptography import x509

from contracts.signing import Proof
from servicekit.signing import algorithms, sm2
from servicekit.signing.encoding import from_base64
from servicekit.signing.path import Chain, walk
from servicekit.signing.refusals import refused
from servicekit.signing.revocation import Revocations
from servicekit.signing.signed_data import is_signed_data, unwrap

SEPARATORS = re.compile(r"[@\s,;/=_（）()]+")


class CertificateVerifier:
    """Keys whose certificates lead to one of these roots."""

    def __init__(self, roots: Sequence[x509.Certificate], revocations: Revocations | None) -> None:
        self._roots, self._revocations = tuple(roots), revocations

    def admit(self, public: str, now: datetime) -> str:
        """The fingerprint of the certificate's key, if the certificate holds now."""
        chain = walk(certificates(public), self._roots, now)
        if self._revocations is not None:
            self._revocations.check(chain, now)
        return fingerprint(chain[0])

    def verify(self, public: str, text: str, proof: Proof, now: datetime) -> tuple[str, int]:
        """The same, if this key has signed the text; certificates count no signatures."""
        admitted = self.admit(public, now)
        mine, data, signature = certificates(public)[0], text.encode(), from_base64(proof.signature)
        if is_signed_data(signature):
            data, signature = unwrap(signature, data, mine)
        algorithms.check(mine, data, signature)
        return admitted, 0


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the public key: the same key under another certificate is the same key."""
    return hashlib.sha256(sm2.key_info(certificate).dump()).hexdigest()


def names(public: str, called: Sequence[str]) -> bool:
    """Whether the subject of the key's certificate is called one of these.

    Authorities write `李一`, `051@李一@N1101…@1` and the like: a name stands between separators.
    """
    subject = certificates(public)[0].subject
    words = {word for part in subject for word in SEPARATORS.split(str(part.value))}
    return not words.isdisjoint(called)


@lru_cache(maxsize=1024)
def certificates(public: str) -> Chain:
    """The key's certificate, then those above it; raises SignatureRefused."""
    try:
        found = tuple(x509.load_pem_x509_certificates(public.encode()))
        for one in found:
            one.extensions, one.subject, one.issuer  # noqa: B018 - read lazily, so that they raise
            sm2.key_info(one).native  # noqa: B018
    except (ValueError, TypeError, KeyError, x509.DuplicateExtension):
        raise refused("certificate-malformed") from None
    return found
