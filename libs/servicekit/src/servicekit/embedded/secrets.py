"""Secrets of the embedded demo: generated at the first start, kept beside its data."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from servicekit.sealing import KeyRing

WITNESS_FOLDER = "witness"  # beside the data: a demo has nowhere else to keep it


@dataclass(frozen=True, kw_only=True)
class DemoSecrets:
    """Keys and tokens of one embedded installation."""

    sealing_keys: str
    internal_token: str
    database_password: str
    software_seed: str
    audit_key: str


def demo_secrets(var: Path) -> DemoSecrets:
    """Reads the installation's secrets, or makes them; the file is readable by its owner alone."""
    path = var / "secrets.json"
    if path.exists():
        return DemoSecrets(**json.loads(path.read_text()))
    fresh = DemoSecrets(
        sealing_keys=KeyRing.generate_text(),
        internal_token=secrets.token_urlsafe(32),
        database_password=secrets.token_urlsafe(24),
        software_seed=secrets.token_urlsafe(32),
        audit_key=base64.b64encode(secrets.token_bytes(32)).decode(),
    )
    var.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(asdict(fresh), file)
        file.flush()
        os.fsync(file.fileno())
    return fresh
