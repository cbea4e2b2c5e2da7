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
from click.testing import CliRunner
from house_facts import EXPECTED

from gateway.main import SERVICES as ASKED
from outside.command import partner_keys
from outside.partners import PARTNERS
from portal.mounting import API_ROOMS
from servicekit.config import from_environment, refuse_what_is_unsafe
from servicekit.sealing import KeyRing

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
CONTAINERS = COMPOSE["services"]
OURS = {name: one for name, one in CONTAINERS.items() if "build" in one}
ONCE = {"migrate", "migrate-simulators", "broker-definitions"}
PORTAL = "portal"  # no service: neither database nor broker
CARRIED = {"migrate": "all", "migrate-simulators": "simulators", "broker-definitions": "all"}
PROCESSES = {name: one for name, one in OURS.items() if name not in ONCE | {PORTAL}}
SECRET = re.compile(r"PASS|TOKEN|KEY|SEED")
MOUNTED, KEYS = "/run/secrets/", "/keys/"
REAL = {name: one for name, one in PROCESSES.items() if "profiles" not in one}

each_real_process = pytest.mark.parametrize("name", sorted(REAL))
each_process = pytest.mark.parametrize("name", sorted(PROCESSES))


def environment(name):
    return CONTAINERS[name].get("environment", {})


def make_secrets(path, *words):
    command = [sys.executable, ROOT / "deploy" / "make-secrets", *words, path]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def written(folder):
    return {path.name: path.read_text() for path in folder.iterdir()}


def demo_choices(folder):
    pairs = (line.split("=", 1) for line in (folder / ".env").read_text().splitlines())
    return {name: value.strip("'") for name, value in pairs}


