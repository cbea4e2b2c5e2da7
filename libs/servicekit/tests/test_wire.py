"""The one door between dataclasses and JSON: what it takes, and what it says when it refuses."""

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from marshmallow import RAISE, ValidationError

from contracts import wire
from contracts.wire import between, described, length, one_of

ID = "8a4f1f2e-6e8d-4c0f-9a39-3e2a3a0a8a11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A part of a form."""

    day: date
    word: str = described("One word", length(1, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form of every kind of field."""

    id: UUID
    number: int
    line: Line
    lines: tuple[Line, ...]
    words: tuple[str, ...] = ()
    sure: bool = False
    at: datetime | None = None
    marks: dict[str, int] = field(default_factory=dict)
    shown: dict[str, object] = field(default_factory=dict)
    letter: str = described("Closed list", one_of("a", "b"), default="a")
    age: int = described("In years", between(0, 150), default=0)


LINE = {"day": "2019-04-01", "word": "好"}
GOOD = {"id": ID, "number": 1, "line": LINE, "lines": [LINE, LINE]}


def load(**values):
    return wire.load(Sheet, GOOD | values, unknown=RAISE)


def faults(**values):
    with pytest.raises(ValidationError) as refused:
        load(**values)
    return refused.value.messages


def test_a_free_part_may_hold_nothing():
    shown = {"graduated_on": None, "work": {"days": None}}
    assert load(shown=shown).shown == shown


def test_values_arrive_as_their_types():
    sheet = load(at="2019-04-01T09:00:00+08:00", words=["一", "二"], marks={"a": 1}, sure=True)
    assert sheet == Sheet(
        id=UUID(ID),
        number=1,
        line=Line(day=date(2019, 4, 1), word="好"),
        lines=(Line(day=date(2019, 4, 1), word="好"),) * 2,
        words=("一", "二"),
        sure=True,
        at=datetime(2019, 4, 1, 1, tzinfo=UTC),
        marks={"a": 1},
    )


def test_a_form_goes_through_json_and_back():
    sheet = load(at="2019-04-01T09:00:00+08:00", words=["𠮷\n行"], marks={"b": -1})
    assert wire.load(Sheet, json.loads(json.dumps(wire.dump(sheet))), unknown=RAISE) == sheet


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"id": "x"}, {"id": ["编号格式不正确。"]}),
        ({"id": 5}, {"id": ["编号格式不正确。"]}),
        ({"id": None}, {"id": ["不能为空。"]}),
        ({"number": "1"}, {"number": ["格式不正确。"]}),
        ({"number": 1.0}, {"number": ["格式不正确。"]}),
        ({"number": True}, {"number": ["格式不正确。"]}),
        ({"number": float("inf")}, {"number": ["格式不正确。"]}),
        ({"number": 2**31}, {"number": ["数字过大。"]}),
        ({"number": -(2**31)}, {"number": ["数字过大。"]}),
        ({"number": 10**5000}, {"number": ["数字过大。"]}),
        ({"age": 151}, {"age": ["应在 0 与 150 之间。"]}),
        ({"sure": "true"}, {"sure": ["格式不正确。"]}),
        ({"sure": "是"}, {"sure": ["格式不正确。"]}),
        ({"at": "2019-04-01T09:00:00"}, {"at": ["时间须带时区。"]}),
        ({"at": "昨天"}, {"at": ["格式不正确。"]}),
        ({"letter": "c"}, {"letter": ["不在可选范围内：a、b。"]}),
        ({"letter": 1}, {"letter": ["格式不正确。"]}),
        ({"words": "一"}, {"words": ["格式不正确。"]}),
        ({"words": ["a", 1]}, {"words": {1: ["格式不正确。"]}}),
        ({"words": [None]}, {"words": {0: ["不能为空。"]}}),
        ({"marks": []}, {"marks": ["格式不正确。"]}),
        ({"marks": {"a": "x"}}, {"marks": {"a": {"value": ["格式不正确。"]}}}),
        ({"marks": {"\0": 1}}, {"marks": {"\0": {"key": ["含有不可见字符。"]}}}),
        ({"line": None}, {"line": ["不能为空。"]}),
        ({"line": "x"}, {"line": {"_schema": ["类型不正确。"]}}),
        ({"line": {"word": "好"}}, {"line": {"day": ["必填。"]}}),
        ({"line": LINE | {"word": ""}}, {"line": {"word": ["长度应为 1 至 3 个字符。"]}}),
        ({"line": LINE | {"day": "2019-02-29"}}, {"line": {"day": ["格式不正确。"]}}),
        ({"lines": [LINE, LINE | {"word": "四个字吗"}]}, {"lines": {1: {"word": [
            "长度应为 1 至 3 个字符。"]}}}),
        ({"lines": LINE}, {"lines": ["格式不正确。"]}),
        ({"extra": 1}, {"extra": ["没有这一项。"]}),
        ({"line": LINE | {"extra": 1}}, {"line": {"extra": ["没有这一项。"]}}),
        ({"lines": [LINE | {"extra": 1}]}, {"lines": {0: {"extra": ["没有这一项。"]}}}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_chinese_at_its_place(values, said):
    assert faults(**values) == said


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\ud800", "\u202e"])
def test_characters_that_cannot_be_seen_are_refused(letter):
    assert faults(words=[f"王{letter}明"]) == {"words": {0: ["含有不可见字符。"]}}


@pytest.mark.parametrize("letter", ["\n", "\t", "·", "𠮷", "　", "é"])
def test_characters_people_write_are_taken(letter):
    assert load(words=[f"王{letter}明"]).words == (f"王{letter}明",)


def test_every_fault_is_named_at_once():
    assert set(faults(id="x", number="y", letter="z", extra=1)) == {
        "id",
        "number",
        "letter",
        "extra",
    }


@pytest.mark.parametrize("body", [None, [], "x", 5, [GOOD]])
def test_what_is_no_object_is_refused(body):
    with pytest.raises(ValidationError) as refused:
        wire.load(Sheet, body)
    assert refused.value.messages == {"_schema": ["类型不正确。"]}


def test_a_letter_may_have_grown_at_any_depth():
    grown = GOOD | {
        "later": 1,
        "line": LINE | {"later": 1},
        "lines": [LINE | {"later": {"deep": []}}, LINE],
    }
    assert wire.load(Sheet, grown) == load()


def test_a_field_left_out_has_its_default_and_none_is_none():
    assert load().words == ()
    assert load(at=None).at is None
