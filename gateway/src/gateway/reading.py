"""Reading JSON bodies and query strings into command fields, with Chinese sentences."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from flask import Request, request
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser

from contracts.wire import between, schema_for
from gateway import strict_json
from gateway.problems import TooLarge, WrongType
from gateway.settings import here
from kernel.errors import Invalid

WORDS = {
    "Unknown field.": "没有这一项。",
    "Invalid input type.": "类型不正确。",
    "Missing data for required field.": "必填。",
    "Field may not be null.": "不能为空。",
}
MOST_FIELDS = 50
MISSHAPEN = "填写的内容有误，请核对标出的各项。"


class Strict(Schema):
    """Refuses what it does not know."""

    class Meta:
        unknown = RAISE


class StrictParser(FlaskParser):
    """webargs, reading JSON our way and refusing in our words."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {
        "json": RAISE,
        "query": RAISE,
    }

    def load_json(self, req: Request, schema: Schema) -> Any:
        """The body as JSON; an empty one is an empty object."""
        return json_body(req)

    def handle_error(
        self, error: ValidationError, req: Request, schema: Schema, **_: Any
    ) -> NoReturn:
        """All fields at fault, by path."""
        [faults] = error.messages_dict.values()
        refuse(faults)


def json_body(req: Request) -> Any:
    """The body as JSON; nothing at all is an empty object. Raises TooLarge, WrongType."""
    most = here().settings.max_json
    # One byte more than allowed: werkzeug cuts a stream without a length at its maximum silently.
    req.max_content_length = most + 1
    body = req.get_data(cache=False)
    if len(body) > most:
        raise TooLarge("提交的内容过大。")
    if not body and not req.is_json:  # eventlet calls what came without a type text/plain
        return {}
    if not req.is_json:
        raise WrongType("不支持这种内容类型，请使用 application/json。")
    return strict_json.parse(body)


def refuse(faults: Any) -> NoReturn:
    """Raises the refusal for marshmallow's messages."""
    flat = dict(list(_flat(faults, ""))[:MOST_FIELDS])
    raise Invalid(MISSHAPEN, fields=flat, code="invalid-fields") from None


def _flat(faults: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(faults, Mapping):
        for name, inner in faults.items():
            below = path if name == "_schema" else f"{path}.{name}".lstrip(".")
            yield from _flat(inner, below)
    else:
        sentences = faults if isinstance(faults, list) else [faults]
        yield (path or "_")[:100], " ".join(map(_chinese, sentences))


def _chinese(sentence: Any) -> str:
    text = WORDS.get(str(sentence), str(sentence))
    return text if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "格式不正确。"


def body_schema(command: type, without: tuple[str, ...]) -> type[Schema]:
    """The body of a command: its schema less what stands in the path."""
    members = _members(command, without)
    return Strict.from_dict(members, name=f"{command.__name__}Body")


def query_schema(command: type, without: tuple[str, ...]) -> type[Schema]:
    """The query string of a question: the same fields, read from text."""
    members = {name: _loose(name, field) for name, field in _members(command, without).items()}
    return Strict.from_dict(members, name=f"{command.__name__}Query")


def _members(command: type, without: tuple[str, ...]) -> dict[str, Any]:
    known: dict[str, Any] = schema_for(command)._declared_fields
    return {name: field for name, field in known.items() if name not in without}


def _loose(name: str, field: Any) -> Any:
    field = copy.copy(field)
    if isinstance(field, fields.Integer):
        field.strict = False
    if isinstance(field, fields.Boolean):
        field.truthy, field.falsy = {"true"}, {"false"}
    if name == "limit":
        field.validators = [*field.validators, between(1, 100)]
        field.metadata = {"description": "1 to 100 rows"}
    if name == "cursor":
        longest = validate.Length(max=500, error="翻页标记无效。")
        field.validators = [*field.validators, longest]
        field.metadata = {"description": "`next_cursor` of the page before"}
    return field


def load_fields(command: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Some fields of a command, validated by themselves (path and header values)."""
    schema = schema_for(command)(only=tuple(values))
    try:
        return dict(schema.load(values))
    except ValidationError as error:
        refuse(error.messages)


def body_of(command: type) -> dict[str, Any]:
    """The present request's body as the fields of a command."""
    return dict(StrictParser().parse(body_schema(command, ())(), request, location="json"))
