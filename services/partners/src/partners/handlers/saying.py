"""Saying a question once, and once more; keeping it back while the other side is away."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from contracts import wire
from outside.catalogue import MESSAGES
from outside.letters import Letter
from outside.partners import Partner
from partners.clients.post import knows, patience_with, say
from partners.domain.line import Line, may_say, probed
from partners.domain.request import NO_KEY, Request, failed, kept_back, sent

ROUND = "round"
ROUND_EVERY = timedelta(seconds=30)


def ask(
    letter: Letter, partner: Partner, number: str, about: UUID, uow: Any, topic: str = ""
) -> None:
    """Keeps a question and says it, unless the partner answers nobody just now."""
    patience = patience_with(partner)
    request = Request(
        number=number,
        partner=partner.name,
        message=letter.message,
        about=about,
        topic=topic,
        asked_at=uow.now,
        horizon_at=uow.now + patience.horizon,
        next_try_at=uow.now,
        body=json.dumps({"version": letter.version, "data": wire.dump(letter)}, ensure_ascii=False),
    )
    if not uow.requests.add(request):
        return
    _begin_rounds(partner.name, uow)
    line = uow.lines.of(partner.name)
    if line.state == "closed":
        uow.requests.save(_say(request, letter, partner, uow))
    else:
        uow.requests.save(kept_back(request, line.probe_at or uow.now))


def say_again(request: Request, partner: Partner, line: Line, uow: Any) -> tuple[Request, Line]:
    """Says a waiting question if the line lets it; the request and the line as they are then."""
    if not may_say(line, uow.now):
        return kept_back(request, line.probe_at or uow.now), line
    stored = json.loads(request.body or "{}")
    letter = wire.load(MESSAGES[request.message, stored["version"]], stored["data"])
    said = _say(request, letter, partner, uow)
    return said, probed(line, patience_with(partner), uow.now)


def _say(request: Request, letter: Letter, partner: Partner, uow: Any) -> Request:
    if not knows(partner.name, uow.world):  # not connected yet: it waits, and people can see it
        return failed(request, NO_KEY, patience_with(partner), uow.now)
    say(letter, partner.name, request.number, str(request.about), request.horizon_at, uow)
    return sent(request, patience_with(partner), uow.now)


def _begin_rounds(partner: str, uow: Any) -> None:
    """From the first question on somebody looks after this partner's, every round."""
    if not uow.deadlines.of(partner):
        uow.deadlines.set(ROUND, partner, uow.now + ROUND_EVERY)
