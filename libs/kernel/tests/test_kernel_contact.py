import pytest

from kernel.contact import (
    account,
    blot,
    kind,
    mask_account,
    mask_name,
    mask_phone,
    normalise,
    tail4,
)
from kernel.errors import Invalid


@pytest.mark.parametrize(
    ("text", "stored", "sort"),
    [
        ("13800000000", "13800000000", "mobile"),
        ("+86 138 0000 0000", "13800000000", "mobile"),
        ("0086-138-0000-0000", "13800000000", "mobile"),
        ("１９９００００００００", "19900000000", "mobile"),
        ("88886666", "010-88886666", "landline"),
        ("8888-6666", "010-88886666", "landline"),
        ("01088886666", "010-88886666", "landline"),
        ("010-88886666", "010-88886666", "landline"),
        ("0311-8888666", "0311-8888666", "landline"),
        ("02188886666", "021-88886666", "landline"),
        ("wx_lingbu-01", "wx_lingbu-01", "wechat"),
    ],
)
def test_three_ways_to_reach_a_person(text: str, stored: str, sort: str) -> None:
    assert normalise(text) == stored
    assert kind(text) == sort
    assert normalise(stored) == stored


@pytest.mark.parametrize(
    "text", ["", "12000000000", "1380000000", "0108888666", "wx", "微信号", "1"]
)
def test_what_reaches_nobody(text: str) -> None:
    with pytest.raises(Invalid, match="联系方式"):
        kind(text)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("6210 9800 0000 0000 003", "6210980000000000003"),  # a card, Luhn right
        ("60100012345678901", "60100012345678901"),  # a passbook, no Luhn
        ("12345678", "12345678"),
        ("6212345678", "6212345678"),  # starts like a card, too short for one
        ("1234567890123456789012", "1234567890123456789012"),
    ],
)
def test_accounts(text: str, stored: str) -> None:
    assert account(text) == stored


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("6217991000000000000", "校验不通过"),
        ("1234567", "8至22位"),
        ("12345678901234567890123", "8至22位"),
        ("12345678a", "8至22位"),
        ("", "8至22位"),
    ],
)
def test_accounts_refused(text: str, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        account(text)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张**"),
        ("欧阳某", "欧**"),
        ("𠮷某", "𠮷*"),
        ("张", "*"),
        ("", ""),
    ],
)
def test_names_keep_their_first_character(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("contact", "masked"),
    [
        ("13800000000", "138****0000"),
        ("010-88886666", "010-****6666"),
        ("88886666", "****6666"),
        ("0311-8888666", "0311-***8666"),
        ("wx_lingbu", "wx****"),
    ],
)
def test_phones(contact: str, masked: str) -> None:
    assert mask_phone(contact) == masked


@pytest.mark.parametrize(
    ("number", "masked", "tail"),
    [("6210980000000000003", "***************0003", "0003"), ("1234", "****", "1234")],
)
def test_accounts_show_their_tail(number: str, masked: str, tail: str) -> None:
    assert (mask_account(number), tail4(number)) == (masked, tail)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("微信 wx_zhang99", "wx_zhang99"),
        ("微信号：liu_ruo88", "liu_ruo88"),
        ("张三 13800000000", "13800000000"),
        ("配偶李四，010-88886666", "010-88886666"),
    ],
)
def test_what_people_write_before_a_contact_is_left_out(written: str, kept: str) -> None:
    assert normalise(written) == kept


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("张三（110101197803070029）在保", "张*（******************）在保"),
        ("11010219750606004X 已参保", "****************** 已参保"),
        ("卡号 6217 9900 0000 0000", "卡号 *******************"),
        ("联系 13800000000", "联系 ***********"),
        ("自 20190401 起至 2019-12-31 共 9 个月", "自 20190401 起至 2019-12-31 共 9 个月"),
    ],
)
def test_a_sentence_of_others_is_kept_without_numbers_and_the_name(said: str, kept: str) -> None:
    assert blot(said, "张三") == kept
