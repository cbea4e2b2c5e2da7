"""JSON schemas of letters, from the dataclasses, and an example of each."""

import base64
import dataclasses
import json
import typing
from datetime import timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from apispec.ext.marshmallow.openapi import OpenAPIConverter

from contracts import wire
from contracts.inventing import MOMENT, invent
from outside.letters import LINGBU, Envelope, Letter, sealed_fields

__all__ = ["component_name", "content_schema", "envelope_schema", "example", "signed_schema"]

SEALED = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.dGV4dA.dGFn"  # shape of a JWE
SIGNATURE = base64.urlsafe_b64encode(bytes(64)).decode().rstrip("=")  # shape of one by ES256


def component_name(kind: type[Letter]) -> str:
    """`check_request_v1`: names of components take no dots."""
    return kind.routing_key().replace(".", "_")


def envelope_schema() -> dict[str, Any]:
    """What every payload has besides its data."""
    return _object(Envelope)


def content_schema(kind: type[Letter]) -> dict[str, Any]:
    """The decoded payload: envelope and data, with what stands inside sealed members."""
    data = _object(kind)
    for name in sealed_fields(kind):
        described = data["properties"][name].get("description", "")
        data["properties"][name] = {
            "type": "string",
            "description": f"{described}. Compact JWE for the receiver.",
            "x-sealed": _inner(kind, name),
        }
    return {
        "type": "object",
        "required": ["envelope", "data"],
        "properties": {"envelope": {"$ref": "#/components/schemas/Envelope"}, "data": data},
        "examples": [_content(kind)],
    }


def signed_schema(kind: type[Letter]) -> dict[str, Any]:
    """The letter as it travels."""
    payload = {
        "type": "string",
        "description": "base64url of UTF-8 JSON",
        "contentEncoding": "base64",
        "contentMediaType": "application/json",
        "x-content": {"$ref": f"#/components/schemas/{component_name(kind)}"},
    }
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["protected", "payload", "signature"],
        "properties": {"protected": text, "payload": payload, "signature": text},
    }


def example(kind: type[Letter]) -> dict[str, Any]:
    """A synthetic letter; its payload can be decoded, its signature and seals are shapes alone."""
    content = _content(kind)
    header = {"alg": "ES256", "kid": f"{content['envelope']['sender']}-sig-1"}
    letter = {"protected": _encoded(header), "payload": _encoded(content), "signature": SIGNATURE}
    return {"name": component_name(kind), "payload": letter}


def _content(kind: type[Letter]) -> dict[str, Any]:
    sender, receiver = (LINGBU, "partner") if kind.to_partner else ("partner", LINGBU)
    envelope = Envelope(
        letter=uuid5(NAMESPACE_URL, kind.routing_key()),
        message=kind.message,
        version=kind.version,
        sender=sender,
        receiver=receiver,
        request=str(uuid5(NAMESPACE_URL, kind.asked_by or kind.message)),
        correlation=str(uuid5(NAMESPACE_URL, "application")),
        sent_at=MOMENT,
        expires_at=MOMENT + timedelta(hours=72) if kind.to_partner else None,
    )
    data = wire.dump(invent(kind)) | dict.fromkeys(sealed_fields(kind), SEALED)
    return {"envelope": wire.dump(envelope), "data": data}


def _encoded(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _inner(kind: type[Letter], name: str) -> dict[str, Any]:
    hint = typing.get_type_hints(kind)[name]
    if typing.get_origin(hint) is tuple:
        return {"type": "array", "items": _object(typing.get_args(hint)[0])}
    return _object(hint)


def _object(cls: type) -> dict[str, Any]:
    """A dataclass's schema with the schemas of its parts in place."""
    converter: Any = OpenAPIConverter("3.1.0", lambda _: None, None)  # type: ignore[arg-type]
    schema = converter.schema2jsonschema(wire.schema_for(cls)())
    schema.pop("additionalProperties", None)  # a version grows by members
    for field in dataclasses.fields(cls):
        hint = typing.get_type_hints(cls)[field.name]
        if dataclasses.is_dataclass(hint) or typing.get_origin(hint) is tuple:
            schema["properties"][field.name] = _part(cls, field.name, schema)
    for one in schema["properties"].values():
        if "pattern" in one:  # as other languages write the ends of a text
            one["pattern"] = one["pattern"].replace(r"\A", "^").replace(r"\Z", "$")
    return typing.cast(dict[str, Any], json.loads(json.dumps(schema, default=str)))


def _part(cls: type, name: str, schema: dict[str, Any]) -> dict[str, Any]:
    hint = typing.get_type_hints(cls)[name]
    words = schema["properties"][name].get("description", "")
    part = typing.get_args(hint)[0] if typing.get_origin(hint) is tuple else hint
    inner = _object(part) if isinstance(part, type) and part is not str else {"type": "string"}
    whole = inner if part is hint else {"type": "array", "items": inner}
    return {**whole, "description": words} if words else whole
