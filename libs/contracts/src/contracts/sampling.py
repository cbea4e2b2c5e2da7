"""One stored sample for each message: what was once said or asked can still be opened.

    python -m contracts.sampling    writes the samples that are missing, never one that is there

and adds their digests to `SHA256SUMS`, so that an edited sample is noticed.

An event's sample is a whole letter, `<source>.<event>.v<n>.json`; a command's holds its form and
its answer, `<service>.<command>.json`. A sample is never edited: a change that breaks one is a new
version. Everything in them is synthetic.
"""

import hashlib
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import contracts
from contracts import wire
from contracts.inventing import MOMENT, invent
from contracts.message import Command, Event, Meta, seal, unseal

FOLDER = Path(__file__).parent / "samples"
SUMS = "SHA256SUMS"
ABSTRACT = {"Event", "Command", "Query"}


class GlassSeal:
    """Seals so that one can see through: samples are legible and still bound to their place."""

    def seal(self, text: str, context: str) -> str:
        return f"sealed[{context}]{text}"

    def open(self, token: str, context: str) -> str:
        """Raises `ValueError` where the place is another."""
        head = f"sealed[{context}]"
        if not token.startswith(head):
            raise ValueError(f"sealed elsewhere than {context}")
        return token.removeprefix(head)


def messages() -> dict[str, type[Event] | type[Command]]:
    """Every event, command and query there is, by the file name of its sample."""
    return {sample_name(kind): kind for kind in sorted(_kinds(), key=sample_name)}


def sample_name(kind: type[Event] | type[Command]) -> str:
    """`intake.application_accepted.v1.json`, `intake.submit_application.json`."""
    if issubclass(kind, Event):
        return f"{kind.source}.{kind.routing_key()}.json"
    return f"{kind.service}.{kind.command_name()}.json"


def make(kind: type[Event] | type[Command]) -> dict[str, Any]:
    """A fresh sample of a message, the same at every call."""
    if issubclass(kind, Event):
        return _letter(invent(kind))
    return {"form": wire.dump(invent(kind)), "answer": wire.dump(invent(kind.answer))}


def open_event(kind: type[Event], body: dict[str, Any]) -> tuple[Event, Meta]:
    """A stored letter opened as a reader of today opens it."""
    return unseal(kind, body, GlassSeal()), wire.load(Meta, body["meta"])


def write_missing(folder: Path = FOLDER) -> list[str]:
    """Writes what has no sample yet; returns the names written."""
    written = [name for name in messages() if not (folder / name).exists()]
    with (folder / SUMS).open("a", encoding="utf-8") as sums:
        for name in written:
            text = json.dumps(make(messages()[name]), ensure_ascii=False, indent=2) + "\n"
            (folder / name).write_text(text, encoding="utf-8")
            sums.write(f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n")
    return written


def _letter(event: Event) -> dict[str, Any]:
    name = event.event_name()
    meta = Meta(
        message_id=uuid5(NAMESPACE_URL, f"{name}/message"),
        event=name,
        version=event.version,
        source=event.source,
        occurred_at=MOMENT,
        correlation_id=uuid5(NAMESPACE_URL, f"{name}/correlation"),
        causation_id=uuid5(NAMESPACE_URL, f"{name}/cause"),
        actor="officer-1",
        aggregate_id=event.aggregate_id(),
        sequence=2,
        trail={name: 1},
    )
    return seal(event, meta, GlassSeal())


def _kinds() -> Iterator[type[Event] | type[Command]]:
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        found = importlib.import_module(module.name)
        for value in vars(found).values():
            ours = isinstance(value, type) and issubclass(value, (Event, Command))
            if ours and value.__module__ == found.__name__ and value.__name__ not in ABSTRACT:
                yield value


if __name__ == "__main__":
    sys.stdout.write("".join(f"{name}\n" for name in write_missing()))
