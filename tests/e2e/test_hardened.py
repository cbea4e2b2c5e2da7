"""A house as it should be run: what each process may do on broker and database, over TLS alone.

Every attempt to do more is refused by the broker, the database or the handshake.
"""

import http.client
import json
import ssl
import subprocess
import sys
import urllib.request

import psutil
import psycopg2
import pytest
import urllib3
from amqp.exceptions import AccessRefused
from certificates import Authority
from hardened import VHOST, HardenedHouse
from houses import LINGBU
from kombu import Connection
from test_story import holds
from trespasses import ATTEMPTS, OUTSIDE, REFUSED, publish

from outside.partners import PARTNERS
from outside.places import Place
from servicekit.config import from_environment
from servicekit.tls import broker_options
from simulators.story.case_2019 import tell

pytestmark = pytest.mark.connected
SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "simulators")
SENDER = "review"  # whose account was stolen


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with HardenedHouse(tmp_path_factory.mktemp("hardened")).standing() as standing:
        yield standing


@pytest.fixture
def channel(house):
    """What a stolen account of review opens."""
    with connection(house, SENDER) as opened:
        yield opened.channel()


def connection(house, name):
    values = from_environment(house.env(name))
    return Connection(values["AMQP_URI"], ssl=broker_options(values["AMQP_URI"], values))


def test_the_whole_case_with_least_rights_over_tls(house):
    holds(house, tell(house.lingbu, sys.stdout))


def test_nothing_secret_was_written_or_shown(house):
    secrets = {path.name: path.read_text() for path in house.files.iterdir()}
    parts = {
        part.partition(":")[2] for part in secrets.pop("sealing_keys").replace(";", ",").split(",")
    }
    known = {value for value in (*secrets.values(), *parts) if value}
    assert len(known) > 18
    processes = [process for one in house.processes.values() for process in family(one.pid)]
    seen = {f"argv of {p.pid}": " ".join(p.cmdline()) for p in processes}
    seen |= {f"environment of {p.pid}": str(p.environ()) for p in processes}
    seen |= {path.name: path.read_text(errors="replace") for path in house.folder.glob("*.log")}
    seen |= {"definitions": (house.folder / "definitions.json").read_text()}
    seen |= {
        f"{name} {path}": page(house, name, path)
        for name in SERVICES
        for path in ("/readyz", "/no", "/ask/no")
    }
    assert len(seen) > 30
    assert [place for place, text in seen.items() if any(secret in text for secret in known)] == []


def family(pid):
    parent = psutil.Process(pid)
    return [parent, *parent.children(recursive=True)]


def page(house, name, path):
    """What a service answers whoever shows the gateway's certificate."""
    context = ssl.create_default_context(cafile=str(house.authority.cert))
    context.load_cert_chain(house.pairs["gateway"].cert, house.pairs["gateway"].key)
    method = "POST" if path.startswith("/ask") else "GET"
    with urllib3.PoolManager(ssl_context=context, timeout=20, retries=False) as pool:
        address = f"https://127.0.0.1:{house.ports[name]}{path}"
        return pool.request(method, address, body=b"{}" if method == "POST" else None).data.decode()


@pytest.fixture
def partner_channel(house):
    """What the police's account opens."""
    lines = (house.files / "outside_broker").read_text().splitlines()
    password = dict(line.split("=", 1) for line in lines)["police"]
    values = from_environment(house.env(SENDER))  # its certificate lets in, the account decides
    uri = f"amqps://partner-police:{password}@127.0.0.1:{house.broker.port}/{VHOST}"
    with Connection(uri, ssl=broker_options(uri, values)) as opened:
        yield opened.channel()


@pytest.mark.parametrize("what", OUTSIDE)
def test_the_broker_refuses_a_partner_to(partner_channel, what):
    with pytest.raises(AccessRefused):
        OUTSIDE[what](partner_channel)


def test_a_partner_may_say_its_own_and_read_its_own(partner_channel):
    publish(partner_channel, "partner.police.said", "check.response.v1")
    partner_channel.basic_get("partner.police.inbox")


@pytest.mark.parametrize("what", ATTEMPTS)
def test_the_broker_refuses_an_account_to(channel, what):
    with pytest.raises(AccessRefused):
        ATTEMPTS[what](channel)


def test_an_account_may_say_its_own_and_read_its_own(channel):
    publish(channel, "review.events", "case_returned.v1")
    channel.basic_get("review.from.intake")


def test_there_are_no_other_accounts_and_none_administers(house):
    users = dict(row[:2] for row in house.broker.listed("list_users"))
    partners = [Place(partner.name).account for partner in PARTNERS]
    assert users == {**{f"lingbu_{n}": "[]" for n in house.names}, **dict.fromkeys(partners, "[]")}
    rights = house.broker.listed("list_permissions", "-p", VHOST)
    assert {configure for _, configure, *_ in rights} == {"^$"}


def test_no_two_accounts_share_an_exchange_or_a_queue(house):
    listed = house.broker.listed("list_permissions", "-p", VHOST)
    rights = [row for row in listed if row[0] != "lingbu_simulators"]  # who stands in for partners
    for column in (2, 3):
        names = [name for row in rights for name in row[column].strip("^($)").split("|") if name]
        assert len(names) == len(set(names)) > 5


