"""Which certificates an installation trusts, and which it has been told to refuse."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509

from servicekit.signing.software import SoftwareKeys


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Roots of the key issuers, the file of their revocation lists, and the demo's own root.

    `software` is None wherever software keys are not allowed: everywhere but demos and tests.
    """

    roots: tuple[x509.Certificate, ...] = ()
    revocations: Path | None = None
    software: x509.Certificate | None = None

    @classmethod
    def from_settings(cls, values: Mapping[str, str]) -> "Trust":
        """`KEY_ROOTS` (PEM, usually from a file), `KEY_REVOCATIONS` (a path, read anew when it
        changes), `SOFTWARE_SEED` (the seed of a demonstration's software keys)."""
        roots = values.get("KEY_ROOTS", "")
        lists = values.get("KEY_REVOCATIONS", "")
        seed = values.get("SOFTWARE_SEED", "")
        return cls(
            roots=tuple(x509.load_pem_x509_certificates(roots.encode())) if roots else (),
            revocations=Path(lists) if lists else None,
            software=SoftwareKeys(seed).root if seed else None,
        )
