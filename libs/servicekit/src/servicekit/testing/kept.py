"""A record as it comes to be, with its witness, and somebody with every right on its database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.caller import STREET, Caller
from servicekit.audit.canonical import HASHED, START, micros, row_hash
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.audit.stores import FileStore
from servicekit.audit.verify.notebook import Seen
from servicekit.audit.verify.prove import Means, Proof, prove
from servicekit.audit.witness import Witness
from servicekit.core import Core
from servicekit.database import make_engine
from servicekit.testing.toy import CounterService

CLERK = Caller(subject="li", tier=STREET, key_serial="SW-li", address="10.1.2.3")
SIGNER = Signer("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
METADATA, KIT = CounterService.store.metadata, CounterService.store.kit
FIRST = datetime(2026, 11, 18, 2, tzinfo=UTC)  # ten in the morning in Beijing
MINUTE = timedelta(minutes=1)


class Kept:
    """A record of three days: chains a, b and c, four rows a day each, witnessed every minute."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.now = url, FIRST
        self.engine = make_engine(url, pool_size=2)
        self.folder, self.store = folder, FileStore(folder)
        self.witness = self.a_witness()

    def a_witness(self) -> Witness:
        return Witness("counter", self.engine, SIGNER, self.store, lambda: self.now)

    def live(self, days: int = 3) -> None:
        for _ in range(days):
            for number in range(4):
                for chain in "abc":
                    self.add(chain, f"step {number}")
                self.pass_(MINUTE)
            self.pass_(timedelta(days=1) - 4 * MINUTE)

    def pass_(self, span: timedelta) -> None:
        self.now += span
        self.witness.look()

    def add(self, chain: str, title: str = "step", at: datetime | None = None) -> None:
        with Session(self.engine) as session:
            audit = Audit(Core(session), KIT)
            audit.add(chain, "stepped", title, at=at or self.now, caller=CLERK, clause="甲")
            session.commit()

    @contextmanager
    def with_every_right(self) -> Iterator[Callable[[str], Any]]:
        """The database's own administrator: no trigger, no constraint in the way."""
        with self.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text("ALTER TABLE audit DROP CONSTRAINT IF EXISTS audit_pkey"))
            yield lambda statement: connection.execute(text(statement))

    def recompute(self, run: Callable[[str], Any], chain: str) -> None:
        """All hashes of a chain made anew, and its head: nothing inside the database betrays it."""
        before = START
        mine = f"SELECT * FROM audit WHERE chain = '{chain}' ORDER BY n"  # nosec B608 - a test's own
        rows = run(mine).mappings().all()
        for n, row in enumerate(rows, 1):
            values = dict(row) | {"n": n, "prev": before}
            values |= {name: micros(row[name]) for name in ("at", "written")}
            fresh = row_hash([values[name] for name in HASHED])
            run(
                f"UPDATE audit SET n = {n}, prev = '{before}',"  # nosec B608 - a test's own
                f" hash = '{fresh}' WHERE chain = '{chain}' AND hash = '{row['hash']}'"
            )
            before = fresh
        head = f"n = {len(rows)}, hash = '{before}'"
        mine = f"UPDATE audit_heads SET {head} WHERE chain = '{chain}'"  # nosec B608 - a test's own
        run(mine)

    def proved(self, *, witnessed: bool = True, jobs: int = 1, seen: Seen | None = None) -> Proof:
        store = self.store if witnessed else None
        means = Means(
            verifier=Verifier(SIGNER.public),
            store=store,
            turned=False,
            jobs=jobs,
            now=lambda: self.now,
            seen={"counter": seen} if seen else {},
        )
        return prove("counter", self.url, means)

    def named(self, **how: Any) -> list[tuple[str, str, int | None, int | None]]:
        """What was found, without sentences."""
        found = self.proved(**how).found
        return [(f.kind, f.day or f.chain, f.n, f.last or f.n) for f in found]
