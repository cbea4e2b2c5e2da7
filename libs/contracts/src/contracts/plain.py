"""Plain values on the wire: texts, whole numbers, times, and what is said when one is refused."""

import functools
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, validate

MESSAGES: dict[str, Any] = {
    "required": "必填。",
    "null": "不能为空。",
    "invalid": "格式不正确。",
    "invalid_string": "应为文字。",
    "invalid_uuid": "编号格式不正确。",
    "special": "不是有效的数字。",
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


class Form(Schema):
    """A form that refuses in Chinese."""

    error_messages = {"unknown": "没有这一项。", "type": "类型不正确。"}


class Text(fields.String):
    """A string without control characters, and without those that turn the reading direction."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is not None and _UNPRINTABLE.search(text):
            raise ValidationError("含有不可见字符。")
        return text


class Whole(fields.Integer):
    """A whole number that a database column can hold; never a text, a fraction or a truth."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return _WHOLE(super()._deserialize(value, attr, data, **kwargs))


FIELD: dict[Any, Callable[..., fields.Field[Any]]] = {
    UUID: fields.UUID,
    str: Text,
    int: Whole,
    bool: functools.partial(fields.Boolean, truthy={True}, falsy={False}),
    float: fields.Float,
    date: fields.Date,
    datetime: fields.AwareDateTime,
    Decimal: functools.partial(fields.Decimal, as_string=True),
    dict: fields.Dict,
    object: fields.Raw,
    Any: fields.Raw,
}
