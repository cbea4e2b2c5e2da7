"""The contract's document: up to date, its examples what it says they are."""

import base64
import json
from pathlib import Path

import jsonschema
import pytest

from outside.asyncapi import document, page
from outside.catalogue import MESSAGES
from outside.partners import PARTNERS

ROOT = Path(__file__).parents[3]
WHOLE = document()
MESSAGES_OF = WHOLE["components"]["messages"]


def test_the_document_is_up_to_date():
    kept = (ROOT / "docs" / "asyncapi.yaml").read_text(encoding="utf-8")
    assert kept == page(), "python -m outside.asyncapi > docs/asyncapi.yaml"


def test_every_message_is_in_it():
    assert {message["name"] for message in MESSAGES_OF.values()} == {
        kind.routing_key() for kind in MESSAGES.values()
    }


def resolved(schema):
    """The schema with its references in place."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return resolved(WHOLE["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
        return {name: resolved(value) for name, value in schema.items()}
    return [resolved(value) for value in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("name", sorted(MESSAGES_OF))
def test_an_example_is_a_letter_of_its_schema(name):
    [example] = MESSAGES_OF[name]["examples"]
    jsonschema.validate(example["payload"], MESSAGES_OF[name]["payload"])
    payload = example["payload"]["payload"]
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    jsonschema.validate(content, resolved(WHOLE["components"]["schemas"][name]))
    assert content["envelope"]["message"] == MESSAGES_OF[name]["title"]


def test_a_schema_refuses_what_is_none():
    schema = resolved(WHOLE["components"]["schemas"]["check_response_v1"])
    [content] = schema["examples"]
    for member, value in (("result", "MAYBE"), ("answered_at", None), ("check_code", 1)):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**content, "data": {**content["data"], member: value}}, schema)


def test_a_schema_lets_a_version_grow():
    schema = resolved(WHOLE["components"]["schemas"]["check_request_v1"])
    [content] = schema["examples"]
    grown = {part: {**content[part], "added_later": [1]} for part in ("envelope", "data")}
    jsonschema.validate(grown, schema)


def test_a_partner_sees_its_own_messages_alone():
    for partner in PARTNERS:
        alone = document([partner])
        assert {name.rsplit("_", 1)[0] for name in alone["channels"]} == {partner.name}
        titles = {message["title"] for message in alone["components"]["messages"].values()}
        assert titles == {*partner.messages, "problem"}
