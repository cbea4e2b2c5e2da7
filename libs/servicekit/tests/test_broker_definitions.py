"""What the broker is told: from the code alone, and no password in clear."""

import base64
import hashlib
import json
from collections import Counter

import pytest
from click.testing import CliRunner

from servicekit.assembly import installed_services
from servicekit.broker import accounts, definitions, events, password_hash
from servicekit.broker_command import broker_definitions

SERVICES = [installed_services()[name] for name in sorted(installed_services())]
KNOWN = accounts(SERVICES, ["gateway"])
PASSWORD = "Zp27-hT3k_9sQvLmWd4x"


@pytest.fixture(scope="module")
def made():
    return definitions(SERVICES, KNOWN, {one.name: PASSWORD for one in KNOWN}, "v")


def test_every_event_is_said_by_exactly_one_account():
    said = Counter(key for one in KNOWN for keys in one.says.values() for key in keys)
    assert set(said) == {event.routing_key() for event in events()}
    assert set(said.values()) == {1}


def test_every_letter_somebody_reads_is_bound_to_his_queue(made):
    bound = {(b["destination"], b["source"], b["routing_key"]) for b in made["bindings"]}
    read = {
        (f"{one.name}.from.{event.source}", event.exchange(), event.routing_key())
        for one in SERVICES
        for event in one.read.table
    }
    assert bound == read
    assert {b[0] for b in bound} <= {queue["name"] for queue in made["queues"]}


def test_a_password_is_kept_as_the_broker_checks_it():
    kept = base64.b64decode(password_hash(PASSWORD))
    assert kept[4:] == hashlib.sha256(kept[:4] + PASSWORD.encode()).digest()
    assert password_hash(PASSWORD) != password_hash(PASSWORD)


def test_the_command_writes_no_password_and_names_one_that_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv("LINGBU_DEMO", "1")
    for one in KNOWN:
        monkeypatch.setenv(f"LINGBU_{one.name.upper()}_AMQP_PASSWORD", PASSWORD)
    said = CliRunner().invoke(broker_definitions, ["--out", str(tmp_path / "d.json")])
    assert said.exit_code == 0, said.output
    text = (tmp_path / "d.json").read_text()
    assert PASSWORD not in text + said.output
    assert len(json.loads(text)["users"]) == len(KNOWN)
    monkeypatch.delenv("LINGBU_REVIEW_AMQP_PASSWORD")
    refused = CliRunner().invoke(broker_definitions)
    assert "LINGBU_REVIEW_AMQP_PASSWORD" in str(refused.exception) + refused.output
    monkeypatch.setenv("LINGBU_REVIEW_AMQP_PASSWORD", "guest")
    refused = CliRunner().invoke(broker_definitions)
    assert "LINGBU_REVIEW_AMQP_PASSWORD" in str(refused.exception) + refused.output


def test_the_stand_ins_have_an_account_in_a_demonstration_only(monkeypatch):
    monkeypatch.delenv("LINGBU_DEMO", raising=False)
    for one in KNOWN:
        monkeypatch.setenv(f"LINGBU_{one.name.upper()}_AMQP_PASSWORD", PASSWORD)
    said = json.loads(CliRunner().invoke(broker_definitions).output)
    assert {user["name"] for user in said["users"]} == {
        one.user for one in KNOWN if one.name != "simulators"
    }
