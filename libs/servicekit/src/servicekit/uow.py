"""One transaction: what a handler sees of the world.

The desk opens a unit of work, calls the handler, and commits when the handler has returned; an
exception rolls everything back. A handler loads, decides, saves and emits; it never commits.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from contracts.caller import SYSTEM_CALLER, Caller
from contracts.common import Basis, HistoryItem
from contracts.message import Event, Meta
from kernel.calendar import WorkingCalendar
from kernel.clock import SHANGHAI, Clock
from policy import Clause
from servicekit.audit.record import Audit
from servicekit.core import Core
from servicekit.deadlines import Deadlines
from servicekit.errands import Errands, Go
from servicekit.many import Many
from servicekit.notices import Notices
from servicekit.outbox import Outbox
from servicekit.sealing import Sealer
from servicekit.signing.decisions import Signed, sign
from servicekit.signing.signers import Signers
from servicekit.signing.trust import Trust
from servicekit.store import Store
from servicekit.walls import info_of


@dataclass(frozen=True, kw_only=True)
class World:
    """What a service has been handed: time, rules, keys, its own settings."""

    clock: Clock
    sealer: Sealer
    calendar: WorkingCalendar  # as the release knows it
    policy: Any
    settings: Mapping[str, str] = field(default_factory=dict)
    wake: Callable[[], None] | None = None  # wakes a relay in this process; else NOTIFY does
    trust: Trust = Trust()  # whose keys count in signatures; without it nobody's
    bus: Callable[[], str] = lambda: "none"  # how what it reads from is, see `health.bus_of`
    go: Go | None = None  # runs an errand elsewhere in this process; else it runs at once


class UnitOfWork:
    """Repositories, time, rules, deadlines, history and the outbox of one transaction.

    The store's repositories are attributes under their names, each made with this unit of work.
    """

    def __init__(
        self,
        sessions: "sessionmaker[Session]",
        store: Store,
        world: World,
        caller: Caller = SYSTEM_CALLER,
        incoming: Meta | None = None,
    ) -> None:
        self._sessions, self.store, self.world = sessions, store, world
        self.caller, self.incoming = caller, incoming
        self.clock, self.sealer = world.clock, world.sealer
        self.policy = world.policy
        self._calendar: WorkingCalendar | None = None

    def __enter__(self) -> Self:
        return self._begin(self._sessions(info=info_of(self.caller)))

    def _begin(self, session: Session) -> Self:
        self.session = session
        self.now: datetime = self.clock.now()
        self.core = Core(self.session)
        self.audit = Audit(self.core, self.store.kit)
        self.deadlines = Deadlines(self.core, self.store.kit, self.now)
        self.notices = Notices(self.core, self.store.kit)
        self._outbox = Outbox(self.core, self.store.kit, self.sealer, self.clock)
        self.signers = Signers(self.core, self.store.kit)
        self._signed: Signed | None = None
        self._errands = Errands(self.world.go)
        self._said_many = False
        for name, repository in self.store.repositories.items():
            setattr(self, name, repository(self))
        return self

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"this unit of work has no {name!r}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.session.rollback()
        self.session.close()

    @contextmanager
    def part(self, incoming: Meta | None = None) -> Iterator["UnitOfWork"]:
        """A unit of work of its own inside this transaction, which commits with all its parts.

        It sees nothing that another part has loaded, only what it has written; chains and streams
        that one part has locked are locked for all. After an exception nothing of any part may be
        committed.
        """
        part = UnitOfWork(self._sessions, self.store, self.world, self.caller, incoming)
        part._begin(self.session)
        part.audit, part._outbox, part._errands = self.audit, self._outbox, self._errands
        part._calendar = self._calendar
        yield part
        self._said_many |= part._said_many
        self.session.flush()
        self.session.expunge_all()

    def see_one_moment(self) -> None:
        """Makes every read of this transaction see the same moment; before the first statement.

        An answer put together from several statements would otherwise show a case and its
        history as they never stood together.
        """
        self.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})

    def reach_every_place(self) -> None:
        """Lets this transaction reach the cases of the whole city; before the first statement."""
        self.session.info.update(info_of(SYSTEM_CALLER))

    @property
    def today(self) -> date:
        """The day in Beijing, of the moment at which the transaction began."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def calendar(self) -> WorkingCalendar:
        """The working days by every holiday notice that has reached this service."""
        if self._calendar is None:
            self._calendar = self.notices.over(self.world.calendar)
        return self._calendar

    def step(self, name: str) -> Clause:
        """The clause on which a step of the work rests by the rules of today (`policy` steps)."""
        clause: Clause = self.policy.on(self.today).step(name)
        return clause

    def emit(self, event: Event) -> None:
        """Says what happened; it leaves after the commit and reaches every subscriber."""
        self._outbox.add(event, self.incoming, self.caller.subject)

    def post(self, exchange: str, routing_key: str, message_id: UUID, body: Any) -> None:
        """Says something in the form of an outside system; it leaves like every letter."""
        self._outbox.add_foreign(exchange, routing_key, message_id, body)

    def afterwards(self, call: Callable[[], Any], settle: Callable[[Any, Any], None]) -> None:
        """Asks the outside once this transaction has been committed; see `servicekit.errands`."""
        self._errands.add(call, settle)

    def sign(self, form: Any, sentence: str, **facts: Any) -> Signed:
        """The officer's signature over this order on these facts; call it before any change.

        Without one the order is refused with a challenge, whose reader sees the sentence.
        """
        self._signed = sign(self, form, sentence, facts)
        return self._signed

    def note(
        self,
        subject: object,
        action: str,
        title: str,
        *,
        clause: Clause | str = "",
        detail: Mapping[str, Any] | None = None,
        basis: Sequence[Basis] = (),
        why: str = "",
    ) -> None:
        """Records one step of a case for people and for the audit: no personal data.

        `basis` is what a decision rested on; it stays with the row and is shown in the history.
        Only `why`, an officer's own words, may hold personal data: it is kept sealed beside the
        row.
        """
        if self._signed:
            detail = {**(detail or {}), "signature": self._signed.detail()}
        self.audit.add(
            str(subject),
            action,
            title,
            at=self.now,
            caller=self.caller,
            clause=str(clause),
            detail=detail,
            basis=basis,
            why=why,
        )

    def history(self, subject: object) -> tuple[HistoryItem, ...]:
        """What has been noted of a case, oldest first."""
        return tuple(self.audit.history(str(subject)))

    @cached_property
    def many(self) -> Many:
        """Notes and events of thousands of cases, each in one statement."""
        return Many(self)

    def wake_the_relay(self) -> None:
        """There is something to carry that did not come by `emit`."""
        self._said_many = True

    def commit(self) -> None:
        """Ends the transaction; the relay is woken by the same commit."""
        self.session.flush()
        self._outbox.write()
        said = self._outbox.count or self._said_many
        if said and self.world.wake is None:
            self.session.execute(text("SELECT pg_notify('outbox', '')"))
        self.session.commit()
        if said and self.world.wake is not None:
            self.world.wake()
        self._errands.run(lambda: UnitOfWork(self._sessions, self.store, self.world))
