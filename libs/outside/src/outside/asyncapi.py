"""The contract with outside systems as an AsyncAPI 3 document, made from the code.

The application that it describes is Lingbu: `send` is what a partner reads, `receive` what a
partner writes. `python -m outside.asyncapi [PARTNER]` prints it, for one partner or for all.
"""

import sys
from collections.abc import Iterable
from typing import Any

import yaml

from outside.catalogue import MESSAGES, answers_to, may_say, said_by
from outside.letters import LINGBU, Letter
from outside.partners import PARTNERS, Partner
from outside.places import Place
from outside.schemas import component_name, content_schema, envelope_schema, example, signed_schema

__all__ = ["document", "page"]

VERSION = "1.0.0"
GENERAL = """\
Letters between Lingbu (灵补) and the systems of others.

**Form.** A letter is a JSON object with the members `protected`, `payload` and `signature`: a JWS
in flattened JSON serialization (RFC 7515), signed with ES256 by a key whose `kid` the receiver
knows. The decoded `payload` is JSON with the members `envelope` and `data`; its schema stands at
`x-content` of each message. Members marked `x-sealed` hold a compact JWE (RFC 7516, ECDH-ES with
A256GCM, P-256) whose plaintext is JSON of the schema named there. Keys are exchanged as JWK sets.

**Places.** A partner has one exchange to write to and one queue to read, both made by Lingbu, and
an account that can do nothing else. The routing key is message and version, `check.request.v1`.
Letters are persistent; publish with confirms.

**Once.** Letters arrive at least once. A question is repeated under the same `request` until it is
answered: answer the same again. `letter` numbers one letter; the same number twice is the same
letter. Answers repeat the question's `request` and may come late and in any order.

**Patience.** An answer is expected within the partner's `patience_seconds`; after that the question
comes again after the waits of `retry_seconds`, until `horizon_hours` are over. When several in a
row stay without an answer, one question at a time is sent until something is heard. A question
whose `expires_at` is over needs no answer.

**Errors.** Who cannot use a letter answers `problem` with its `request`: `unavailable` and
`expired` are asked again, the others are not. A finding that cannot be made now is a
`check.response` with `ERROR`; `NO_DATA` is an answer. What is not signed by its sender is not
answered at all.

**Growth.** A version grows by members with defaults: ignore what you do not know. Anything else is
a new version with its own routing key; both are spoken as long as a partner needs the old one."""


def document(partners: Iterable[Partner] = PARTNERS) -> dict[str, Any]:
    """The document as JSON values, for these partners."""
    partners = list(partners)
    kinds = [kind for kind in MESSAGES.values() if any(_spoken(kind, p) for p in partners)]
    channels = [channel for partner in partners for channel in _channels(partner)]
    operations = [one for p in partners for kind in kinds for one in _operations(kind, p)]
    return {
        "asyncapi": "3.0.0",
        "info": {"title": "Lingbu: outside systems", "version": VERSION, "description": GENERAL},
        "defaultContentType": "application/json",
        "servers": {"broker": _server()},
        "channels": dict(channels),
        "operations": dict(operations),
        "components": {
            "securitySchemes": {"account": {"type": "userPassword"}},
            "schemas": {"Envelope": envelope_schema()}
            | {component_name(kind): content_schema(kind) for kind in kinds},
            "messages": {component_name(kind): _message(kind) for kind in kinds},
        },
    }


def _server() -> dict[str, Any]:
    return {
        "host": "broker.example:5671",
        "protocol": "amqps",
        "protocolVersion": "0-9-1",
        "description": "The installation's broker; each partner has an account of its own.",
        "security": [{"$ref": "#/components/securitySchemes/account"}],
    }


def _spoken(kind: type[Letter], partner: Partner) -> bool:
    return may_say(LINGBU, partner, kind) or may_say(partner.name, partner, kind)


def _channels(partner: Partner) -> Iterable[tuple[str, dict[str, Any]]]:
    place = Place(partner.name)
    queue = {"is": "queue", "queue": {"name": place.inbox, "durable": True, "exclusive": False}}
    exchange = {"name": place.said, "type": "topic", "durable": True}
    yield (
        f"{partner.name}_reads",
        {
            "address": place.inbox,
            "title": f"{partner.title} reads",
            "messages": _references(partner, LINGBU),
            "bindings": {"amqp": queue},
        },
    )
    yield (
        f"{partner.name}_writes",
        {
            "address": place.said,
            "title": f"{partner.title} writes",
            "messages": _references(partner, partner.name),
            "bindings": {"amqp": {"is": "routingKey", "exchange": exchange}},
        },
    )


def _references(partner: Partner, sender: str) -> dict[str, Any]:
    names = [component_name(kind) for kind in said_by(sender, partner)]
    return {name: {"$ref": f"#/components/messages/{name}"} for name in names}


def _operations(kind: type[Letter], partner: Partner) -> Iterable[tuple[str, dict[str, Any]]]:
    name = component_name(kind)
    if may_say(LINGBU, partner, kind):
        channel = f"{partner.name}_reads"
        operation = {"action": "send"} | _on(channel, [name])
        if answers := [component_name(answer) for answer in answers_to(kind.message)]:
            operation["reply"] = _on(f"{partner.name}_writes", answers)
        yield f"tell_{partner.name}_{name}", operation
    if may_say(partner.name, partner, kind):
        yield (
            f"hear_{partner.name}_{name}",
            {"action": "receive"} | _on(f"{partner.name}_writes", [name]),
        )


def _on(channel: str, names: list[str]) -> dict[str, Any]:
    return {
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{name}"} for name in names],
    }


def _message(kind: type[Letter]) -> dict[str, Any]:
    summary, _, rest = (kind.__doc__ or "").strip().partition("\n")
    return {
        "name": kind.routing_key(),
        "title": kind.message,
        "summary": summary,
        "description": " ".join(rest.split()) or summary,
        "contentType": "application/json",
        "payload": signed_schema(kind),
        "bindings": {"amqp": {"contentEncoding": "utf-8", "messageType": kind.routing_key()}},
        "examples": [example(kind)],
    }


class _Page(yaml.SafeDumper):
    """Many lines as they are, nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(page: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return page.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Page.add_representer(str, _text)


def page(partners: Iterable[Partner] = PARTNERS) -> str:
    """The document as YAML."""
    return yaml.dump(document(partners), Dumper=_Page, allow_unicode=True, sort_keys=False)


if __name__ == "__main__":
    sys.stdout.write(page([PARTNERS.named(name) for name in sys.argv[1:]] or PARTNERS))
