"""The Python example of a partner in this process, without a broker between."""

import importlib
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from outside.demo import book_for
from outside.keys import KeyBook, fresh_keys, public
from outside.letters import LINGBU
from outside.partners import PARTNERS
from partnercheck.line import Arrived
from partnercheck.lingbu import Lingbu

FOLDER = Path(__file__).parents[3] / "examples" / "partner-python"
NAMES = ("answers", "broker", "letters", "memory", "partner", "settings")


def load() -> dict[str, ModuleType]:
    """Its modules, which have plain names, kept away from everybody else's."""
    others = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    sys.path.insert(0, str(FOLDER))
    try:
        return {name: importlib.import_module(name) for name in NAMES}
    finally:
        sys.path.remove(str(FOLDER))
        for name in NAMES:
            sys.modules.pop(name, None)
        sys.modules.update(others)


EXAMPLE = load()


class Nearby:
    """A line to a partner that answers while it is spoken to."""

    def __init__(self, partner: Any) -> None:
        self.partner, self.arrived = partner, []

    def say(self, body: Any, routing_key: str) -> None:
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.partner.take(text, self.answer)

    def answer(self, message: str, body: bytes) -> None:
        self.arrived.append(Arrived(body, f"{message}.v1", True, time.monotonic()))

    def hear(self, seconds: float) -> list[Arrived]:
        arrived, self.arrived = self.arrived, []
        if not arrived:
            time.sleep(min(seconds, 0.01))  # nobody will speak any more
        return arrived

    def inbox(self) -> tuple[int, int]:
        return 0, 1


def town(name: str, folder: Path, kind: Any = None) -> tuple[Lingbu, Nearby]:
    """Lingbu and a partner of that name, each with keys of its own."""
    keys = {LINGBU: fresh_keys(LINGBU), name: fresh_keys(name)}
    records = folder / "records.json"
    records.write_text(json.dumps({"*": dict.fromkeys(PARTNERS.named(name).checks, "PASS")}))
    for file, text in (("own", keys[name]), ("lingbu", public(keys[LINGBU]))):
        (folder / file).write_text(json.dumps(text))
    settings = EXAMPLE["settings"].Settings(
        partner=name,
        broker="",
        user="",
        password="",
        tls=None,
        own_keys=folder / "own",
        lingbu_keys=folder / "lingbu",
        records=records,
        memory=folder / "memory",
        prefetch=1,
    )
    line = Nearby((kind or EXAMPLE["partner"].Partner)(settings))
    book = KeyBook.from_text(book_for(LINGBU, keys), LINGBU)
    return Lingbu(PARTNERS.named(name), book, line, lambda: datetime.now(UTC)), line
