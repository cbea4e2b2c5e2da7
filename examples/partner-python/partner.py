"""An outside system that exchanges letters with Lingbu. See README.md.

python partner.py keys police        makes our keys
python partner.py serve              answers questions until it is stopped
python partner.py deduct 2019-06     the centre: says what was deducted in a month
python partner.py status 110101197803070029 death 2019-06      reports what became of a person
"""

import json
import logging
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from kombu import Producer

from answers import Answers, deductions
from broker import connection, say, serve
from letters import Letters, NotFromLingbu, NotUsable, fresh_keys, public
from memory import Memory
from settings import Settings, from_environment, key_sets

log = logging.getLogger("partner")


class Partner:
    """One letter in, at most one letter out."""

    def __init__(self, settings: Settings) -> None:
        self.letters = Letters(settings.partner, *key_sets(settings))
        self.memory = Memory(settings.memory)
        self.answers = Answers(settings.records, self.memory, self.letters)

    def take(self, body: bytes, answer: Callable[[str, bytes], None]) -> None:
        """Verifies, answers; the log names numbers and reasons, never a person."""
        try:
            envelope, data = self.letters.open(body)
        except NotFromLingbu as error:
            log.warning("not answered: %s", error)
            return
        if envelope["message"] == "problem":
            log.warning("Lingbu could not use %s: %s", envelope["request"], data.get("code"))
            return
        message, said = self._answer(envelope, data)
        answer(message, self.letters.close(message, envelope["request"], said))

    def _answer(self, envelope, data):
        """The answer given before, or a new one, kept before it is said."""
        request = envelope["request"]
        try:
            if _expired(envelope):
                raise NotUsable("expired")
            with self.memory:
                known = self.memory.answer(request)
                if known is None:
                    known = self.answers.to(envelope, data)
                    if known[1].get("result") != "ERROR":  # that one is asked again
                        self.memory.keep_answer(request, *known)
            return known
        except NotUsable as error:
            return "problem", {"code": str(error)}


def _expired(envelope) -> bool:
    until = envelope.get("expires_at")
    try:
        return bool(until) and datetime.fromisoformat(until) < datetime.now(UTC)
    except (ValueError, TypeError):
        raise NotUsable("malformed") from None


def make_keys(name: str, edition: str = "1") -> None:
    """`own.private.json` stays here, `own.public.json` goes to Lingbu."""
    keys = fresh_keys(name, edition)
    for file, text in (("own.private.json", keys), ("own.public.json", public(keys))):
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            json.dump(text, out, indent=1)


def deduct(month: str, *refusals: str) -> None:
    """`refusals` are reference=code, such as …=01 (余额不足); everybody else is 00."""
    settings = from_environment()
    partner = Partner(settings)
    codes = dict(one.split("=", 1) for one in refusals)
    with connection(settings) as opened:
        producer = Producer(opened.channel())
        results = deductions(month, partner.memory, codes)
        for request, data in results:
            say(
                producer,
                settings,
                "deduct.result",
                partner.letters.close("deduct.result", request, data),
            )
    log.warning("%s results", len(results))


def report(id_number: str, status: str, month: str) -> None:
    """What we have learnt of a person; the person is sealed for Lingbu."""
    settings = from_environment()
    letters = Letters(settings.partner, *key_sets(settings))
    event = str(uuid5(NAMESPACE_URL, f"{settings.partner}/{id_number}/{status}/{month}"))
    subject = letters.seal({"id_number": id_number})
    data = {"event_id": event, "status": status, "month": month, "subject": subject}
    with connection(settings) as opened:
        say(
            Producer(opened.channel()),
            settings,
            "status.event",
            letters.close("status.event", event, data),
        )


def run() -> None:
    settings = from_environment()
    serve(settings, Partner(settings).take)


def main() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    commands = {"keys": make_keys, "serve": run, "deduct": deduct, "status": report}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])


if __name__ == "__main__":
    main()
