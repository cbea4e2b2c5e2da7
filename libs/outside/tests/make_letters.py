"""Writes examples/letters anew: keys, a question and its answer. Signatures differ each time.

.venv/bin/python libs/outside/tests/make_letters.py
"""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from kernel.clock import SHANGHAI
from outside.demo import book_for
from outside.envelope import close
from outside.keys import KeyBook, fresh_keys
from outside.letters import LINGBU, Envelope, Letter
from outside.registries import CheckRequest, CheckResponse, Subject

FOLDER = Path(__file__).parents[3] / "examples" / "letters"
PARTNER = "police"
ASKED = datetime(2019, 5, 20, 9, 30, tzinfo=SHANGHAI)
QUESTION = CheckRequest(
    check_code="CHK-GA-ID",
    asked_at=ASKED,
    subject=Subject(name="王小明", id_number="110101197803070029", category="P4045"),
)
ANSWER = CheckResponse(
    check_code="CHK-GA-ID",
    result="PASS",
    detail="比对一致",
    evidence="GA-2019-0520-0001",
    answered_at=ASKED + timedelta(seconds=2),
)


def numbered(word: str) -> Any:
    return uuid5(NAMESPACE_URL, f"lingbu/example/{word}")


def envelope(letter: Letter) -> Envelope:
    asks = letter.to_partner
    sides = (LINGBU, PARTNER) if asks else (PARTNER, LINGBU)
    return Envelope(
        letter=numbered(letter.message),
        message=letter.message,
        version=letter.version,
        sender=sides[0],
        receiver=sides[1],
        request=str(numbered("request")),
        correlation=str(numbered("application")) if asks else "",
        sent_at=ASKED if asks else ASKED + timedelta(seconds=2),
        expires_at=ASKED + timedelta(hours=72) if asks else None,
    )


def write(name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    keys = {name: fresh_keys(name, "example") for name in (LINGBU, PARTNER)}
    write("keys.json", keys)
    for letter in (QUESTION, ANSWER):
        said = envelope(letter)
        book = KeyBook.from_text(book_for(said.sender, keys), said.sender)
        write(f"{letter.routing_key()}.json", close(letter, said, book))


if __name__ == "__main__":
    main()
