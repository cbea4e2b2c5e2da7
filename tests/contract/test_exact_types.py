"""Every kind of value has one writing in JSON: what is nearly right is refused, not converted."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import pytest
from marshmallow import ValidationError

from contracts import wire

ID = "0a0b0c0d-0000-4000-8000-00000000000a"
MOMENT = "2019-04-01T09:00:00+08:00"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a message."""

    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """One field of each kind that a message may have."""

    text: str = ""
    whole: int = 0
    truth: bool = False
    number: UUID | None = None
    day: date | None = None
    moment: datetime | None = None
    texts: tuple[str, ...] = ()
    wholes: tuple[int, ...] = ()
    named: dict[str, str] | None = None
    part: Part | None = None


EXACT = [
    {"text": "1"},
    {"whole": -3},
    {"truth": True},
    {"truth": False},
    {"number": ID},
    {"day": "2020-02-29"},
    {"moment": MOMENT},
    {"moment": "2019-04-01T01:00:00.000001Z"},
    {"texts": ["a"]},
    {"named": {"a": "b"}},
    {"part": {"text": "a"}},
]
LOOSE = {
    "text": [1, 1.0, True, None, b"a", ["a"], {"a": 1}],
    "whole": ["1", 1.0, 1.5, True, False, None, [1], 1e3],
    "truth": [1, 0, 1.0, 0.0, "true", "True", "1", "", "on", None, []],
    "number": [
        1,
        ID.replace("-", ""),
        "{" + ID + "}",
        "urn:uuid:" + ID,
        b"0123456789abcdef",
        ID + "\n",
    ],
    "day": [
        20190401,
        "20190401",
        "2019-4-1",
        "2019-W14-1",
        "2019-04-31",
        "２０１９-04-01",
        MOMENT,
        True,
    ],
    "moment": [
        1554080400,
        "2019-04-01",
        "2019-04-01 09:00:00+08:00",
        "20190401T090000+0800",
        MOMENT[:-6],
    ],
    "texts": ["a", {"a": 1}, [1], [None], 1],
    "wholes": [["1"], [1.0], [True], {"1": 1}],
    "named": [["a"], {"a": 1}, {"a": None}, "a"],
    "part": ["a", ["text"], {"text": 1}, True],
}


@pytest.mark.parametrize("payload", EXACT, ids=str)
def test_the_one_writing_is_taken_and_comes_out_the_same(payload):
    [name] = payload
    made = wire.load(Kinds, payload)
    assert wire.load(Kinds, wire.dump(made)) == made
    if name not in ("moment",):
        assert wire.dump(made)[name] == payload[name]


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in LOOSE.items() for value in values],
    ids=repr,
)
def test_what_is_nearly_right_is_refused_in_chinese(name, value):
    with pytest.raises(ValidationError) as refused:
        wire.load(Kinds, {name: value})
    assert list(refused.value.messages) == [name]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in str(refused.value.messages[name]))
