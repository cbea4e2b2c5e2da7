"""How long `lingbu verify-audit` takes over a million rows, what one note and one look cost.

    python bench/verify_audit.py [--rows 1000000] [--jobs 2]      results: bench/results/

A private PostgreSQL, filled by COPY with chains of the length cases have; every head witnessed.
"""

import argparse
import io
import json
import os
import platform
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import psutil
from sqlalchemy.orm import Session

from contracts.caller import STREET, Caller
from servicekit.audit.canonical import HASHED, START, micros, row_hash
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.audit.stores import FileStore
from servicekit.audit.verify.prove import Means, prove
from servicekit.audit.witness import Witness
from servicekit.core import Core
from servicekit.database import make_engine
from servicekit.testing.postgres import database_for
from servicekit.testing.toy import CounterBase, CounterService

RESULTS = Path(__file__).parent / "results" / "verify_audit.json"
KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
LENGTH = 25  # rows of one case
CLERK = Caller(subject="clerk-1101", tier=STREET, key_serial="SW-1101", address="10.1.2.3")
DETAIL = '{"digest":"5f1d","round":1,"version":2}'


def fill(engine, rows: int) -> None:
    """Chains of `LENGTH` rows over ten days."""
    begun = datetime.now(UTC) - timedelta(days=10)
    step = timedelta(days=9.9) / rows
    lines, heads, written = io.StringIO(), io.StringIO(), begun
    for number in range(rows // LENGTH):
        chain, before = str(UUID(int=number * 0x9E3779B97F4A7C15 % 2**128)), START
        for n in range(1, LENGTH + 1):
            written += step
            at = micros(written)
            values = [chain, n, at, at, "clerk-1101", "SW-1101", "counter 10.1.2.3"]
            values += [
                "initial_review_passed",
                f"初审通过，第{n}步",
                "附件1 三.2",
                DETAIL,
                "",
                before,
            ]
            before = row_hash(values)
            row = dict(zip(HASHED, values, strict=True)) | {"hash": before}
            row |= {"at": written.isoformat(), "written": written.isoformat()}
            lines.write("\t".join(map(str, row.values())) + "\n")
        heads.write(f"{chain}\t{LENGTH}\t{before}\n")
    with engine.begin() as connection:
        cursor = connection.connection.cursor()
        cursor.execute("SET LOCAL statement_timeout = 0")
        for table, text, columns in (
            ("audit", lines, (*HASHED, "hash")),
            ("audit_heads", heads, ("chain", "n", "hash")),
        ):
            text.seek(0)
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", text)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def timed(work) -> tuple[float, object]:
    begun = time.perf_counter()
    value = work()
    return round(time.perf_counter() - begun, 3), value


class Memory:
    """The most any Python child held at once, looked at twice a second."""

    def __enter__(self) -> "Memory":
        self.most, self._over = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            for child in psutil.Process().children():
                try:
                    if "python" in child.name():
                        self.most = max(self.most, child.memory_info().rss)
                except psutil.Error:
                    continue


def note_cost(engine, kit, rounds: int = 600) -> dict[str, float]:
    """Milliseconds of one note in a transaction of its own, without the commit."""
    spent = []
    with Session(engine) as session:
        for number in range(rounds):
            audit = Audit(Core(session), kit)
            begun = time.perf_counter()
            audit.add(
                f"note-{number}", "noted", "一步", at=datetime.now(UTC), caller=CLERK, clause="甲"
            )
            spent.append((time.perf_counter() - begun) * 1000)
        session.rollback()
    return {"median_ms": round(statistics.median(spent), 3)}


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--jobs", type=int, default=2)
    asked = words.parse_args()
    url = database_for(CounterBase.metadata)
    engine, signer = make_engine(url, pool_size=2), Signer(KEY)
    fill(engine, asked.rows)
    with tempfile.TemporaryDirectory() as folder:
        store = FileStore(Path(folder))
        witness = Witness("counter", engine, signer, store)
        first, _ = timed(witness.look)
        quiet = [timed(witness.look)[0] for _ in range(5)]
        means = Means(verifier=Verifier(signer.public), store=store, turned=False, jobs=asked.jobs)
        before = os.times()
        with Memory() as memory:
            seconds, proof = timed(lambda: prove("counter", url, means))
        after = os.times()
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            last = "(SELECT max(chain) FROM audit)"
            one = f"chain = {last} AND n = 7"
            connection.exec_driver_sql(
                f"UPDATE audit SET actor = 'x' WHERE {one}"  # nosec B608 - a constant
            )
        edited, found = timed(lambda: prove("counter", url, means))
    result = {
        "rows": proof.rows,
        "chains": proof.chains,
        "days": proof.days,
        "jobs": asked.jobs,
        "seconds": seconds,
        "rows_per_second": round(proof.rows / seconds),
        "findings": len(proof.found),
        "with_one_row_edited": {
            "seconds": edited,
            "named": [finding.plain() for finding in found.found],
        },
        "processor_seconds_of_workers": round(after.children_user - before.children_user, 1),
        "most_memory_of_a_worker_mib": memory.most // 2**20,
        "first_look_seconds": first,
        "quiet_look_seconds": quiet,
        "note": note_cost(engine, CounterService.store.kit),
        "machine": {
            "cpus": os.cpu_count(),
            "load_before": os.getloadavg()[0],
            "python": platform.python_version(),
        },
    }
    RESULTS.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, ensure_ascii=False, indent=1))  # noqa: T201


if __name__ == "__main__":
    main()
