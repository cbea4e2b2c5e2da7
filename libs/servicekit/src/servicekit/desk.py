"""A service at work, without a broker in sight: commands in, letters in, deadlines in.

nameko's entrypoints, the embedded house and the tests all end here, so that one transaction
rule holds however a service is reached.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any, Self

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from contracts import wire
from contracts.caller import SYSTEM_CALLER, Caller
from contracts.message import Command, Event, Meta
from contracts.rights import EVERYWHERE, Right, Rights
from kernel.errors import NotFound, Refusal
from servicekit.commands import Idempotency
from servicekit.errands import RETRYABLE, TRIES
from servicekit.foreign import Hearing
from servicekit.letterbox import Busy, Letterbox
from servicekit.letters import Reader, Readers
from servicekit.measured import COMMANDS, measured
from servicekit.rounds import Rounds
from servicekit.signing.decisions import SignatureWanted, ToBeSigned, challenge, tell_cloned
from servicekit.signing.refusals import KeyCloned
from servicekit.store import Store
from servicekit.tracing import Kind, span
from servicekit.uow import UnitOfWork, World

log = logging.getLogger(__name__)


class Desk:
    """One service's handlers over its database and its world."""

    def __init__(
        self,
        name: str,
        store: Store,
        sessions: "sessionmaker[Session]",
        world: World,
        *,
        commands: Mapping[type[Command], Reader],
        rights: Rights,
        readers: Mapping[type[Event], Reader],
        deadlines: Mapping[str, Callable[[Any, Any], Any]],
        recounts: Mapping[str, Callable[[Any, Any], str]] | None = None,
        hearing: Hearing | None = None,
    ) -> None:
        self.name, self.store, self.sessions, self.world = name, store, sessions, world
        self.commands, self.deadlines = dict(commands), dict(deadlines)
        self.rights, self.recounts = rights, dict(recounts or {})
        self.hearing = hearing
        self.readers = Readers({**readers, **(hearing.readers if hearing else {})})
        self.letterbox = Letterbox(self)
        self.rounds = Rounds(self)

    @classmethod
    def of(cls, service: Any, sessions: "sessionmaker[Session]", world: World) -> Self:
        """The desk of a service: a class with the three tables of the front door."""
        return cls(
            service.name,
            service.store,
            sessions,
            world,
            commands=service.obey.table,
            rights=service.obey.rights,
            readers=service.read.table,
            deadlines=service.ring.table,
            recounts=service.ring.recounts,
            hearing=getattr(getattr(service, "hear", None), "hearing", None),
        )

    def uow(self, caller: Caller = SYSTEM_CALLER, incoming: Meta | None = None) -> UnitOfWork:
        """A fresh unit of work."""
        return UnitOfWork(self.sessions, self.store, self.world, caller, incoming)

    # -- commands

    def perform(self, command: Command, caller: Caller, key: str = "") -> Any:
        """Carries a command out and returns its answer; raises `Refusal`."""
        name = command.command_name() if type(command) in self.commands else "unknown"
        facts = {"lingbu.service": self.name}
        with span(f"{self.name} {name}", Kind.SERVER, caller.trace, **facts):
            with measured(COMMANDS, self.name, name) as said:
                try:
                    return self._perform(command, caller, key)
                except Refusal as refusal:
                    said.outcome = "busy" if refusal.status >= 500 else "refused"
                    raise

    def _perform(self, command: Command, caller: Caller, key: str) -> Any:
        handler, right = self.commands.get(type(command)), self.rights.get(type(command))
        if handler is None or right is None:
            raise NotFound("没有这项业务。", code="unknown-command")
        right.admit(caller, command)
        try:
            return self.retrying(
                lambda: self._perform_once(handler, right, command, caller, key),
                repeatable=bool(key) or command.reads_only,
            )
        except ToBeSigned as wanted:
            to_sign = wanted
        except KeyCloned:
            self.retrying(lambda: self._tell_cloned(caller))
            raise
        raise self.retrying(lambda: self._challenge(to_sign, caller))

    def _challenge(self, wanted: ToBeSigned, caller: Caller) -> SignatureWanted:
        with self.uow(caller) as uow:
            refusal = challenge(wanted, uow)
            uow.commit()
            return refusal

    def _tell_cloned(self, caller: Caller) -> None:
        with self.uow(caller) as uow:
            tell_cloned(uow)
            uow.commit()

    def _perform_once(
        self, handler: Reader, right: Right, command: Command, caller: Caller, key: str
    ) -> Any:
        with self.uow(caller) as uow:
            if right.where == EVERYWHERE:
                uow.reach_every_place()
            if command.reads_only:
                uow.see_one_moment()
            remembered = Idempotency(uow.core, self.store.kit)
            keyed = bool(key) and not command.reads_only
            if keyed:
                before = remembered.begin(caller.subject, key, command)
                if before is not None:
                    return wire.load(command.answer, before)
            answer = handler(command, uow)
            if keyed:
                remembered.finish(caller.subject, key, wire.dump(answer))
            uow.commit()
            return answer

    def retrying(self, work: Callable[[], Any], *, repeatable: bool = True) -> Any:
        """Does the work, again where the database asks for it.

        After a lost connection nobody knows whether the commit arrived: only what leaves a mark
        (an idempotency key, an inbox row) or changes nothing is done again.
        """
        for _ in range(TRIES):
            try:
                return work()
            except IntegrityError as error:
                raise self._meaning(error) from None
            except DBAPIError as error:
                lost = error.connection_invalidated
                if not lost and getattr(error.orig, "pgcode", None) not in RETRYABLE:
                    raise
                if lost and not repeatable:
                    break
        raise Busy("业务繁忙或数据库暂时不可用，请稍后用同一幂等键重试。")

    def _meaning(self, error: IntegrityError) -> Exception:
        name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        refusal = self.store.constraints.get(name or "")
        return refusal() if refusal else error

    # -- letters and time

    def take_in(self, body: Any, crashed: bool = False) -> str:
        """A letter from the bus; see `Letterbox.take_in`."""
        return self.letterbox.take_in(body, crashed)

    def hear(self, body: Any, foreigner: str, crashed: bool = False) -> str:
        """A letter of an outside system; see `Letterbox.hear`."""
        return self.letterbox.hear(body, foreigner, crashed)

    def receive(self, body: Any) -> str:
        """Applies a letter once; see `Letterbox.receive`."""
        return self.letterbox.receive(body)

    def park_raw(self, raw: bytes, reason: str) -> None:
        """Keeps bytes that are no letter at all."""
        self.letterbox.park_raw(raw, "undecodable", reason)

    def tick(self) -> None:
        """One round of the scheduler; see `Rounds.tick`."""
        self.rounds.tick()

    def count_again(self) -> int:
        """Counts stale deadlines anew; see `Rounds.count_again`."""
        return self.rounds.count_again()

    def fire_due(self, limit: int = 1000) -> int:
        """Fires due deadlines; see `Rounds.fire_due`."""
        return self.rounds.fire_due(limit)

    def redrive_due(self) -> int:
        """Drives delayed letters again; see `Rounds.redrive_due`."""
        return self.rounds.redrive_due()
