from datetime import date

import pytest

import policy
from kernel.errors import NotFound
from policy.tables import REASON_LENGTH
from policy.templates import Template
from policy.texts import (
    TemplateError,
    chinese_date,
    placeholders,
    render,
    sms_length,
    sms_segments,
)

RULEBOOK = policy.load()
DAY = "2019年07月31日"
PERSON = {"name": "XXX", "tail4": "xxxx"}
MONTH = {"yyyy": "XXXX", "mm": "XX"}
LONG = "北京市人力资源和社会保障局"

T1 = PERSON | MONTH | {"n": "XX"}
T2 = PERSON | {"reason": "XX"}
T3 = {"date": "XXXX年XX月XX日"} | MONTH
T4 = {"date": "XXXX年XX月XX日"}


@pytest.mark.parametrize(
    ("template", "values", "text"),
    [
        (
            "T1",
            T1,
            "经区复核确认，同意XXX（身份证尾号xxxx）自XXXX年XX月起享受XX个月的灵活就业社会保险补贴。",
        ),
        (
            "T2",
            T2,
            "经确认，XXX（身份证尾号xxxx）因XX原因，不同意享受灵活就业社会保险补贴政策。",
        ),
        (
            "T3",
            T3,
            (
                "请于XXXX年XX月XX日前，及时通过微信、PC端或者到街道（乡镇）经办机构报告本人就业情况。"
                "逾期未报告则视为个人自愿放弃，并于XXXX年XX月停止补贴。"
            ),
        ),
        (
            "T4",
            T4,
            (
                "请于XXXX年XX月XX日前，及时向个人账户存储足额个人应缴纳的社会保险费用。"
                "扣款不成功的将停止社会保险补贴。"
            ),
        ),
        (
            "T5",
            T4,
            (
                "请于XXXX年XX月XX日前，按新的个人缴费标准，向个人账户存储足额个人应缴纳的社会保险费用。"
                "扣款不成功的将停止社会保险补贴。"
            ),
        ),
    ],
)
def test_the_five_texts_of_the_annex_word_for_word(
    template: str, values: dict[str, str], text: str
) -> None:
    assert render(template, values) == text
    clause = RULEBOOK.on(date(2019, 4, 1)).message(template).clause
    assert clause.paragraph.startswith("附件4")
    assert clause.trust == "stated"


def test_the_notice_of_the_start_names_account_and_amount() -> None:
    values = {"name": "张三", "tail4": "0029", "yyyy": 2019, "mm": "05", "bank": "北京银行"}
    text = render("T6", values | {"tail": "0003", "amount": "269.26"})
    assert "自2019年05月起" in text
    assert "北京银行账户（尾号0003）" in text
    assert "269.26元" in text


@pytest.mark.parametrize("template", [f"T{n}" for n in range(1, 13)])
def test_every_text_can_be_filled(template: str) -> None:
    text = render(template, dict.fromkeys(placeholders(template), "某"))
    assert "{" not in text
    assert not set("【】★※") & set(text)


@pytest.mark.parametrize(
    "values",
    [
        {"name": "张三", "tail4": "0029"},
        T2 | {"date": DAY},
        T2 | {"name": ""},
        T2 | {"name": "【假】"},
        T2 | {"name": "张\n三"},
        T2 | {"name": "{reason}"},
        T2 | {"name": "张" * 36},
        T2 | {"reason": "因" * 21},
    ],
)
def test_a_text_with_gaps_is_not_sent(values: dict[str, str]) -> None:
    with pytest.raises(TemplateError) as refused:
        render("T2", values)
    assert "张" not in str(refused.value)


