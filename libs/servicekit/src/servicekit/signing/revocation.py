"""Certificate revocation lists (证书吊销列表): a file of PEM lists, read anew when it changes."""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509

from servicekit.signing.algorithms import issued_list
from servicekit.signing.refusals import refused

log = logging.getLogger(__name__)
END = b"-----END X509 CRL-----"
List = x509.CertificateRevocationList


@dataclass(frozen=True, slots=True)
class Revocations:
    """The lists of every issuer; a stale one refuses, or is told in the log and used."""

    path: Path
    stale_refuses: bool = True

    def check(self, chain: tuple[x509.Certificate, ...], now: datetime) -> None:
        """Raises SignatureRefused for what is revoked, or cannot be told."""
        found = _lists(self.path, self.path.stat().st_mtime_ns)
        for place, (here, issuer) in enumerate(zip(chain, chain[1:], strict=False)):
            newest = _newest(found, issuer)
            if newest is None:
                raise refused("revocations-missing")
            self._must_be_fresh(newest, now)
            if newest.get_revoked_certificate_by_serial_number(here.serial_number) is not None:
                raise refused("certificate-revoked" if place == 0 else "issuer-revoked")

    def _must_be_fresh(self, found: List, now: datetime) -> None:
        until = found.next_update_utc
        if until is not None and found.last_update_utc <= now <= until:
            return
        if self.stale_refuses:
            raise refused("revocations-stale")
        log.warning("revocation list is stale", extra={"issuer": str(found.issuer), "until": until})


def _newest(found: tuple[List, ...], issuer: x509.Certificate) -> List | None:
    """The issuer's own latest list; one for some certificates only, or of changes, is none."""
    whole = [
        one
        for one in found
        if one.issuer == issuer.subject
        and not any(extension.critical for extension in one.extensions)
        and issued_list(one, issuer)
    ]
    return max(whole, key=lambda one: one.last_update_utc, default=None)


@lru_cache(maxsize=4)
def _lists(path: Path, changed: int) -> tuple[List, ...]:
    parts = path.read_bytes().split(END)[:-1]
    return tuple(x509.load_pem_x509_crl(part.lstrip() + END + b"\n") for part in parts)
