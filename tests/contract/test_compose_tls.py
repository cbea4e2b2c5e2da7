"""The overlay with TLS: it is that of the compose file, and no connection is left in clear."""

import re
from urllib.parse import parse_qs, urlsplit

import yaml
from tls_overlay import OVERLAY, PLACE, ROOT, base, overlay, written

FILE = yaml.safe_load(OVERLAY.read_text(encoding="utf-8"))["services"]
PAGE = (ROOT / "docs" / "runbooks" / "settings.md").read_text(encoding="utf-8")


def merged(name):
    """What a container's environment is with both files."""
    return base()[name].get("environment", {}) | FILE.get(name, {}).get("environment", {})


def test_it_is_made_from_the_compose_file():
    assert OVERLAY.read_text(encoding="utf-8") == written()
    assert overlay() == FILE
    assert set(FILE) <= set(base())


def test_no_address_is_left_in_clear():
    for name in base():
        for key, value in merged(name).items():
            parts = urlsplit(value)
            if "${" in value or not parts.netloc:
                continue
            assert parts.scheme in ("postgresql", "amqps", "https"), (name, key)
            if parts.scheme == "postgresql":
                assert parse_qs(parts.query)["sslmode"] == ["verify-full"], (name, key)


def test_whoever_speaks_shows_its_own_certificate_and_knows_the_authority():
    for name, one in FILE.items():
        assert f"./tls/{name}:{PLACE}:ro" in one["volumes"]
        given = merged(name)
        for kind, needs in (("AMQP", "LINGBU_AMQP_URI"), ("TLS", "LINGBU_INTERNAL_TOKEN_FILE")):
            ends = {key for key in given if re.fullmatch(f"LINGBU_{kind}_(CERT|KEY|CA)", key)}
            assert len(ends) == (3 if needs in given else 0), (name, kind)


def test_every_setting_of_it_is_one_the_code_reads():
    used = {key for one in FILE.values() for key in one.get("environment", {})}
    for key in used:
        name = key.removeprefix("LINGBU_")
        assert name in PAGE or re.fullmatch("[A-Z]+_(DATABASE_URL|ADDRESS)", name), key


def test_database_and_broker_take_no_connection_in_clear():
    rules = (ROOT / "deploy/postgres-tls/pg_hba.conf").read_text(encoding="utf-8")
    kinds = [line.split()[0] for line in rules.splitlines() if line and line[0] != "#"]
    assert kinds == ["local", "hostssl"]
    plain, tls = (
        dict(re.findall(r"^([\w.]+) = (.*)$", (ROOT / "deploy/rabbitmq" / name).read_text(), re.M))
        for name in ("rabbitmq.conf", "rabbitmq-tls.conf")
    )
    assert tls["listeners.tcp"] == "none" and "listeners.tcp.default" not in tls
    assert tls["ssl_options.verify"] == "verify_peer"
    assert tls["ssl_options.fail_if_no_peer_cert"] == "true"
    assert plain.items() - tls.items() == {("listeners.tcp.default", "5672")}