@pytest.mark.parametrize(
    "given", ["another's password", "guest", "no certificate", "wrong authority"]
)
def test_the_broker_lets_nobody_in_with(house, given, tmp_path):
    values = from_environment(house.env(SENDER))
    uri, options = values["AMQP_URI"], broker_options(values["AMQP_URI"], values)
    if given == "another's password":
        uri = uri.replace("lingbu_review:", "lingbu_payments:")
    if given == "guest":
        uri = f"amqps://guest:guest@127.0.0.1:{house.broker.port}/{VHOST}"
    if given == "no certificate":
        options |= {"certfile": None, "keyfile": None}
    if given == "wrong authority":
        pair = Authority(tmp_path).issue("review")
        options |= {"certfile": str(pair.cert), "keyfile": str(pair.key)}
    with pytest.raises((AccessRefused, OSError)), Connection(uri, ssl=options) as opened:
        opened.connect()


def test_a_broker_of_another_authority_is_not_believed(house, tmp_path):
    values = from_environment(house.env(SENDER)) | {"AMQP_CA": str(Authority(tmp_path).cert)}
    options = broker_options(values["AMQP_URI"], values)
    with (
        pytest.raises(ssl.SSLCertVerificationError),
        Connection(values["AMQP_URI"], ssl=options) as opened,
    ):
        opened.connect()


def test_a_relay_does_not_send_to_a_broker_it_does_not_believe(house, tmp_path):
    env = house.env(SENDER) | {"LINGBU_AMQP_CA": str(Authority(tmp_path).cert)}
    script = (
        "from servicekit.config import from_environment as f; from servicekit.publishers import *;"
        "v = f(); RabbitPublisher(v['AMQP_URI'], v)"
    )
    done = subprocess.run(
        [LINGBU[0], "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "CERTIFICATE_VERIFY_FAILED" in done.stderr


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses_a_services_role(house, what):
    database, statement = REFUSED[what]
    url = house.address(SENDER, "DATABASE_URL")
    url = url.replace("/lingbu_review?", f"/{database}?") if database else url
    with pytest.raises(
        (psycopg2.errors.InsufficientPrivilege, psycopg2.OperationalError)
    ) as refused:
        ask(url, statement)
    assert "permission denied" in str(refused.value) or "must be" in str(refused.value)


def ask(url, statement):
    opened = psycopg2.connect(url)
    opened.autocommit = True
    try:
        with opened.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()
    finally:
        opened.close()


def test_a_services_role_works_with_its_rows(house):
    assert ask(house.address(SENDER, "DATABASE_URL"), "SELECT count(*) >= 0 FROM outbox") == (True,)


def test_roles_can_nothing_but_sign_in_and_not_without_bound(house):
    rows = house.postgres.as_superuser(
        "SELECT rolname,"
        " rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls,"
        " rolconnlimit > 0 FROM pg_roles WHERE rolname LIKE 'lingbu%' ORDER BY 1"
    ).splitlines()
    assert len(rows) == 2 * len(house.names) + 1
    assert {row.partition("|")[2] for row in rows} == {"f|t"}


@pytest.mark.parametrize("how", ["sslmode=disable", "wrong authority", "another's password"])
def test_the_database_is_not_spoken_to_with(house, how, tmp_path):
    url = house.address(SENDER, "DATABASE_URL")
    if how == "sslmode=disable":
        url = url.partition("?")[0] + "?sslmode=disable"
    elif how == "wrong authority":
        url = url.partition("?")[0]
        url += f"?sslmode=verify-full&sslrootcert={Authority(tmp_path).cert}"
    else:
        url = url.replace("lingbu_review:", "lingbu_payments:").replace(
            "/lingbu_review", "/lingbu_payments"
        )
    with pytest.raises(
        psycopg2.OperationalError, match="no encryption|certificate verify|authentication"
    ):
        ask(url, "SELECT 1")


@pytest.mark.parametrize("how", ["plain", "no certificate", "wrong authority"])
def test_a_service_answers_nobody_with(house, how, tmp_path):
    port = house.ports["review"]
    if how == "plain":
        with pytest.raises((http.client.HTTPException, OSError)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=10)
        return
    context = ssl.create_default_context(cafile=str(house.authority.cert))
    if how == "wrong authority":
        pair = Authority(tmp_path).issue("gateway")
        context.load_cert_chain(pair.cert, pair.key)
    with pytest.raises(OSError):
        urllib.request.urlopen(f"https://127.0.0.1:{port}/livez", timeout=10, context=context)


def test_a_certificate_without_the_token_commands_nothing(house):
    refusal = json.loads(page(house, "review", "/ask/list_cases"))["refusal"]
    assert refusal["code"] == "internal-token"


def test_the_health_check_speaks_tls_too(house):
    checked = subprocess.run(
        [sys.executable, "deploy/health"], env=house.env("review"), capture_output=True, check=False
    )
    assert (checked.returncode, json.loads(checked.stdout)["status"]) == (0, "ok")
