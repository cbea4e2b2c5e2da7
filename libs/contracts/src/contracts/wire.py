"""The one door between frozen dataclasses and JSON.

A schema is derived from the dataclass once: types give the fields, `described` gives the
description and validators. Messages of refused fields are Chinese sentences, because a clerk
reads them aloud.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate

from contracts.plain import FIELD, MESSAGES, Form, Many, Text

T = TypeVar("T")


def described(
    text: str, *validators: Callable[[Any], Any], sealed: bool = False, **kwargs: Any
) -> Any:
    """A dataclass field with a description; `sealed` marks personal data (see `message.seal`)."""
    metadata = {"description": text, "validate": validators, "sealed": sealed}
    return dataclasses.field(metadata=metadata, **kwargs)


def length(low: int, high: int) -> validate.Validator:
    """Characters allowed, both ends included."""
    return validate.Length(min=low, max=high, error=f"长度应为 {low} 至 {high} 个字符。")


# For what is written in one line, such as names, numbers and codes: texts allow tabs and line ends.
LINE = validate.Regexp(
    r"\A[^\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]*\Z",
    error="应写在一行内，不含换行和制表符。",
)


def one_of(*choices: str) -> validate.Validator:
    """A closed list of codes."""
    return validate.OneOf(choices, error="不在可选范围内：" + "、".join(choices) + "。")


def between(low: int, high: int) -> validate.Validator:
    """A number between two ends, both included."""
    return validate.Range(min=low, max=high, error=f"应在 {low} 与 {high} 之间。")


_schemas: dict[tuple[type, str], type[Schema]] = {}
_made: dict[tuple[type, str], Schema] = {}
_known_hints: dict[type, dict[str, Any]] = {}


def schema_for(cls: type, unknown: str = RAISE) -> type[Schema]:
    """The marshmallow schema of a dataclass, named as the dataclass; made once.

    `unknown` is for nested parts: marshmallow does not hand the outer schema's choice down.
    """
    if (cls, unknown) not in _schemas:
        _schemas[cls, unknown] = _derive(cls, unknown)
    return _schemas[cls, unknown]


def _derive(cls: type, unknown: str) -> type[Schema]:
    hints = _hints(cls)
    members = {f.name: _field(hints[f.name], f, unknown) for f in dataclasses.fields(cls)}
    return Form.from_dict(typing.cast(Any, members), name=cls.__name__)


def _field(kind: Any, spec: "dataclasses.Field[Any]", unknown: str) -> fields.Field[Any]:
    needed = spec.default is dataclasses.MISSING and spec.default_factory is dataclasses.MISSING
    optional = isinstance(kind, types.UnionType)
    if optional:
        [kind] = [k for k in typing.get_args(kind) if k is not types.NoneType]
    return _make(
        kind,
        unknown,
        required=needed,
        allow_none=optional,
        validate=list(spec.metadata.get("validate", ())),
        metadata={"description": spec.metadata.get("description", "")},
        error_messages=MESSAGES,
    )


def _make(kind: Any, unknown: str, **options: Any) -> fields.Field[Any]:
    if dataclasses.is_dataclass(kind):
        nested = schema_for(typing.cast(type, kind), unknown)
        return fields.Nested(nested, unknown=typing.cast(Any, unknown), **options)
    if typing.get_origin(kind) is tuple:
        member = _make(typing.get_args(kind)[0], unknown, error_messages=MESSAGES)
        return Many(member, **options)
    if typing.get_origin(kind) is dict:
        inner = typing.get_args(kind)[1]
        value = _make(inner, unknown, allow_none=inner is object, error_messages=MESSAGES)
        return fields.Dict(keys=Text(error_messages=MESSAGES), values=value, **options)
    return FIELD[kind](**options)


def dump(message: Any) -> dict[str, Any]:
    """A dataclass as plain JSON values."""
    return typing.cast(dict[str, Any], _ready(type(message), RAISE).dump(message))


def load(cls: type[T], payload: Mapping[str, Any], unknown: str = EXCLUDE) -> T:
    """JSON values as a dataclass; raises `marshmallow.ValidationError` with all fields at fault.

    Unknown fields, at any depth, are ignored so that a contract can grow, or refused with RAISE.
    """
    return build(cls, typing.cast(dict[str, Any], _ready(cls, unknown).load(payload)))


def build(cls: type[T], values: Mapping[str, Any]) -> T:
    """A dataclass from values that a schema has already loaded, nested ones included."""
    hints = _hints(cls)
    return cls(**{name: _built(hints[name], value) for name, value in values.items()})


def _ready(cls: type, unknown: str) -> Schema:
    """A schema made once: marshmallow copies every field for each new one."""
    if (cls, unknown) not in _made:
        _made[cls, unknown] = schema_for(cls, unknown)(unknown=typing.cast(Any, unknown))
    return _made[cls, unknown]


def _hints(cls: type) -> dict[str, Any]:
    if cls not in _known_hints:
        _known_hints[cls] = typing.get_type_hints(cls)
    return _known_hints[cls]


def _built(kind: Any, value: Any) -> Any:
    if isinstance(kind, types.UnionType):
        [kind] = [k for k in typing.get_args(kind) if k is not types.NoneType]
    if value is None:
        return None
    if dataclasses.is_dataclass(kind) and isinstance(value, Mapping):
        return build(typing.cast(type, kind), value)
    if typing.get_origin(kind) is tuple and isinstance(value, Sequence):
        return tuple(_built(typing.get_args(kind)[0], item) for item in value)
    return value
