"""Who we are, where the broker is, where our keys lie: from the environment."""

import json
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Settings:
    partner: str  # our name with Lingbu, such as police or centre
    broker: str  # amqp(s)://host:port/vhost
    user: str
    password: str
    tls: Any  # None, or what the ssl module needs
    own_keys: Path  # our private keys, made by `partner.py keys`
    lingbu_keys: Path  # Lingbu's public keys, handed to us
    records: Path  # what this example answers from
    memory: Path  # what has been answered
    prefetch: int

    @property
    def inbox(self) -> str:
        return f"partner.{self.partner}.inbox"

    @property
    def exchange(self) -> str:
        return f"partner.{self.partner}.said"


def from_environment() -> Settings:
    """Raises KeyError for what is missing."""
    partner = os.environ["PARTNER_NAME"]
    return Settings(
        partner=partner,
        broker=os.environ["BROKER_URL"],
        user=os.environ.get("BROKER_USER", f"partner-{partner}"),
        password=_secret("BROKER_PASSWORD"),
        tls=_tls(),
        own_keys=Path(os.environ.get("OWN_KEYS_FILE", "own.private.json")),
        lingbu_keys=Path(os.environ.get("LINGBU_KEYS_FILE", "lingbu.public.json")),
        records=Path(os.environ.get("RECORDS_FILE", "records.json")),
        memory=Path(os.environ.get("MEMORY_FILE", "memory.sqlite")),
        prefetch=int(os.environ.get("PREFETCH", "20")),
    )


def _secret(name: str) -> str:
    """From a file (NAME_FILE), which other processes cannot see, or from NAME."""
    file = os.environ.get(f"{name}_FILE")
    return Path(file).read_text().strip() if file else os.environ[name]


def _tls() -> Any:
    if not os.environ.get("BROKER_CA_FILE"):
        return None
    found: dict[str, Any] = {
        "ca_certs": os.environ["BROKER_CA_FILE"],
        "cert_reqs": ssl.CERT_REQUIRED,
    }
    if os.environ.get("BROKER_CERT_FILE"):  # where the broker asks for a certificate of ours
        found |= {
            "certfile": os.environ["BROKER_CERT_FILE"],
            "keyfile": os.environ["BROKER_KEY_FILE"],
        }
    return found


def key_sets(settings: Settings) -> tuple[list[Any], list[Any]]:
    """Our private keys and Lingbu's public ones, as JWK."""
    return tuple(json.loads(path.read_text()) for path in (settings.own_keys, settings.lingbu_keys))
