"""What was once written can still be opened: every message has a stored sample, never edited."""

import hashlib
import json

import pytest
from marshmallow import RAISE, ValidationError

from contracts import sampling, wire
from contracts.inventing import invent
from contracts.message import Event, seal, sealed_fields

MESSAGES = sampling.messages()
EVENTS = {name: kind for name, kind in MESSAGES.items() if issubclass(kind, Event)}
COMMANDS = {name: kind for name, kind in MESSAGES.items() if name not in EVENTS}
GLASS = sampling.GlassSeal()


def stored(name):
    path = sampling.FOLDER / name
    assert path.exists(), f"{name} 没有样本：请运行 python -m contracts.sampling"
    return json.loads(path.read_text(encoding="utf-8"))


def assert_kept(old, new, where="sample"):
    """Every value of `old` is in `new`, unchanged; `new` may have grown."""
    if isinstance(old, dict):
        for name, value in old.items():
            assert name in new, f"{where}.{name} is gone"
            assert_kept(value, new[name], f"{where}.{name}")
    elif isinstance(old, list):
        assert len(old) == len(new), where
        for place, (before, after) in enumerate(zip(old, new, strict=True)):
            assert_kept(before, after, f"{where}[{place}]")
    else:
        assert old == new, where


def test_there_are_messages():
    assert len(EVENTS) > 30
    assert len(COMMANDS) > 30


@pytest.mark.parametrize("name", EVENTS)
def test_a_stored_letter_opens_and_comes_out_unchanged(name):
    letter = stored(name)
    event, meta = sampling.open_event(EVENTS[name], letter)
    assert_kept(letter, seal(event, meta, GLASS))


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("part", ["form", "answer"])
def test_a_stored_form_and_its_answer_open_and_come_out_unchanged(name, part):
    body = stored(name)[part]
    kind = COMMANDS[name] if part == "form" else COMMANDS[name].answer
    assert_kept(body, wire.dump(wire.load(kind, body, unknown=RAISE)))


@pytest.mark.parametrize("name", EVENTS)
def test_a_reader_ignores_what_a_newer_letter_has_grown(name):
    letter = stored(name)
    newer = letter | {
        "meta": letter["meta"] | {"region": "north"},
        "data": letter["data"] | {"grown_later": {"deep": [1]}},
    }
    assert sampling.open_event(EVENTS[name], newer) == sampling.open_event(EVENTS[name], letter)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_form_refuses_a_field_it_does_not_know(name):
    with pytest.raises(ValidationError) as refused:
        wire.load(COMMANDS[name], stored(name)["form"] | {"grown_later": 1}, unknown=RAISE)
    assert list(refused.value.messages) == ["grown_later"]


@pytest.mark.parametrize("name", [n for n, kind in EVENTS.items() if sealed_fields(kind)])
def test_personal_data_is_bound_to_its_event_and_field(name):
    letter = sampling.make(EVENTS[name])  # the stored one may be older than a field
    for field in sealed_fields(EVENTS[name]):
        token = letter["data"][field]
        assert token.startswith(f"sealed[{EVENTS[name].event_name()}.{field}]")
        moved = token.replace("sealed[", "sealed[moved.")
        with pytest.raises(ValueError, match="sealed elsewhere"):
            sampling.open_event(EVENTS[name], letter | {"data": letter["data"] | {field: moved}})


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_survives_its_own_json(name):
    kind = MESSAGES[name]
    assert wire.load(kind, json.loads(json.dumps(wire.dump(invent(kind))))) == invent(kind)


def test_no_sample_is_of_a_message_that_is_gone():
    assert {path.name for path in sampling.FOLDER.glob("*.json")} <= set(MESSAGES)


def test_a_message_without_a_sample_gets_one_and_the_others_stay(tmp_path):
    [first, second, *_] = MESSAGES
    (tmp_path / second).write_text("as it was")
    written = sampling.write_missing(tmp_path)
    assert first in written
    assert second not in written
    assert (tmp_path / second).read_text() == "as it was"
    assert sampling.write_missing(tmp_path) == []


def test_no_sample_was_edited():
    lines = (sampling.FOLDER / sampling.SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sampling.FOLDER.glob("*.json")
    }
    assert found == sums
