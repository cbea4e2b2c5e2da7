"""`python -m drills.broken <which> run <service>`: a service with one protection taken out.

Production code has no such switch; the parts are exchanged here, in the drill's own entry point.
"""

import sys
from collections.abc import Callable
from typing import Any

ENTRY = "servicekit.cli"


def inbox() -> None:
    """A letter that was signed for before is applied again."""
    from servicekit import letters

    sign = letters.Inbox.sign

    def careless(self: Any, meta: Any, need: int, body: Any) -> str:
        said = sign(self, meta, need, body)
        return letters.APPLIED if said == letters.DUPLICATE else said

    letters.Inbox.sign = careless  # type: ignore[method-assign]


def confirms() -> None:
    """The relay does not wait until the broker has a letter."""
    from pika.adapters.blocking_connection import BlockingChannel

    BlockingChannel.confirm_delivery = lambda self: None


def drain() -> None:
    """SIGTERM ends the process with whatever is in hand."""
    import os

    from servicekit import run

    run._finish = lambda stop: os._exit(0)


def order() -> None:
    """A letter does not wait for the ones before it."""
    from servicekit import letters

    letters.Readers._need = lambda self, meta: 0  # type: ignore[method-assign]


def outbox() -> None:
    """A letter is marked as sent before it is."""
    from servicekit.relay import Relay

    post = Relay._post

    def hasty(self: Any, letter: Any, body: bytes) -> None:
        table = self._outbox
        with self._engine.begin() as connection:
            from servicekit.walls import say_system

            say_system(connection)
            connection.execute(table.update().where(table.c.id == letter.id).values(sent_at="now"))
        post(self, letter, body)

    Relay._post = hasty  # type: ignore[method-assign]


def idempotency() -> None:
    """A key that was answered is carried out again."""
    from servicekit import commands

    begin = commands.Idempotency.begin

    def forgetful(self: Any, principal: str, key: str, command: Any) -> None:
        begin(self, principal, key, command)

    commands.Idempotency.begin = forgetful  # type: ignore[method-assign]


def constraint() -> None:
    """Taken out in the database: see `House`."""


BREAKS: dict[str, Callable[[], None]] = {
    f.__name__: f for f in (inbox, confirms, drain, order, outbox, idempotency, constraint)
}
DROPPED = {"lingbu_intake": "DROP INDEX applications_one_open"}


def _children_too(which: str) -> None:
    """The relay that a service starts is broken as well."""
    from servicekit import relay_child

    popen = relay_child.subprocess.Popen

    def start(words: list[str], **more: Any) -> Any:
        at = words.index(ENTRY)
        return popen([*words[:at], "drills.broken", which, *words[at + 1 :]], **more)

    class Started:
        Popen = staticmethod(start)

    relay_child.subprocess = Started  # type: ignore[assignment]


def main() -> None:
    """Takes the protection out, then is `lingbu`."""
    which, words = sys.argv[1], sys.argv[2:]
    from servicekit import cli

    sys.argv = ["lingbu", *words]
    if cli._is_service(words[1:]):
        cli._go_green()
    BREAKS[which]()
    _children_too(which)
    cli.main()


if __name__ == "__main__":
    main()
