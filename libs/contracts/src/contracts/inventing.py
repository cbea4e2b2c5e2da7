"""Synthetic values for samples: a dataclass is filled by its fields' names, types and rules."""

import dataclasses
import json
import re
import types
import typing
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from marshmallow import validate

T = TypeVar("T")

MOMENT = datetime(2019, 4, 1, 9, 30, tzinfo=timezone(timedelta(hours=8)))
PERSON = {
    "name": "王小明",
    "id_number": "110101197803070029",
    "phone": "13800000000",
    "contact": "13800000000",
    "emergency_contact": "13900000000",
    "bank": "PSBC",
    "account": "6210980000000000000",
    "category": "P4045",
    "hukou_type": "1",
    "started_on": "2019-01-02",
}
TEXTS = PERSON | {
    "sex": "female",
    "agency": "110101",
    "agency_name": "东城区",
    "street_code": "110101001",
    "street_name": "东华门街道",
    "home_address": "北京市东城区示例胡同1号",
    "household_address": "北京市东城区示例胡同1号",
    "household_division": "110101",
    "education": "31",
    "former_status": "09",
    "project": "01",
    "income_band": "B",
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "person_key": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
    "number": "110101001-201904-000001",
    "payer": "self",
    "base": "3387.00",
    "personal": "269.26",
    "personal_amount": "269.26",
    "subsidy": "863.67",
    "total": "1132.93",
    "deducted": "269.26",
    "result": "PASS",
    "check_code": "CHK-GA-ID",
    "code": "S03",
    "reason_code": "R-AGE",
    "reason_text": "不在法定劳动年龄内",
    "text_version": "2019-03-29",
    "process_version": "2019",
    "media_type": "image/jpeg",
    "template": "T1",
    "state": "accepted",
}
MONTH = "2019-06"


def invent(kind: type[T]) -> T:
    """One instance; every optional field is filled too, every tuple has one item."""
    hints = typing.get_type_hints(kind)
    return kind(
        **{f.name: _value(hints[f.name], f) for f in dataclasses.fields(typing.cast(Any, kind))}
    )


def _value(hint: Any, spec: "dataclasses.Field[Any]") -> Any:
    if isinstance(hint, types.UnionType):
        [hint] = [kind for kind in typing.get_args(hint) if kind is not types.NoneType]
    if dataclasses.is_dataclass(hint):
        return invent(typing.cast(type, hint))
    if typing.get_origin(hint) is tuple:
        return (_value(typing.get_args(hint)[0], spec),)
    if typing.get_origin(hint) is dict:
        return _mapping(hint, spec)
    return _PLAIN[hint](spec)


def _mapping(hint: Any, spec: "dataclasses.Field[Any]") -> Mapping[str, Any]:
    member = 1 if typing.get_args(hint)[1] is int else "PASS"
    return {f"{spec.name}_key": member}


def _text(spec: "dataclasses.Field[Any]") -> str:
    description = str(spec.metadata.get("description", ""))
    rules = spec.metadata.get("validate", ())
    if spec.metadata.get("sealed"):
        return _sealed_text(description)
    text = _named(spec.name, description)
    for rule in rules:
        if isinstance(rule, validate.OneOf) and text not in rule.choices:
            return str(next(iter(rule.choices)))
        if isinstance(rule, validate.Regexp) and not _fits(rule, text):
            return MONTH
    for rule in rules:
        if isinstance(rule, validate.Length):
            text = text[: rule.max].ljust(rule.min or 0, "0")
    return text


def _fits(rule: validate.Regexp, text: str) -> bool:
    return typing.cast("re.Pattern[str]", rule.regex).match(text) is not None


def _named(name: str, description: str) -> str:
    if name in TEXTS:
        return TEXTS[name]
    if "base64" in description:
        return "SGVsbG8="
    if re.search(r"(_at|_on|^at|^until|due.*)$", name):
        return MOMENT.isoformat()
    if "month" in name or "YYYY-MM" in description:
        return MONTH
    return f"示例{name}"


def _sealed_text(description: str) -> str:
    """The JSON that the field's description promises."""
    names = [name for name in PERSON if re.search(rf"\b{name}\b", description)]
    person = {name: PERSON[name] for name in names or PERSON}
    return json.dumps([person] if "JSON list" in description else person, ensure_ascii=False)


def _number(spec: "dataclasses.Field[Any]") -> int:
    lows = [rule.min for rule in spec.metadata.get("validate", ()) if hasattr(rule, "min")]
    return max([1, *(low for low in lows if isinstance(low, int))])


def _uuid(spec: "dataclasses.Field[Any]") -> UUID:
    return uuid5(NAMESPACE_URL, f"lingbu/{spec.name}")


_PLAIN: dict[Any, Any] = {
    UUID: _uuid,
    str: _text,
    int: _number,
    bool: lambda spec: True,
    float: lambda spec: 1.5,
    date: lambda spec: date(1978, 3, 7) if spec.name == "birth_date" else MOMENT.date(),
    datetime: lambda spec: MOMENT,
    Decimal: lambda spec: Decimal("269.26"),
    dict: lambda spec: {"key": "示例"},
    object: lambda spec: "示例",
    Any: lambda spec: "示例",
}
