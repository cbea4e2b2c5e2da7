"""What the partners are asked, in the words the stand-ins understand."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts import outside as inside
from contracts import wire
from contracts.message import Event
from contracts.wire import described
from outside.catalogue import MESSAGES, said_by
from outside.envelope import NotUsable, open_letter
from outside.keys import BadKeys, KeyBook, fresh_keys
from outside.partners import PARTNERS, Partner
from outside.places import Place
from servicekit.config import BadSetting, need
from servicekit.foreign import Foreigner, Heard
from servicekit.letters import BadLetter
from servicekit.uow import World

__all__ = [
    "KEYS",
    "QuestionHeard",
    "as_event",
    "forged_keys_of",
    "keys_of",
    "must_have_keys",
    "open_question",
    "partners_in_person",
]

KEYS = "STAND_IN_KEYS"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionHeard(Event):
    """Lingbu has said something to one of the partners."""

    source, aggregate, ordered = "outside", "request", False

    partner: str
    message: str
    edition: int
    request: str
    correlation: str
    data: str = described("The letter's fields as JSON", sealed=True)


def partners_in_person(partners: Iterable[Partner] = PARTNERS) -> tuple[Foreigner, ...]:
    """The partners' places on the broker, seen from their side."""
    return tuple(_seen_from_there(partner) for partner in partners)


def _seen_from_there(partner: Partner) -> Foreigner:
    place = Place(partner.name)
    return Foreigner(
        name=partner.name,
        said=place.told,
        hears=place.inbox,
        told=place.said,
        tells=tuple(sorted(kind.routing_key() for kind in said_by(partner.name, partner))),
        guest=True,
    )


def keys_of(partner: str, world: World) -> KeyBook:
    """The keys of the partner that is stood in for."""
    settings = world.settings
    return _book(need(settings, "STAND_IN_KEYS", "模拟器所代表的外部系统的密钥"), partner)


def forged_keys_of(partner: str, world: World) -> KeyBook:
    """A key of the same name that is not the partner's."""
    known = _books(need(world.settings, "STAND_IN_KEYS", "模拟器的密钥"), partner)
    own = fresh_keys(partner)
    for forged, true in zip(own, known["own"], strict=False):
        forged["kid"] = true["kid"]
    return KeyBook.from_text(json.dumps({**known, "own": own}), partner)


def must_have_keys(world: World, partners: Iterable[Partner] = PARTNERS) -> None:
    """Ends the process where the keys of a partner that is stood in for are missing."""
    for partner in partners:
        keys_of(partner.name, world)


@lru_cache(maxsize=64)
def _book(text: str, partner: str) -> KeyBook:
    try:
        return KeyBook.from_text(json.dumps(_books(text, partner)), partner)
    except (BadKeys, KeyError, TypeError, ValueError) as error:
        raise BadSetting(KEYS, f"{partner}: {type(error).__name__}") from None


def _books(text: str, partner: str) -> Any:
    """A partner's own book, handed in alone or among those of others."""
    books = json.loads(text)
    return books if "own" in books else books[partner]


def open_question(body: Any, partner: str, world: World) -> Heard:
    """What came for a partner; raises `BadLetter`."""
    try:
        opened = open_letter(body, partner, keys_of(partner, world), PARTNERS, world.clock.now())
    except NotUsable as error:
        raise BadLetter(error.code, error.detail) from None
    envelope = opened.envelope
    event = QuestionHeard(
        partner=partner,
        message=envelope.message,
        edition=envelope.version,
        request=envelope.request,
        correlation=envelope.correlation,
        data=json.dumps(wire.dump(opened.letter), ensure_ascii=False),
    )
    number = uuid5(NAMESPACE_URL, f"{partner}/{envelope.letter}")
    return Heard(event=event, message_id=number, said_at=envelope.sent_at, correlation_id=number)


def as_event(heard: QuestionHeard) -> Event | None:
    """The question as a service of Lingbu put it; None for what asks nothing."""
    letter: Any = wire.load(MESSAGES[heard.message, heard.edition], json.loads(heard.data))
    kind = QUESTIONS.get(heard.message)
    return kind(letter, heard) if kind else None


def _check(letter: Any, heard: QuestionHeard) -> Event:
    return inside.CheckRequested(
        application_id=UUID(heard.correlation),
        request_id=UUID(heard.request),
        check_code=letter.check_code,
        asked_at=letter.asked_at,
        subject=_json(letter.subject),
    )


def _contributions(letter: Any, heard: QuestionHeard) -> Event:
    return inside.ContributionQueried(
        application_id=UUID(heard.correlation),
        request_id=UUID(heard.request),
        from_month=letter.from_month,
        subject=_json(letter.subject),
    )


def _refund(letter: Any, heard: QuestionHeard) -> Event:
    return inside.RefundAsked(
        application_id=UUID(heard.correlation),
        request_id=UUID(heard.request),
        month=letter.month,
        subject=_json(letter.subject),
    )


def _list(letter: Any, heard: QuestionHeard) -> Event:
    return inside.EnrolListSent(
        list_id=UUID(heard.request),
        agency=letter.agency,
        month=letter.month,
        kind="additions" if heard.message == "enroll.batch" else "removals",
        sequence=letter.sequence,
        rows=tuple(
            inside.EnrolRow(
                row=row.row,
                application_id=row.reference,
                month=row.month,
                personal=row.personal,
                subsidy=row.subsidy,
                code=row.stop_code,
            )
            for row in letter.rows
        ),
        digest=letter.digest,
        people=json.dumps([asdict(person) for person in letter.people], ensure_ascii=False),
    )


def _account(letter: Any, heard: QuestionHeard) -> Event:
    return inside.AccountUpdateSent(
        application_id=letter.reference,
        from_month=letter.from_month,
        subject=_json(letter.subject),
    )


def _difference(letter: Any, heard: QuestionHeard) -> Event:
    return inside.DifferenceAsked(
        application_id=letter.reference,
        month=letter.month,
        personal=letter.personal,
        subsidy=letter.subsidy,
        total=letter.total,
    )


def _json(person: Any) -> str:
    return json.dumps(wire.dump(person), ensure_ascii=False)


QUESTIONS = {
    "check.request": _check,
    "contrib.query": _contributions,
    "refund.request": _refund,
    "enroll.batch": _list,
    "leave.batch": _list,
    "account.update": _account,
    "difference.request": _difference,
}
