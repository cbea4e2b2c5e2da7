"""Which certificates an installation trusts, and which it has been told to refuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from servicekit.signing.revocation import Revocations
from servicekit.signing.software import SoftwareKeys
from servicekit.signing.webauthn import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Roots of the key issuers, their revocation lists, the site of security keys, the demo's root.

    `software` is None wherever software keys are not allowed: everywhere but demos and tests.
    """

    roots: tuple[x509.Certificate, ...] = ()
    revocations: Revocations | None = None
    site: Site | None = None
    makers: tuple[x509.Certificate, ...] = ()
    software: x509.Certificate | None = None

    @classmethod
    def from_settings(cls, values: Mapping[str, str]) -> "Trust":
        """Reads what this installation has set.

        `KEY_ROOTS` (PEM, usually from a file); `KEY_REVOCATIONS` (a path, read anew when it
        changes) and `KEY_REVOCATIONS_STALE` (`refuse`, or `tell`: log and go on);
        `WEBAUTHN_ORIGINS` (addresses of the pages, by comma) and `WEBAUTHN_RP_ID` (their domain);
        `WEBAUTHN_MAKERS` (PEM: only security keys of these makers are registered);
        `SOFTWARE_SEED` (the seed of a demonstration's software keys).
        """
        lists, seed = values.get("KEY_REVOCATIONS", ""), values.get("SOFTWARE_SEED", "")
        tell = values.get("KEY_REVOCATIONS_STALE", "refuse") == "tell"
        return cls(
            roots=_certificates(values.get("KEY_ROOTS", "")),
            revocations=Revocations(Path(lists), stale_refuses=not tell) if lists else None,
            site=Site.from_settings(values),
            makers=_certificates(values.get("WEBAUTHN_MAKERS", "")),
            software=SoftwareKeys(seed).root if seed else None,
        )


def _certificates(text: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(text.encode())) if text else ()
