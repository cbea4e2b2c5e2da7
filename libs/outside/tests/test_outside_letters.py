"""The letters of the partner's guide: they open with their keys and say what the guide shows."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest
from make_letters import ANSWER, ASKED, FOLDER, PARTNER, QUESTION, envelope

from outside.demo import book_for
from outside.envelope import open_letter
from outside.keys import KeyBook
from outside.letters import LINGBU
from outside.partners import PARTNERS

GUIDE = (Path(__file__).parents[3] / "docs" / "partners.md").read_text(encoding="utf-8")
KEYS = json.loads((FOLDER / "keys.json").read_text(encoding="utf-8"))
both = pytest.mark.parametrize("letter", [QUESTION, ANSWER], ids=lambda one: one.message)


def stored(letter):
    return (FOLDER / f"{letter.routing_key()}.json").read_text(encoding="utf-8")


def decoded(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@both
def test_a_stored_letter_opens_with_the_stored_keys(letter):
    me = PARTNER if letter.to_partner else LINGBU
    keys = KeyBook.from_text(book_for(me, KEYS), me)
    opened = open_letter(
        json.loads(stored(letter)), PARTNER, keys, PARTNERS, ASKED + timedelta(hours=1)
    )
    assert (opened.letter, opened.envelope) == (letter, envelope(letter))


@both
def test_the_guide_shows_it(letter):
    body = json.loads(stored(letter))
    payload = decoded(body["payload"])
    if "subject" in payload["data"]:
        payload["data"]["subject"] = payload["data"]["subject"][:24] + "…"
    assert json.dumps(payload, ensure_ascii=False, indent=2) in GUIDE
    assert json.dumps(decoded(body["protected"])) in GUIDE


def test_the_guide_tells_the_waits_of_the_list_of_partners():
    police = PARTNERS.named(PARTNER)
    told = (
        f"{police.patience_seconds} 秒没有答复",
        f"直到 {police.horizon_hours} 小时",
        f"连续 {police.breaker_failures} 次没有答复",
        f"每隔 {police.probe_seconds}–{police.probe_longest_seconds} 秒只问一件",
    )
    assert [words for words in told if words not in GUIDE] == []
    waits = [60, 300, 900, 3600, 14400]
    assert (list(police.retry_seconds), "1 分、5 分、15 分、1 小时、4 小时" in GUIDE) == (
        waits,
        True,
    )
