"""Closing letters to partners and opening theirs, with the keys of this installation."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from contracts import wire
from contracts.message import Event
from contracts.wire import described
from outside.catalogue import said_by
from outside.envelope import NotUsable, close, open_letter
from outside.keys import BadKeys, KeyBook
from outside.letters import LINGBU, Envelope, Letter
from outside.partners import PARTNERS, Partner
from outside.places import Place
from partners.domain.patience import Patience
from servicekit.config import BadSetting, need
from servicekit.foreign import Foreigner, Heard
from servicekit.letters import BadLetter
from servicekit.uow import World

SETTING = "PARTNER_KEYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterHeard(Event):
    """A partner has said something we can use; or, with a `problem`, something we cannot."""

    source, aggregate, ordered = "outside", "request", False

    partner: str
    message: str
    edition: int
    request: str
    problem: str = ""
    detail: str = ""
    data: str = described("The letter's fields as JSON", sealed=True)


def say(
    letter: Letter, partner: str, request: str, correlation: str, expires: datetime | None, uow: Any
) -> None:
    """Puts a letter to a partner into the outbox, signed and sealed."""
    envelope = Envelope(
        letter=uuid4(),
        message=letter.message,
        version=letter.version,
        sender=LINGBU,
        receiver=partner,
        request=request,
        correlation=correlation,
        sent_at=uow.now,
        expires_at=expires,
    )
    body = close(letter, envelope, _keys(uow.world))
    uow.post(Place(partner).told, letter.routing_key(), envelope.letter, body)


def open_heard(body: Any, foreigner: str, world: World) -> Heard:
    """What came over a partner's exchange, as a letter of ours; raises `BadLetter`.

    What is signed but of no use becomes a letter too: its sender is told.
    """
    try:
        opened = open_letter(body, foreigner, _keys(world), PARTNERS, world.clock.now())
    except NotUsable as error:
        if error.envelope is None or error.envelope.message == "problem":
            raise BadLetter(error.code, error.detail) from None
        return _heard(foreigner, error.envelope, "", error.code, error.detail)
    data = json.dumps(wire.dump(opened.letter), ensure_ascii=False)
    return _heard(foreigner, opened.envelope, data)


def foreigners() -> tuple[Foreigner, ...]:
    """Every partner's exchanges and queues, seen from our side."""
    return tuple(_seen_from_here(partner) for partner in PARTNERS)


def _seen_from_here(partner: Partner) -> Foreigner:
    place = Place(partner.name)
    return Foreigner(
        name=partner.name,
        said=place.said,
        hears=f"partners.from.{partner.name}",
        told=place.told,
        inbox=place.inbox,
        tells=_keys_of(LINGBU, partner),
        says=_keys_of(partner.name, partner),
        account=place.account,
    )


def _keys_of(sender: str, partner: Partner) -> tuple[str, ...]:
    return tuple(sorted(kind.routing_key() for kind in said_by(sender, partner)))


def patience_with(partner: Partner) -> Patience:
    """The waits of the list of partners as times."""
    return Patience(
        answer_within=timedelta(seconds=partner.patience_seconds),
        retries=tuple(timedelta(seconds=wait) for wait in partner.retry_seconds),
        horizon=timedelta(hours=partner.horizon_hours),
        failures=partner.breaker_failures,
        probe=timedelta(seconds=partner.probe_seconds),
        probe_longest=timedelta(seconds=partner.probe_longest_seconds),
    )


def _heard(
    partner: str, envelope: Envelope, data: str, problem: str = "", detail: str = ""
) -> Heard:
    event = LetterHeard(
        partner=partner,
        message=envelope.message,
        edition=envelope.version,
        request=envelope.request,
        problem=problem,
        detail=detail,
        data=data,
    )
    # A partner numbers its letters: two partners may choose the same number.
    number = uuid5(NAMESPACE_URL, f"{partner}/{envelope.letter}")
    return Heard(event=event, message_id=number, said_at=envelope.sent_at, correlation_id=number)


def must_have_keys(world: World) -> None:
    """Ends the process where Lingbu's own keys are missing or cannot be used."""
    try:
        _keys(world).signing()
    except BadKeys as error:
        raise BadSetting(SETTING, str(error)) from None


def knows(partner: str, world: World) -> bool:
    """Whether the partner has handed in a key for which letters to it can be sealed."""
    try:
        _keys(world).sealing(partner)
    except BadKeys:
        return False
    return True


def _keys(world: World) -> KeyBook:
    settings = world.settings
    return _book(need(settings, "PARTNER_KEYS", "与外部系统往来的密钥"))


@lru_cache(maxsize=8)
def _book(text: str) -> KeyBook:
    return KeyBook.from_text(text, LINGBU)
