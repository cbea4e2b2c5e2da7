import hashlib
from datetime import date

import pytest

import policy
from kernel.errors import NotFound

RULEBOOK = policy.load()


def test_the_commitment_is_the_statutory_one() -> None:
    text = RULEBOOK.commitment(date(2019, 4, 1))
    assert (text.version, len(text.items)) == ("2019-03-29", 7)
    assert text.title == "灵活就业人员申请享受社会保险补贴承诺书"
    assert text.items[0].startswith("本人若未能按规定时间足额存款，导致连续2个月扣款不成功")
    assert text.items[6] == "所作承诺是本人真实意思的表示。"
    assert text.closing.endswith("本人承担由此造成的一切法律责任。")
    assert text.transcription == "（以上斜体字由申请本人抄写）"
    assert text.digest == hashlib.sha256(text.text.encode()).hexdigest()
    with pytest.raises(NotFound):
        RULEBOOK.commitment(date(2019, 3, 28))


def test_not_a_character_of_the_commitment_changes_unseen() -> None:
    digest = "e588253b5ae083374c93d25e81adf34969ebe4c5d809a0487b560d971d2ca0fa"
    assert RULEBOOK.commitment(date(2026, 1, 1)).digest == digest
