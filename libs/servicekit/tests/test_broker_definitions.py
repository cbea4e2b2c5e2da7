"""What the broker is told: from the code alone, and no password in clear."""

import base64
import hashlib
import json
import re
from collections import Counter

import pytest
from click.testing import CliRunner

from outside.partners import PARTNERS
from outside.places import Place
from servicekit.assembly import installed_services
from servicekit.broker import accounts, definitions, events, outside_accounts, password_hash
from servicekit.broker_command import broker_definitions

SERVICES = [installed_services()[name] for name in sorted(installed_services())]
KNOWN = accounts(SERVICES, ["gateway"])
PASSWORD = "Zp27-hT3k_9sQvLmWd4x"


@pytest.fixture(scope="module")
def made():
    return definitions(SERVICES, KNOWN, {one.user: PASSWORD for one in KNOWN}, "v")


def test_every_event_is_said_by_exactly_one_account():
    said = Counter(key for one in KNOWN for keys in one.says.values() for key in keys)
    ours = {event.routing_key() for event in events()}
    assert {key for key in said if key in ours} == ours
    assert {said[key] for key in ours} == {1}


def test_letters_to_outside_systems_are_written_by_one_account_and_answers_by_the_stand_ins():
    writers = {}
    for one in KNOWN:
        for exchange in one.says:
            if exchange.startswith("partner."):
                writers.setdefault(exchange.rpartition(".")[2], set()).add(one.name)
    assert writers == {"told": {"partners"}, "said": {"simulators"}}


def test_every_letter_somebody_reads_is_bound_to_his_queue(made):
    bound = {(b["destination"], b["source"], b["routing_key"]) for b in made["bindings"]}
    read = {
        (f"{one.name}.from.{event.source}", event.exchange(), event.routing_key())
        for one in SERVICES
        for event in one.read.table
    }
    for partner in (one.name for one in PARTNERS):
        place = Place(partner)
        read |= {(f"partners.from.{partner}", place.said, "#"), (place.inbox, place.told, "#")}
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
    monkeypatch.setenv("LINGBU_OUTSIDE_AMQP_PASSWORDS", f"police={PASSWORD}\n\nbanks=weak")
    refused = CliRunner().invoke(broker_definitions)
    assert "LINGBU_OUTSIDE_AMQP_PASSWORDS" in str(refused.exception) + refused.output
    monkeypatch.delenv("LINGBU_OUTSIDE_AMQP_PASSWORDS")
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


def test_an_outside_system_that_was_given_a_password_writes_one_place_and_reads_one(monkeypatch):
    for one in KNOWN:
        monkeypatch.setenv(f"LINGBU_{one.name.upper()}_AMQP_PASSWORD", PASSWORD)
    monkeypatch.setenv("LINGBU_OUTSIDE_AMQP_PASSWORDS", f"police={PASSWORD}")
    said = json.loads(CliRunner().invoke(broker_definitions).output)
    [user] = [user["name"] for user in said["users"] if not user["name"].startswith("lingbu_")]
    [rights] = [one for one in said["permissions"] if one["user"] == user]
    given = {
        name: rights[name].replace("(", "").replace(")", "") for name in Place("police").rights
    }
    assert (user, given) == ("partner-police", Place("police").rights)
    [topics] = [one for one in said["topic_permissions"] if one["user"] == user]
    assert (topics["exchange"], topics["read"]) == ("partner.police.said", "^$")
    assert re.match(topics["write"], "check.response.v1")
    assert not re.match(topics["write"], "deduct.result.v1")


def test_every_outside_system_has_a_place_on_the_broker():
    known = {one.name: one for one in outside_accounts(SERVICES)}
    assert set(known) == {partner.name for partner in PARTNERS}
    assert all(one.user == Place(name).account for name, one in known.items())
