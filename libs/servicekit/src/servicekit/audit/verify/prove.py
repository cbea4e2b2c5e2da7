"""Proving one database: ranges over a pool of processes, then the days."""

import hashlib
import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from psycopg2.extras import RealDictCursor

from servicekit.audit.canonical import START
from servicekit.audit.days import day_digest, signed_part
from servicekit.audit.signing import Verifier
from servicekit.audit.stores import WitnessStore
from servicekit.audit.verify.finding import DAY, DAY_ROLLED_BACK, Finding
from servicekit.audit.verify.journal import Journal
from servicekit.audit.verify.notebook import Seen
from servicekit.audit.verify.purged import check_purged
from servicekit.audit.verify.silence import check_silence
from servicekit.audit.verify.walk import Walked
from servicekit.audit.verify.worker import Task, begin, check, end, open_reader

RANGE = 10_000  # rows of one range, about
EPOCH = date(1970, 1, 1)
_FIRSTS = """
SELECT min(chain) FROM (
  SELECT chain, (sum(n) OVER (ORDER BY chain)) / %s AS part FROM audit_heads
) AS placed GROUP BY part ORDER BY 1
"""


@dataclass(slots=True)
class Proof:
    """What was walked and what was found in one database."""

    service: str
    rows: int = 0
    chains: int = 0
    days: int = 0
    unkept: int = 0
    waits: int = 0  # since when rows wait for a witness, microseconds; 0 if none does
    newest: Seen = field(default_factory=Seen)  # of the witness
    found: list[Finding] = field(default_factory=list)
    past: list[Finding] = field(default_factory=list)  # what once was and is mended


@dataclass(slots=True)
class Day:
    """What the rows themselves give to one day."""

    rows: int = 0
    chains: int = 0
    fresh: int = 0
    root: Any = field(default_factory=hashlib.sha256)


@dataclass(frozen=True, kw_only=True)
class Means:
    """With what is proved."""

    verifier: Verifier
    store: WitnessStore | None
    turned: bool
    jobs: int
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    seen: Mapping[str, Seen] = field(default_factory=dict)


def prove(
    service: str, url: str, means: Means, tell: Callable[[float], None] = lambda part: None
) -> Proof:
    """Walks every row of a service's record; `tell` hears how far it is, from 0 to 1."""
    proof = Proof(service)
    with TemporaryDirectory(prefix="lingbu-verify-") as folder:
        journal = None
        if means.store is not None:
            path = Path(folder) / "journal"
            seen = means.seen.get(service, Seen())
            journal, proof.found = Journal.write(path, service, means.store, means.verifier, seen)
            proof.newest = journal.newest
        reader = open_reader(url)
        try:
            with reader.cursor() as cursor:
                cursor.execute("SELECT pg_export_snapshot()")
                [[snapshot]] = cursor.fetchall()
                cursor.execute(_FIRSTS, (RANGE,))
                spans = _spans([row[0] for row in cursor])
            task = Task(
                url=url,
                snapshot=snapshot,
                journal=journal.path if journal else None,
                until=journal.until if journal else None,
                turned=means.turned,
            )
            days = _gather(proof, _walk(task, spans, means.jobs), len(spans), tell)
            with reader.cursor(cursor_factory=RealDictCursor) as cursor:
                cursor.execute("SELECT * FROM audit_days ORDER BY day")
                records = cursor.fetchall()
            proof.found += check_purged(service, reader, means.verifier)
        finally:
            reader.close()
        kept = journal.days() if journal else {}
        proof.found += check_days(service, records, days, kept, means.verifier)
        proof.days = len(records)
        if journal:
            proof.found += check_silence(proof, journal.until, means.now())
            journal.close()
    return proof


def _spans(firsts: list[str]) -> list[tuple[str, str | None]]:
    """Ranges that cover every chain there could be, known to the heads or not."""
    starts = ["", *firsts[1:]]
    return list(zip(starts, [*starts[1:], None], strict=True))


def _walk(task: Task, spans: list[tuple[str, str | None]], jobs: int) -> Iterator[Walked]:
    if jobs == 1:
        begin(task)
        try:
            yield from map(check, spans)
        finally:
            end()
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, begin, (task,)) as pool:
        yield from pool.map(check, spans)


def _gather(
    proof: Proof, results: Iterator[Walked], count: int, tell: Callable[[float], None]
) -> dict[date, Day]:
    days: dict[date, Day] = {}
    for place, walked in enumerate(results, 1):
        proof.rows += walked.rows
        proof.chains += walked.chains
        proof.unkept += walked.unkept
        proof.waits = min(proof.waits or walked.waits, walked.waits or proof.waits)
        proof.found += walked.found
        proof.past += walked.past
        for number, part in walked.days.items():
            day = days.setdefault(EPOCH + timedelta(days=number), Day())
            day.rows += part.rows
            day.chains += part.chains
            day.fresh += part.fresh
            day.root.update(part.lines)  # ranges come in the order of their chains
        tell(place / count)
    return days


def check_days(
    service: str,
    records: list[Any],
    days: dict[date, Day],
    kept: dict[str, str],
    verifier: Verifier,
) -> list[Finding]:
    """Every day's record against the rows, the day before, its signature and the witness."""
    found: list[Finding] = []
    before, expected = START, None
    all_rows = all_chains = 0
    for record in records:
        day = record["day"]
        wrong = _wrong(service, record, days.pop(day, Day()), (before, all_rows, all_chains))
        if not verifier.holds(signed_part(service, record), record["key"], record["signature"]):
            wrong = "签名不成立"
        if expected and day != expected:
            found.append(_day(DAY_ROLLED_BACK, expected, "日根记录缺失"))
        if wrong:
            found.append(_day(DAY, day, wrong))
        elif kept and kept.pop(str(day), "") not in ("", day_digest(service, record)):
            found.append(_day(DAY, day, "与当时另存的日根不同"))
        kept.pop(str(day), None)
        before, expected = day_digest(service, record), day + timedelta(days=1)
        all_rows, all_chains = record["all_rows"], record["all_chains"]
    for text in sorted(kept):
        said = "见证中有这一天的日根，库中没有：库被回退"
        found.append(Finding(kind=DAY_ROLLED_BACK, day=text, message=said))
    closed = records[-1]["day"] if records else date.min
    found += [_day(DAY, d, "这一天有行，没有日根") for d in sorted(days) if d <= closed]
    return found


def _wrong(service: str, record: Any, day: Day, before: tuple[str, int, int]) -> str:
    prev, all_rows, all_chains = before
    if record["prev"] != prev:
        return "与前一天不相接"
    if (record["rows"], record["chains"]) != (day.rows, day.chains):
        return f"签过 {record['rows']} 行 {record['chains']} 链，现有 {day.rows} 行 {day.chains} 链"
    if record["root"] != day.root.hexdigest():
        return "现有各链与签过的日根不符"
    if (record["all_rows"], record["all_chains"]) != (all_rows + day.rows, all_chains + day.fresh):
        return "累计数不符"
    return ""


def _day(kind: str, day: date, message: str) -> Finding:
    return Finding(kind=kind, day=day.isoformat(), message=message)
