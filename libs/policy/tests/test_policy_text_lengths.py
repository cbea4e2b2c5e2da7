"""What every text costs with the short and the long signature."""

import pytest

from policy.texts import render, sms_length, sms_segments

DAY = "2019年07月31日"
LONG = "北京市人力资源和社会保障局"
WHO = {"name": "张三三", "tail4": "0029"}
WHEN = {"yyyy": "2019", "mm": "05"}
ACCOUNT = {"bank": "邮政储蓄银行", "tail": "0003"}
PHONE = {"phone": "01012345678"}


@pytest.mark.parametrize(
    ("template", "values", "short", "segments", "long", "long_segments"),
    [
        ("T1", WHO | WHEN | {"n": "36"}, 57, 1, 66, 1),
        ("T2", WHO | {"reason": "因" * 12}, 58, 1, 67, 1),
        ("T2", WHO | {"reason": "因" * 15}, 61, 1, 70, 1),
        ("T2", WHO | {"reason": "因" * 16}, 62, 1, 71, 2),
        ("T3", {"date": DAY} | WHEN, 83, 2, 92, 2),
        ("T4", {"date": DAY}, 61, 1, 70, 1),  # exactly one with the long signature
        ("T5", {"date": DAY}, 69, 1, 78, 2),
        ("T6", WHO | WHEN | ACCOUNT | {"amount": "269.26"}, 93, 2, 102, 2),
        ("T7", WHO | WHEN | PHONE | {"reason": "连续2个月扣款不成功"}, 78, 2, 87, 2),
        ("T8", WHO | WHEN | {"date": DAY}, 81, 2, 90, 2),
        ("T9", WHO | WHEN, 46, 1, 55, 1),
        ("T10", {"name": "张三三", "result": "异议不成立"} | PHONE, 61, 1, 70, 1),
        ("T11", WHO | ACCOUNT | {"reason": "账户冻结", "date": DAY}, 79, 2, 88, 2),
        ("T13", WHO | WHEN, 50, 1, 59, 1),
        ("T14", WHO | WHEN, 64, 1, 73, 2),
    ],
)
def test_lengths_and_segments_of_all_texts(
    template: str,
    values: dict[str, str],
    short: int,
    segments: int,
    long: int,
    long_segments: int,
) -> None:
    text = render(template, values)
    assert (sms_length(text), sms_segments(text)) == (short, segments)
    assert (sms_length(text, LONG), sms_segments(text, LONG)) == (long, long_segments)