NAMED = PERSON | {"yyyy": "2019", "mm": "05"}
COUNTED = [  # domain §9.2: characters with the signature 【北京人社】, and with the long one
    ("T1", NAMED | {"n": "36"}, 57, 66),
    ("T2", PERSON | {"reason": "不在法定劳动年龄范围之内"}, 58, 67),
    ("T3", {"date": DAY, "yyyy": "2019", "mm": "08"}, 83, 92),
    ("T4", {"date": DAY}, 61, 70),
    ("T5", {"date": DAY}, 69, 78),
    ("T6", NAMED | {"bank": "邮政储蓄银行", "tail": "0003", "amount": "269.26"}, 93, 102),
]


@pytest.mark.parametrize(("template", "values", "short", "long"), COUNTED)
def test_lengths_are_those_counted_by_hand(
    template: str, values: dict[str, str], short: int, long: int
) -> None:
    text = render(template, values)
    assert (sms_length(text), sms_length(text, LONG)) == (short, long)
    assert sms_segments(text) == (1 if short <= 70 else 2)
    assert sms_segments(text, LONG) == (1 if long <= 70 else 2)


FULL = {"date": DAY, "name": "张三三", "tail4": "0029", "yyyy": "2019", "mm": "08", "n": "36"}
FULL |= {"reason": "因" * REASON_LENGTH, "bank": "邮政储蓄银行", "tail": "0003", "phone": "12333"}
FULL |= {"amount": "1269.26", "result": "不成立"}


@pytest.mark.parametrize("province", policy.provinces())
@pytest.mark.parametrize("template", [f"T{n}" for n in range(1, 13)])
def test_no_text_costs_more_than_two_messages(province: str, template: str) -> None:
    rules = policy.load(province).on(date(2019, 4, 1))
    values = {name: FULL[name] for name in placeholders(template, rules)}
    assert sms_segments(render(template, values, rules), rules=rules) <= 2


def test_what_the_annex_does_not_print_is_our_reading() -> None:
    rules = RULEBOOK.on(date(2019, 4, 1))
    ours = {f"T{n}": rules.message(f"T{n}").clause.trust for n in range(6, 13)}
    assert set(ours.values()) == {"reading"}


@pytest.mark.parametrize(
    "text",
    ["【北京人社】您好{name}。", "{name}您好，{name}。", "您好{name}{tail4}。", "{name}", "您好★"],
)
def test_a_text_that_gateways_refuse_does_not_load(text: str) -> None:
    clause = RULEBOOK.on(date(2019, 4, 1)).message("T1").clause
    with pytest.raises(ValueError, match="text"):
        Template(code="T99", name="试", clause=clause, text=text)


def test_an_unknown_text() -> None:
    with pytest.raises(NotFound):
        render("T99", {})
    with pytest.raises(NotFound):
        render("T1", T1, RULEBOOK.on(date(2019, 3, 31)))


T1_FILLED = render("T1", T1 | {"name": "张三三", "n": "36"})
T5_FILLED = render("T5", {"date": DAY})


@pytest.mark.parametrize(
    ("text", "signature", "segments"),
    [
        (T1_FILLED, None, 1),
        (T5_FILLED, "北京人社", 1),  # two characters from spilling over
        (T5_FILLED, LONG, 2),
        (render("T3", {"date": DAY, "yyyy": "2019", "mm": "08"}), None, 2),
        (render("T4", {"date": DAY}), LONG, 1),
        ("字" * 64, "北京人社", 1),
        ("字" * 65, "北京人社", 2),
        ("字" * 63 + "𠮷", "北京人社", 2),  # a rare character counts twice
        ("字" * (134 - 6), "北京人社", 2),
        ("字" * (135 - 6), "北京人社", 3),
    ],
)
def test_how_many_messages_it_costs(text: str, signature: str | None, segments: int) -> None:
    assert sms_segments(text, signature) == segments


def test_a_text_no_gateway_takes() -> None:
    assert sms_segments("字" * 494) == 8
    with pytest.raises(TemplateError, match="500"):
        sms_segments("字" * 495)


def test_chinese_dates() -> None:
    assert chinese_date(date(2019, 7, 31)) == DAY
