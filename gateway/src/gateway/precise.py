"""What OpenAPI says of single values: the same bounds as the fields themselves keep."""

from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import fields

from contracts.message import Command
from contracts.plain import LARGEST, Text, Whole
from contracts.wire import schema_for
from gateway.route import Route, path_names

# `contracts.plain` in the words of JSON Schema; lone surrogates are no UTF-8 to begin with.
PRINTABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]*$"


def text(
    self: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """No control characters in any text; a stricter pattern of the field's own stays."""
    if not isinstance(field, Text):
        return {}
    own = str(ret.get("pattern", PRINTABLE))
    return {"pattern": own.replace(r"\A", "^").replace(r"\Z", "$")}  # as ECMA-262 writes ends


def whole(
    self: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """What a column holds, where the field itself has no narrower bounds."""
    if not isinstance(field, Whole):
        return {}
    ends = {"minimum": -LARGEST, "maximum": LARGEST}
    return {name: end for name, end in ends.items() if name not in ret}


def nested(
    self: OpenAPIConverter, field: fields.Field[Any], ret: dict[str, Any], **_: Any
) -> dict[str, Any]:
    """A form or null, and no other object."""
    if "anyOf" not in ret:
        return {}
    null = {"type": "object", "nullable": True, "enum": [None]}
    return {"anyOf": [part for part in ret["anyOf"] if "$ref" in part] + [null]}


def teach(converter: OpenAPIConverter) -> OpenAPIConverter:
    """The converter, with these bounds."""
    converter.add_attribute_function(text)
    converter.add_attribute_function(whole)
    converter.add_attribute_function(nested)
    return converter


def path_parameters(route: Route) -> list[dict[str, Any]]:
    """The parameters of a route's path, as the command's own fields describe them."""
    return [
        {"in": "path", "name": name, "required": True, "schema": _shape(route.command, name)}
        for name in path_names(route.path)
    ]


def _shape(command: type[Command], name: str) -> dict[str, Any]:
    field = schema_for(command)._declared_fields[name]
    shape: dict[str, Any] = _CONVERTER.field2property(field)
    if shape.get("format") != "uuid":
        shape["minLength"] = max(shape.get("minLength", 0), 1)  # an empty part is another path
    return shape


def _unnamed(schema: Any) -> None:
    raise TypeError(f"a part of a path is one value, not a {schema}")


_CONVERTER = teach(OpenAPIConverter("3.0.3", schema_name_resolver=_unnamed, spec=None))
