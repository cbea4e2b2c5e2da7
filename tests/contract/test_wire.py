"""The door between dataclasses and JSON is made once for each message, and forgets everything."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from marshmallow import RAISE, ValidationError

from contracts import wire
from contracts.payments import FileReport
from contracts.plain import Text

ONE = UUID(int=1)
FORM = {
    "application_id": str(ONE),
    "content": "灵活就业",
    "place": "本市",
    "hours": "每日6小时",
    "income": 3200,
}


def test_a_refused_form_leaves_nothing_behind_for_the_next():
    with pytest.raises(ValidationError) as refused:
        wire.load(FileReport, FORM | {"income": -1, "strange": 1}, unknown=RAISE)
    assert set(refused.value.messages) == {"income", "strange"}
    assert wire.load(FileReport, FORM, unknown=RAISE).income == 3200
    with pytest.raises(ValidationError) as refused:
        wire.load(FileReport, FORM | {"content": ""}, unknown=RAISE)
    assert set(refused.value.messages) == {"content"}


def test_what_refuses_strange_fields_and_what_ignores_them_are_two_doors():
    strange = FORM | {"strange": 1}
    for _ in range(2):
        assert wire.load(FileReport, strange) == wire.load(FileReport, FORM)
        with pytest.raises(ValidationError):
            wire.load(FileReport, strange, unknown=RAISE)


def test_every_invisible_letter_is_refused_and_no_other():
    turning = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    for number in range(0x10000):
        letter = chr(number)
        hidden = unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\r\t"
        assert _refused(letter) == (hidden or letter in turning), hex(number)


def _refused(letter):
    try:
        Text().deserialize(letter)
    except ValidationError:
        return True
    return False


def test_answers_given_at_once_are_not_mixed_up():
    def there_and_back(income):
        form = wire.load(FileReport, FORM | {"income": income})
        return wire.dump(form)["income"]

    with ThreadPoolExecutor(4) as pool:
        incomes = range(2000)
        assert list(pool.map(there_and_back, incomes)) == list(incomes)
