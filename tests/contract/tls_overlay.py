"""deploy/compose.tls.yml, made from docker-compose.yml: `python tests/contract/tls_overlay.py`.

Every connection between containers gets TLS with certificates both ways (docs/runbooks/tls.md);
accounts, databases and passwords stay as they are.
"""

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
OVERLAY = ROOT / "deploy" / "compose.tls.yml"
HEAD = """\
# TLS between the containers (docs/runbooks/tls.md); made from docker-compose.yml:
#   docker compose -f docker-compose.yml -f deploy/compose.tls.yml up
# Each container reads tls/<its name>/: own.pem and own.key, for that name, and the inner ca.pem.
"""
PLACE = "/run/tls"
OWN = {"CERT": f"{PLACE}/own.pem", "KEY": f"{PLACE}/own.key", "CA": f"{PLACE}/ca.pem"}
VERIFIED = f"?sslmode=verify-full&sslrootcert={OWN['CA']}"
POSTGRES = ["postgres", "-c", "ssl=on", "-c", f"ssl_cert_file={OWN['CERT']}"]
POSTGRES += ["-c", f"ssl_key_file={OWN['KEY']}", "-c", "hba_file=/etc/lingbu/pg_hba.conf"]
SERVERS = {
    "postgres": {
        "command": POSTGRES,
        "volumes": ["./deploy/postgres-tls/pg_hba.conf:/etc/lingbu/pg_hba.conf:ro"],
    },
    "rabbitmq": {"volumes": ["./deploy/rabbitmq/rabbitmq-tls.conf:/etc/rabbitmq/rabbitmq.conf:ro"]},
}


def base() -> dict[str, Any]:
    """The containers of docker-compose.yml."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return dict(found["services"])


def overlay() -> dict[str, Any]:
    """What is different with TLS, by container."""
    return {name: one for name in base() if (one := _of(name, base()[name]))}


def _of(name: str, container: dict[str, Any]) -> dict[str, Any]:
    server: dict[str, Any] = dict(SERVERS.get(name, {}))
    given = _environment(container.get("environment", {}))
    if not server and not given:
        return {}
    volumes = [f"./tls/{name}:{PLACE}:ro", *server.pop("volumes", [])]
    return server | ({"environment": given} if given else {}) | {"volumes": volumes}


def _environment(plain: dict[str, str]) -> dict[str, str]:
    given = {}
    for key, value in plain.items():
        if key.endswith("DATABASE_URL"):
            given[key] = value + VERIFIED
        elif value.startswith("http://"):
            given[key] = value.replace("http://", "https://")
        elif value.startswith("amqp://"):
            given[key] = value.replace("amqp://", "amqps://").replace(":5672/", ":5671/")
    kinds = ("AMQP",) if "LINGBU_AMQP_URI" in plain else ()
    kinds += ("TLS",) if "LINGBU_INTERNAL_TOKEN_FILE" in plain else ()
    return given | {f"LINGBU_{kind}_{end}": path for kind in kinds for end, path in OWN.items()}


def written() -> str:
    """The file."""
    return HEAD + yaml.safe_dump({"services": overlay()}, sort_keys=False, width=200)


if __name__ == "__main__":
    OVERLAY.write_text(written(), encoding="utf-8")
