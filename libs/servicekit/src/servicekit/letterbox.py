"""Letters at a desk: applied once and in order, delayed, or parked; never dropped."""

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from contracts import wire
from contracts.caller import SYSTEM_CALLER
from contracts.message import Meta
from kernel.errors import Refusal
from servicekit.foreign import as_bytes
from servicekit.letters import APPLIED, HELD, BadLetter, Inbox, Letter
from servicekit.measured import LETTERS, measured
from servicekit.parking import Parking
from servicekit.tracing import Kind, span
from servicekit.uow import UnitOfWork

if TYPE_CHECKING:
    from servicekit.desk import Desk

log = logging.getLogger(__name__)

UNKNOWN = "unknown"
PARKED, DELAYED, FAILED = "parked", "delayed", "failed"
DELAYS = tuple(timedelta(seconds=s) for s in (1, 5, 30, 120, 600, 3600))


COLUMNS = {"source": 40, "event": 80, "aggregate_id": 80}  # characters its columns hold


class Busy(Refusal):
    """The row is contested or the database is away; nothing was written."""

    code, status = "busy", 503


class Letterbox:
    """What one desk does with what the bus brings."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk

    def take_in(self, body: Any, crashed: bool = False) -> str:
        """A letter from the bus: applied, or written down to be tried again or looked at.

        Raises only when the database is away; then the bus keeps the letter. `crashed` marks
        one that has taken the process down again and again.
        """
        if crashed:
            self._keep(body, meta_of(body), "crashed", "delivery limit")
            return PARKED
        outcome, behind = self._try_one(body)
        while behind is not None:
            _, behind = self._try_one(behind)
        return outcome

    def hear(self, body: Any, foreigner: str, crashed: bool = False) -> str:
        """A letter over the exchange of an outside system, in its own form."""
        hearing = self._desk.hearing
        if hearing is None:
            raise LookupError(f"{self._desk.name} hears nobody outside")
        try:
            heard = hearing.opener(body, foreigner, self._desk.world)
        except BadLetter as bad:
            self.park_raw(as_bytes(body), bad.reason, f"{foreigner} {bad.detail}".strip())
            return PARKED
        return self.take_in(heard.as_letter(self._desk.world.sealer), crashed)

    def receive(self, body: Any) -> str:
        """Applies a letter once; returns applied, duplicate, held or parked.

        A refusal parks the letter with its code. Any other exception leaves.
        """
        outcome, behind = self._receive_one(body)
        while behind is not None:
            _, behind = self._receive_one(behind)
        return outcome

    def _try_one(self, body: Any) -> tuple[str, Any]:
        try:
            return self._receive_one(body)
        except Exception as error:
            return self._postpone(body, error), None

    def _receive_one(self, body: Any) -> tuple[str, Any]:
        """The outcome, and the first letter that waits behind this one."""
        service, (event, before) = self._desk.name, self._known(body)
        facts = {"lingbu.service": service}
        with span(f"{service} reads {event}", Kind.CONSUMER, before, **facts):
            with measured(LETTERS, service, event) as said:
                said.outcome, behind = self._open_one(body)
                return said.outcome, behind

    def _open_one(self, body: Any) -> tuple[str, Any]:
        try:
            letter = self._desk.readers.open(body, self._desk.world.sealer)
        except BadLetter as bad:
            self._keep(body, meta_of(body), bad.reason, bad.detail)
            return PARKED, None
        try:
            done: tuple[str, Any] = self._desk.retrying(lambda: self._apply(letter, body))
            return done
        except Busy:
            raise
        except Refusal as refusal:
            self._keep(body, letter.meta, refusal.code, type(refusal).__name__)
            return PARKED, None

    def _known(self, body: Any) -> tuple[str, str]:
        """Name of a letter that this desk reads, and the step that said it."""
        try:
            event, before = body["meta"]["event"], body["meta"].get("traceparent", "")
            known = event in self._desk.readers.names and isinstance(before, str)
            return (event, before[:100]) if known else (UNKNOWN, "")
        except (KeyError, TypeError, AttributeError):
            return UNKNOWN, ""

    def _apply(self, letter: Letter, body: Any) -> tuple[str, Any]:
        with self._desk.uow(SYSTEM_CALLER, letter.meta) as uow:
            done = self.apply(letter, body, uow)
            uow.commit()
            return done

    def apply(self, letter: Letter, body: Any, uow: UnitOfWork) -> tuple[str, Any]:
        """Signs for a letter and does what it asks for, unless it came before or too early; with
        the first letter that waits behind it."""
        inbox = Inbox(uow.core, self._desk.store.kit)
        outcome, behind = inbox.sign(letter.meta, letter.need, body), None
        if outcome == APPLIED:
            letter.handler(letter.event, uow)
        if outcome != HELD and letter.meta.sequence:
            behind = inbox.next_held(letter.meta)
        return outcome, behind

    def _postpone(self, body: Any, error: Exception) -> str:
        """After a failure: try again after the next delay, or park when they are used up."""
        meta = meta_of(body)
        with self._desk.uow() as uow:  # with the database away, the bus keeps the letter
            before = Parking(uow.session, self._desk.store.kit).attempts_of(meta)
        log.warning("letter failed", exc_info=error, extra={"service": self._desk.name})
        delays = DELAYS[before : before + 1] if meta else ()
        return self._keep(body, meta, FAILED, type(error).__name__, before + 1, *delays)

    def _keep(
        self,
        body: Any,
        meta: Meta | None,
        reason: str,
        detail: str,
        attempts: int = 1,
        delay: timedelta | None = None,
    ) -> str:
        """Writes a letter down: for people to look at, or with a delay to be tried again."""
        if meta is None or not storable(body):  # nobody knows what is in it: kept sealed
            self.park_raw(json.dumps(body).encode(), reason, detail)
            return PARKED
        log.warning("letter kept: %s", reason, extra={"service": self._desk.name})
        with self._desk.uow() as uow:
            again_at = uow.now + delay if delay else None
            parking = Parking(uow.session, self._desk.store.kit)
            parking.park(body, meta, reason, detail, attempts, again_at)
            if meta:
                Inbox(uow.core, self._desk.store.kit).forget_held(meta.message_id)
            uow.commit()
        return DELAYED if delay else PARKED

    def park_raw(self, raw: bytes, reason: str, detail: str) -> None:
        """Keeps bytes that are no letter, or one that no JSON column holds; sealed."""
        log.warning("raw letter kept", extra={"service": self._desk.name, "size": len(raw)})
        with self._desk.uow() as uow:
            parking = Parking(uow.session, self._desk.store.kit)
            parking.park_raw(raw, reason, detail, self._desk.world.sealer)
            uow.commit()


def storable(body: Any) -> bool:
    """Whether PostgreSQL's jsonb holds it: no NUL, no lone surrogate, no NaN, no endless name."""
    try:
        text = json.dumps(body, ensure_ascii=False, allow_nan=False)
        text.encode()
    except (ValueError, RecursionError):
        return False
    return "\\u0000" not in text and not _overlong(body)


def _overlong(body: Any) -> bool:
    meta = body.get("meta") if isinstance(body, dict) else None
    if not isinstance(meta, dict):
        return False
    return any(len(str(meta.get(name, ""))) > most for name, most in COLUMNS.items())


def meta_of(body: Any) -> Meta | None:
    """The envelope of a body, None where there is none that can be read."""
    try:
        return wire.load(Meta, body["meta"])
    except Exception:
        return None
