import pickle
from datetime import date

import pytest

from kernel.errors import Conflict, Forbidden, Invalid, MissingValue, NotFound, Refusal


@pytest.mark.parametrize(
    ("kind", "code", "status"),
    [
        (Refusal, "refused", 409),
        (NotFound, "not-found", 404),
        (Forbidden, "forbidden", 403),
        (Invalid, "invalid", 422),
        (Conflict, "conflict", 409),
    ],
)
def test_each_refusal_has_its_code_and_status(kind: type[Refusal], code: str, status: int) -> None:
    refusal = kind("不能这样办理。")
    assert (refusal.code, refusal.status, str(refusal)) == (code, status, "不能这样办理。")


def test_a_refusal_says_which_fields_and_what_may_be_done() -> None:
    refusal = Conflict(
        "公示尚未结束。", fields={"at": "须在公示结束后"}, allowed=["return"], code="publicity-open"
    )
    assert refusal.code == "publicity-open"
    assert refusal.fields == {"at": "须在公示结束后"}
    assert refusal.allowed == ("return",)
    assert Conflict("另一件。").code == "conflict"


def test_a_refusal_survives_the_way_between_processes() -> None:
    copy = pickle.loads(pickle.dumps(Invalid("不对。", fields={"name": "缺"}, code="no-name")))
    assert (copy.code, copy.fields, copy.message) == ("no-name", {"name": "缺"}, "不对。")


def test_a_missing_value_names_itself_and_the_day_and_is_no_refusal() -> None:
    missing = MissingValue("medical_base", date(2019, 7, 1))
    assert "medical_base" in str(missing)
    assert "2019-07-01" in str(missing)
    assert not isinstance(missing, Refusal)
    assert isinstance(missing, LookupError)
    assert str(pickle.loads(pickle.dumps(missing))) == str(missing)
