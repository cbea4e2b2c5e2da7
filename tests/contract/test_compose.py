"""The house on one host: every service has its container, its health check and no secret in it."""

import json
import re
import stat
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import yaml
from house_facts import EXPECTED

from gateway.main import SERVICES as ASKED
from servicekit.config import from_environment
from servicekit.sealing import KeyRing

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
CONTAINERS = COMPOSE["services"]
OURS = {name: one for name, one in CONTAINERS.items() if "build" in one}
ONCE = {"migrate", "migrate-simulators"}
PROCESSES = {name: one for name, one in OURS.items() if name not in ONCE}
SECRET = re.compile(r"PASS|TOKEN|KEYS|_URL$|_URI$")
REQUIRED = re.compile(r"\$\{(\w+):\?")
CHOSEN = {"LINGBU_SMS_PROVIDER"}  # by whoever installs, not a secret

each_process = pytest.mark.parametrize("name", sorted(PROCESSES))


def environment(name):
    return CONTAINERS[name].get("environment", {})


def make_secrets(path, *words):
    command = [sys.executable, ROOT / "deploy" / "make-secrets", *words, path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def written(path):
    pairs = (line.split("=", 1) for line in path.read_text().splitlines())
    return {name: value.strip("'") for name, value in pairs}


def test_every_service_and_the_gateway_have_a_container():
    assert set(PROCESSES) == EXPECTED | {"gateway"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_image_is_built_with_the_service_it_carries(name):
    carried = OURS[name]["build"]["args"]["SERVICE"]
    assert carried == {"migrate": "all", "migrate-simulators": "simulators"}.get(name, name)
    assert OURS[name]["image"] == f"lingbu-{carried}"


@each_process
def test_a_process_is_health_checked_and_starts_after_the_migration(name):
    assert PROCESSES[name]["healthcheck"]["test"] == ["CMD", "lingbu-health"]
    [first] = set(PROCESSES[name]["depends_on"]) & ONCE
    assert PROCESSES[name]["depends_on"][first]["condition"] == "service_completed_successfully"


@each_process
def test_a_process_may_write_nowhere_and_has_no_privileges(name):
    one = PROCESSES[name]
    assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
    assert one["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", ["postgres", "rabbitmq"])
def test_database_and_broker_are_health_checked_and_not_published(name):
    assert CONTAINERS[name]["healthcheck"]["test"]
    assert "ports" not in CONTAINERS[name]
    assert CONTAINERS[name]["networks"] == ["inside"]


def test_only_the_gateway_is_published_and_only_to_this_host_unless_told():
    assert [name for name, one in CONTAINERS.items() if "ports" in one] == ["gateway"]
    assert CONTAINERS["gateway"]["ports"] == ["${LINGBU_PUBLISH:-127.0.0.1:8080}:8000"]


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_no_secret_is_literal_or_has_a_default(name):
    for key, value in environment(name).items():
        if SECRET.search(key):
            assert REQUIRED.search(value), key
            assert ":-" not in value, key


def test_every_secret_that_is_needed_is_made_and_no_other(tmp_path):
    assert make_secrets(tmp_path / "env").returncode == 0
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert set(written(tmp_path / "env")) == set(REQUIRED.findall(text)) - CHOSEN


def test_secrets_are_strong_private_never_shown_and_never_overwritten(tmp_path):
    path = tmp_path / "env"
    said = make_secrets(path)
    values = written(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(values.values())) == len(values)
    assert min(len(value) for value in values.values()) >= 43
    assert not any(value in said.stdout + said.stderr for value in values.values())
    ring = KeyRing.from_text(values["LINGBU_SEALING_KEYS"])
    assert [*(len(key.secret) for key in ring.keys.values()), len(ring.search)] == [32, 32]
    assert make_secrets(path).returncode == 1
    assert written(path) == values


def test_the_file_of_secrets_is_kept_out_of_the_history():
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_demo_is_chosen_by_name(tmp_path):
    make_secrets(tmp_path / "real")
    make_secrets(tmp_path / "demo", "--demo")
    more = set(written(tmp_path / "demo")) - set(written(tmp_path / "real"))
    assert more == {
        "COMPOSE_PROFILES",
        "LINGBU_GATEWAY_DEMO",
        "LINGBU_CLOCK_FILE",
        "LINGBU_SMS_PROVIDER",
        "LINGBU_SIMULATORS_ADDRESS",
        "LINGBU_SOFTWARE_SEED",
    }


def test_every_database_that_is_addressed_is_made_for_its_own_role():
    script = (ROOT / "deploy/postgres/10-databases.sh").read_text(encoding="utf-8")
    made = dict(re.findall(r'^make_database (\w+) "\$(\w+)"$', script, re.MULTILINE))
    assert set(made) == set(PROCESSES)
    for name, password in made.items():
        address = f"postgresql://lingbu_{name}:${{{password}:?}}@postgres/lingbu_{name}"
        assert environment(name)["LINGBU_DATABASE_URL"] == address
        assert password in environment("postgres")
        owner = f"postgresql://lingbu_{name}_owner:${{OWNER_DB_PASSWORD:?}}@postgres/lingbu_{name}"
        if name != "simulators":
            assert environment("migrate")[f"LINGBU_{name.upper()}_DATABASE_URL"] == owner
    assert environment("migrate-simulators")["LINGBU_DATABASE_URL"] == owner


def test_the_audit_key_and_what_it_signed_are_the_witness_alone():
    holders = {name for name in CONTAINERS if "LINGBU_AUDIT_KEY" in environment(name)}
    assert holders == {"witness"}
    keepers = {name for name, one in CONTAINERS.items() if "witness:/witness" in one["volumes"]}
    assert keepers == {"witness"}
    urls = [value for key, value in environment("witness").items() if key.endswith("_URL")]
    assert urls and all(url.startswith("postgresql://lingbu_witness:") for url in urls)


def test_no_running_process_owns_the_tables_it_works_with():
    for name in PROCESSES:
        assert "OWNER_DB_PASSWORD" not in str(environment(name))


def test_the_gateway_knows_where_everybody_is():
    addresses = {name: environment("gateway")[f"LINGBU_{name.upper()}_ADDRESS"] for name in ASKED}
    assert addresses.pop("simulators") == "${LINGBU_SIMULATORS_ADDRESS:-}"
    assert addresses == {name: f"http://{name}:8000" for name in addresses}


@each_process
def test_the_settings_of_a_process_are_read_by_name(name):
    settings = from_environment(environment(name))
    assert {"DATABASE_URL", "INTERNAL_TOKEN", "CLOCK_FILE"} <= set(settings)
    assert name == "gateway" or {"AMQP_URI", "SEALING_KEYS"} <= set(settings)


def test_the_image_is_hashed_unprivileged_and_takes_no_secrets_along():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "--require-hashes" in text
    assert re.search(r"^USER lingbu$", text, re.MULTILINE)
    assert re.search(r'^HEALTHCHECK .*CMD \["lingbu-health"\]$', text, re.MULTILINE)
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert not any(".env" in line for line in ignored if line.startswith("!"))


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (200, {"status": "ok"}, 0),
        (200, {"status": "degraded", "bus": "away"}, 1),
        (503, {"status": "unready"}, 1),
        (None, None, 1),
    ],
)
def test_the_health_check_believes_only_ok(status, body, code):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == "/readyz" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    if status:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    else:
        server.server_close()
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "health"],
        env={"LINGBU_BIND": f"0.0.0.0:{server.server_port}"},
        capture_output=True,
        check=False,
    )
    if status:
        server.shutdown()
    assert done.returncode == code
