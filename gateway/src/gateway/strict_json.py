"""JSON as strictly as a public door must read it; what it refuses, it refuses by name."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from kernel.errors import Invalid, Refusal

DEPTH = 20
MOST_FAULTS = 50
LARGEST = 2**31 - 1  # the columns behind every whole number of the forms

# A string, closed or not, counts as one token: brackets inside it are text.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)


class MalformedJson(Refusal):
    """Not JSON at all, or JSON that two readers would read differently."""

    code, status = "malformed-json", 400


def parse(body: bytes) -> Any:
    """The value of a JSON text.

    Raises `MalformedJson` for bad UTF-8, bad syntax, depth, duplicate names, NaN and Infinity;
    `Invalid` with field paths for invisible characters and numbers too large.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedJson("请求内容不是有效的 UTF-8 编码。") from None
    _check_depth(text)
    try:
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise MalformedJson("请求内容不是有效的 JSON。") from None
    faults = dict(islice(_faults(value, ""), MOST_FAULTS))
    if faults:
        raise Invalid("填写的内容有误，请核对。", fields=faults, code="invalid-fields")
    return value


def _check_depth(text: str) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        match token.group()[0]:
            case "[" | "{":
                depth += 1
            case "]" | "}":
                depth -= 1
        if depth > DEPTH:
            raise MalformedJson(f"请求内容嵌套超过 {DEPTH} 层。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise MalformedJson("请求内容中有重复的字段名。")
    return members


def _no_constant(name: str) -> NoReturn:
    raise MalformedJson("请求内容中的数字不是有限数。")


def _faults(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, member in value.items():
            if _invisible(name):
                yield path or "_", "字段名含有不可见字符。"
            else:
                yield from _faults(member, f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for place, member in enumerate(value):
            yield from _faults(member, f"{path}.{place}".lstrip("."))
    elif isinstance(value, str) and _invisible(value):
        yield path or "_", "含有不可见字符。"
    elif isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        yield path or "_", "数字过大。"


def _invisible(text: str) -> bool:
    return "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text)
