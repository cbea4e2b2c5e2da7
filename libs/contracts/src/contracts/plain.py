"""Plain values on the wire: texts, whole numbers, times, and what is said when one is refused.

Each kind has one writing in JSON. Nothing is converted: not 1 to true, not a list of digits to a
text, not "20190401" to a day. Money travels as text; there are no fractions of the machine here.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

MESSAGES: dict[str, Any] = {
    "required": "必填。",
    "null": "不能为空。",
    "invalid": "格式不正确。",
    "invalid_string": "应为文字。",
    "invalid_uuid": "编号格式不正确。",
    "too_large": "数字过大。",
    "type": "类型不正确。",
    "invalid_awareness": "时间须带时区。",
    "format": "格式不正确。",
}
LARGEST = 2**31 - 1  # what an integer column holds
_WHOLE = validate.Range(min=-LARGEST, max=LARGEST, error="数字过大。")
# Categories Cc and Cs but for tab and line ends, and what turns the reading direction.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    _DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?([+-][0-9]{2}:[0-9]{2}|Z)?"
)
_ID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Form(Schema):
    """A form that refuses in Chinese."""

    error_messages = {"unknown": "没有这一项。", "type": "类型不正确。"}


class Text(fields.String):
    """A string without control characters, and without those that turn the reading direction."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if _UNPRINTABLE.search(value):
            raise ValidationError("含有不可见字符。")
        return value


class Whole(fields.Integer):
    """A whole number that a database column can hold; never a text, a fraction or a truth."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return _WHOLE(super()._deserialize(value, attr, data, **kwargs))


class Truth(fields.Boolean):
    """True or false themselves; 1 equals True and is none."""

    truthy, falsy = {True}, {False}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if type(value) not in {type(choice) for choice in self.truthy | self.falsy}:
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)


class Id(fields.UUID):
    """A UUID in its five groups; no braces, no bytes."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, UUID):
            _written(_ID, value, self.make_error("invalid_uuid"))
        return super()._deserialize(value, attr, data, **kwargs)


class Day(fields.Date):
    """YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, date):
            _written(_DAY, value, self.make_error("invalid"))
        return super()._deserialize(value, attr, data, **kwargs)


class Moment(fields.AwareDateTime):
    """YYYY-MM-DDThh:mm:ss, perhaps with a fraction, and the offset from UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, datetime):
            _written(_MOMENT, value, self.make_error("invalid"))
        return super()._deserialize(value, attr, data, **kwargs)


class Many(fields.List[Any]):
    """A list; an object is not the list of its names."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


def _written(writing: "re.Pattern[str]", value: Any, error: ValidationError) -> None:
    if not (isinstance(value, str) and writing.fullmatch(value)):
        raise error


FIELD: dict[Any, Callable[..., fields.Field[Any]]] = {
    UUID: Id,
    str: Text,
    int: Whole,
    bool: Truth,
    date: Day,
    datetime: Moment,
    object: fields.Raw,
}