def test_every_service_and_the_gateway_have_a_container():
    assert set(PROCESSES) == EXPECTED | {"gateway"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_image_is_built_with_the_service_it_carries(name):
    carried = OURS[name]["build"]["args"]["SERVICE"]
    assert carried == CARRIED.get(name, name)
    assert OURS[name]["image"] == f"lingbu-{carried}"


@each_process
def test_a_process_is_health_checked_and_starts_after_the_migration(name):
    assert PROCESSES[name]["healthcheck"]["test"] == ["CMD", "lingbu-health"]
    [first] = set(PROCESSES[name]["depends_on"]) & ONCE
    assert PROCESSES[name]["depends_on"][first]["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_a_container_may_write_nowhere_and_has_no_privileges(name):
    one = CONTAINERS[name]
    assert (one["read_only"], one["cap_drop"]) == (True, ["ALL"])
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "pid", "network_mode", "devices"} & set(one)
    assert one.get("user", "lingbu") in ("lingbu", "999:999")  # ours: the image's own user
    assert not any("docker.sock" in str(volume) for volume in one["volumes"])


@pytest.mark.parametrize("name", ["postgres", "rabbitmq"])
def test_database_and_broker_are_health_checked_and_not_published(name):
    assert CONTAINERS[name]["healthcheck"]["test"]
    assert "ports" not in CONTAINERS[name]
    assert CONTAINERS[name]["networks"] == ["inside"]


def test_only_gateway_and_portal_are_published_and_only_to_this_host_unless_told():
    assert {name for name, one in CONTAINERS.items() if "ports" in one} == {"gateway", PORTAL}
    assert CONTAINERS["gateway"]["ports"] == ["${LINGBU_PUBLISH:-127.0.0.1:8080}:8000"]
    assert CONTAINERS[PORTAL]["ports"] == ["${LINGBU_PUBLISH_PORTAL:-127.0.0.1:8081}:8000"]


def test_the_portal_knows_the_gateway_and_one_secret_of_its_own(tmp_path):
    make_secrets(tmp_path / "secrets")
    assert CONTAINERS[PORTAL]["secrets"] == ["portal_key"]
    assert CONTAINERS[PORTAL]["volumes"] == []
    assert CONTAINERS[PORTAL]["depends_on"] == {"gateway": {"condition": "service_healthy"}}
    values = settings_of(PORTAL, tmp_path / "secrets", {})
    refuse_what_is_unsafe(values)
    assert set(values) == {"DEMO", "PORTAL_KEY", "GATEWAY_ADDRESS", "PROXIES"}
    assert values["GATEWAY_ADDRESS"] == "http://gateway:8000"


def test_the_proxy_sends_to_the_gateway_what_is_the_gateways():
    [path] = (ROOT / "deploy/nginx").iterdir()
    [rooms] = re.findall(r"location ~ \^/\(([\w|]+)\)", path.read_text(encoding="utf-8"))
    probes = {"livez", "readyz"}  # for the host alone
    assert set(rooms.split("|")) == API_ROOMS - probes


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_every_secret_is_a_file_of_those_that_are_mounted(name):
    mounted = set(CONTAINERS[name].get("secrets", ()))
    used = set()
    for key, value in environment(name).items():
        if SECRET.search(key):
            assert key.endswith("_FILE") and value.startswith((MOUNTED, KEYS)), key
            used |= {value.removeprefix(MOUNTED)} if value.startswith(MOUNTED) else set()
        else:
            assert not re.search(r"://[^/@]*:[^/@]*@", value), key
    if name == "postgres":  # its script reads the others from the folder
        used |= {one for one in mounted if one.endswith("_db")}
    assert used == mounted


def test_every_secret_that_is_needed_is_made_and_no_other(tmp_path):
    assert make_secrets(tmp_path / "secrets").returncode == 0
    listed = {name: one["file"] for name, one in COMPOSE["secrets"].items()}
    assert set(written(tmp_path / "secrets")) == set(listed)
    assert all(file == f"./secrets/{name}" for name, file in listed.items())
    assert set(listed) == {name for one in CONTAINERS.values() for name in one.get("secrets", ())}


def test_secrets_are_strong_private_never_shown_and_never_overwritten(tmp_path):
    folder = tmp_path / "secrets"
    said = make_secrets(folder)
    values = written(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert values.pop("software_seed") == ""  # of a demonstration only
    assert len(set(values.values())) == len(values)
    assert min(len(value) for value in values.values()) >= 43
    assert not any(value in said.stdout + said.stderr for value in values.values())
    ring = KeyRing.from_text(values["sealing_keys"])
    assert [*(len(key.secret) for key in ring.keys.values()), len(ring.search)] == [32, 32]
    assert make_secrets(folder).returncode == 1
    assert written(folder) == values | {"software_seed": ""}


@pytest.mark.parametrize("kept_out", [".env", "secrets/"])
def test_secrets_are_kept_out_of_the_history(kept_out):
    assert kept_out in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_demo_is_chosen_by_name(tmp_path):
    (tmp_path / "real").mkdir()
    make_secrets(tmp_path / "real" / "secrets")
    make_secrets(tmp_path / "secrets", "--demo")
    assert not (tmp_path / "real" / ".env").exists()
    assert len(written(tmp_path / "secrets")["software_seed"]) >= 43
    assert set(demo_choices(tmp_path)) == {
        "COMPOSE_PROFILES",
        "LINGBU_DEMO",
        "LINGBU_CLOCK_FILE",
        "LINGBU_SMS_PROVIDER",
        "LINGBU_SIMULATORS_ADDRESS",
    }


@each_real_process
def test_a_process_of_a_real_installation_starts_and_one_with_a_demo_seed_does_not(name, tmp_path):
    make_secrets(tmp_path / "secrets")
    values = settings_of(name, tmp_path / "secrets", {})
    refuse_what_is_unsafe(values)
    with pytest.raises(SystemExit, match="LINGBU_SOFTWARE_SEED"):
        refuse_what_is_unsafe(values | {"SOFTWARE_SEED": "x" * 40})


def settings_of(name, folder, choices):
    """As the process reads them in its container."""
    given = {key: interpolated(value, choices) for key, value in environment(name).items()}
    CliRunner().invoke(partner_keys, ["make", "--demo", f"{folder}/keys"])
    places = {MOUNTED: f"{folder}/", KEYS: f"{folder}/keys/"}
    for place, here in places.items():
        given = {key: value.replace(place, here) for key, value in given.items()}
    return from_environment(given)


def interpolated(text, choices):
    return re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda m: choices.get(m[1], m[2]), text)


def test_every_process_works_as_its_own_role_and_account():
    script = (ROOT / "deploy/postgres/10-databases.sh").read_text(encoding="utf-8")
    [made] = re.findall(r"^for service in ([\w ]+); do$", script, re.MULTILINE)
    assert set(made.split()) == set(PROCESSES)
    for name in PROCESSES:
        given = environment(name)
        assert given["LINGBU_DATABASE_URL"] == f"postgresql://lingbu_{name}@postgres/lingbu_{name}"
        assert given["LINGBU_DATABASE_PASSWORD_FILE"] == f"{MOUNTED}{name}_db"
        assert given["LINGBU_AMQP_URI"] == f"amqp://lingbu_{name}@rabbitmq:5672/lingbu"
        assert given["LINGBU_AMQP_PASSWORD_FILE"] == f"{MOUNTED}{name}_broker"
        assert f"{name}_db" in CONTAINERS["postgres"]["secrets"]
        owner = f"postgresql://lingbu_{name}_owner@postgres/lingbu_{name}"
        by = "migrate-simulators" if name == "simulators" else "migrate"
        assert owner in environment(by).values()


def test_the_broker_reads_what_the_code_says_and_makes_no_guest():
    broker = CONTAINERS["rabbitmq"]
    before = broker["depends_on"]["broker-definitions"]["condition"]
    assert before == "service_completed_successfully"
    assert "definitions:/definitions:ro" in broker["volumes"]
    conf = (ROOT / "deploy/rabbitmq/rabbitmq.conf").read_text(encoding="utf-8")
    [_, *_, out] = CONTAINERS["broker-definitions"]["command"]
    assert f"load_definitions = {out}\n" in conf
    assert "RABBITMQ_DEFAULT_USER" not in environment("rabbitmq")
    assert "./deploy/rabbitmq/enabled_plugins:/etc/rabbitmq/enabled_plugins:ro" in broker["volumes"]
    assert (ROOT / "deploy/rabbitmq/enabled_plugins").read_text(encoding="utf-8") == "[].\n"


def test_private_keys_of_letters_are_read_by_those_who_sign_with_them():
    mounts = {
        name: volume
        for name, one in CONTAINERS.items()
        for volume in one["volumes"]
        if volume.startswith("keys:")
    }
    read_only = "keys:/keys:ro"
    assert mounts == {
        "partner-keys": "keys:/keys", "partners": read_only, "simulators": read_only
    }  # fmt: skip
    files = {n: [v for v in environment(n).values() if v.startswith(KEYS)] for n in CONTAINERS}
    assert {name: one for name, one in files.items() if one} == {
        "partners": ["/keys/lingbu.json"],
        "simulators": ["/keys/stand-ins.json"],
    }
    assert "simulators" not in REAL


def test_every_partner_is_given_a_password_of_its_own(tmp_path):
    make_secrets(tmp_path / "secrets")
    lines = written(tmp_path / "secrets")["outside_broker"].splitlines()
    passwords = dict(line.split("=", 1) for line in lines)
    assert set(passwords) == {partner.name for partner in PARTNERS}
    assert len(set(passwords.values())) == len(passwords)


def test_the_audit_key_and_what_it_signed_are_the_witness_alone():
    holders = {name for name, one in CONTAINERS.items() if "audit_key" in one.get("secrets", ())}
    assert holders == {"witness"}
    keepers = {name for name, one in CONTAINERS.items() if "witness:/witness" in one["volumes"]}
    assert keepers == {"witness"}
    urls = [value for key, value in environment("witness").items() if key.endswith("_URL")]
    assert urls and all(url.startswith("postgresql://lingbu_witness@") for url in urls)


def test_no_running_process_owns_the_tables_it_works_with():
    for name in PROCESSES:
        assert "owner_db" not in CONTAINERS[name]["secrets"]


def test_the_gateway_knows_where_everybody_is():
    addresses = {name: environment("gateway")[f"LINGBU_{name.upper()}_ADDRESS"] for name in ASKED}
    assert addresses.pop("simulators") == "${LINGBU_SIMULATORS_ADDRESS:-}"
    assert addresses == {name: f"http://{name}:8000" for name in addresses}


@each_process
def test_the_settings_of_a_process_are_read_by_name(name, tmp_path):
    make_secrets(tmp_path / "secrets")
    settings = settings_of(name, tmp_path / "secrets", {})
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
