"""A month's file of deduction results, from the upload to the last line: `bench/month_end.py`.

Makes N active persons with two months behind them and a seeded file of one line each, some failed,
some for the second time, some late; brings the file as a district does and measures lines a second
and resident memory from the first part to the end, and the time of one hand-written statement
that only makes the same sums. Wants a PostgreSQL in LINGBU_TEST_POSTGRES; writes the raw figures
to bench/results/month_end_<N>.json.
"""

import argparse
import hashlib
import json
import os
import random
import subprocess  # nosec B404 - asks git which commit was measured
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from contracts.outside import DeductionFileAnnounced
from contracts.payments import CompleteDeductionFile, GetDeductionFile, TakeFilePart
from kernel.clock import FixedClock
from kernel.month import Month
from outside.files import Header, Row, write
from payments.service import PaymentsService
from servicekit.testing.house import House

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "services" / "payments" / "tests"))
from payments_cases import DISTRICT_OFFICER, Case, at  # noqa: E402

RESULTS = Path(__file__).parent / "results"
BEFORE, LAST, MONTH = "2021-03", "2021-04", "2021-05"
PART = 1024 * 1024

FAILED = "t.month = :last AND p.failed"
# table -> what is another in the likeness of the one person; `t` is the one's row, `p` the person
LIKENESS = {
    "applicants": {"person_key": "md5('k' || p.id)", "number": "'B-' || p.n"},
    "entitlements": {"person_key": "md5('k' || p.id)", "number": "'B-' || p.n"},
    "months": {
        "state": f"CASE WHEN {FAILED} THEN 'failed' ELSE t.state END",
        "code": f"CASE WHEN {FAILED} THEN '01' ELSE t.code END",
        "streak": f"({FAILED})::int",
        "failure_told": FAILED,
    },
    "results": {"code": f"CASE WHEN {FAILED} THEN '01' ELSE t.code END"},
    "subsidies": {},
    "audit_heads": {},
    "streams": {},
}
KEYS = {"audit_heads": "chain", "streams": "aggregate_id"}
SUMS = """
SELECT e.agency, l.month, count(*), sum(m.pension_personal + m.unemployment_personal
  + m.medical_personal), sum(m.pension_subsidy + m.unemployment_subsidy + m.medical_subsidy)
FROM deduction_lines AS l
JOIN entitlements AS e USING (application_id)
JOIN months AS m ON m.application_id = l.application_id AND m.month = l.month
WHERE l.file_id = :file AND l.code = '00' AND l.month BETWEEN e.start_month AND e.end_month
GROUP BY e.agency, l.month ORDER BY 1, 2
"""


def main() -> None:
    """One run."""
    words = argparse.ArgumentParser()
    words.add_argument("--lines", type=int, default=100_000)
    words.add_argument("--seed", type=int, default=20190401)
    given = words.parse_args()
    house = House(FixedClock(at("2021-03-05")), PaymentsService)
    try:
        print(json.dumps(measure(house, given.lines, given.seed), ensure_ascii=False, indent=1))
    finally:
        house.close()


def measure(house: House, count: int, seed: int) -> dict:
    """Makes the month, brings its file, and keeps what was measured."""
    chance = random.Random(seed)  # nosec B311 - a seeded load
    begun = time.perf_counter()
    personal = settle_people(house, count, seed)
    print(f"{count} persons in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "month.csv"
        header, kinds = write_file(path, rows(house, chance, personal))
        found = bring(house, path, header)
    result = found | {
        "commit": commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "lines": header.lines,
        "seed": seed,
        "kinds": kinds,
    }
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / f"month_end_{count}.json"
    kept.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")
    return result | {"batches": len(result["batches"])}


def settle_people(house: House, count: int, seed: int) -> Decimal:
    """One person by the handlers, the others as their likeness; what each pays in a month."""
    one = Case(house, start=BEFORE)
    one.active()
    cost = house["payments"].desk.world.policy.contribution
    for month in (BEFORE, LAST):
        taken = str(cost(Month.parse(month)).personal)
        house.tell(replace(one.result(month, "00"), deducted=taken))
    house.clock.set(at("2021-05-28"))
    house["payments"].desk.fire_due()
    with house["payments"].engine.begin() as connection:
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(
            text(
                "CREATE TEMP TABLE people ON COMMIT DROP AS SELECT n, md5(:seed || '/' || n)::uuid"
                " AS id, n % 200 = 0 AS failed FROM generate_series(1, :count) AS n ORDER BY 2"
            ),
            {"seed": str(seed), "count": count},
        )
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in LIKENESS:
            connection.execute(likeness(name), {"one": str(one.id), "last": LAST})
    with house["payments"].engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return cost(Month.parse(MONTH)).personal


def likeness(name: str):
    """Everybody's rows of a table, in the order of their numbers."""
    table, key = PaymentsService.store.metadata.tables[name], KEYS.get(name, "application_id")
    columns = {column.name: f"t.{column.name}" for column in table.columns}
    columns[key] = "p.id::text" if name in KEYS else "p.id"
    columns |= LIKENESS[name]
    where = f"t.{key}::text = :one"
    if name == "subsidies":
        where += f" AND NOT ({FAILED})"
    return text(
        f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(columns.values())}"  # nosec B608 - names of tables of ours
        f" FROM people AS p CROSS JOIN {name} AS t WHERE {where} AND (:last <> '')"
    )


def rows(house: House, chance: random.Random, personal: Decimal) -> Iterator[tuple[str, Row]]:
    """A line for each person by number: of 1,000 some 24 fail, 5 meet a bank that is down, 5 have
    failed before; of those two of five fail again, three pay both months."""
    with house["payments"].engine.connect() as connection:
        query = "SELECT e.application_id, m.state FROM entitlements AS e JOIN months AS m"
        query += " USING (application_id) WHERE m.month = :last ORDER BY 1"
        streamed = connection.execution_options(stream_results=True, max_row_buffer=5000)
        for case, state in streamed.execute(text(query), {"last": LAST}):
            if state == "failed" and chance.random() < 0.4:
                yield "fails again", Row(str(case), MONTH, 1, "01", Decimal("0.00"))
            elif state == "failed":
                yield "late", Row(str(case), LAST, 2, "00", personal)
                yield "after it", Row(str(case), MONTH, 1, "00", personal)
            else:
                kind = chance.choices(("00", "01", "09", "99"), (966, 24, 5, 5))[0]
                yield (
                    kind,
                    Row(str(case), MONTH, 1, kind, personal if kind == "00" else Decimal("0.00")),
                )


def write_file(path: Path, found: Iterator[tuple[str, Row]]) -> tuple[Header, dict[str, int]]:
    """The file on disk; its header needs the sums, so the rows are written first."""
    lines, total, kinds = 0, Decimal("0.00"), {}
    body = path.with_suffix(".rows")
    with body.open("w") as file:
        for kind, row in found:
            file.write(f"{row}\n")
            kinds[kind] = kinds.get(kind, 0) + 1
            lines, total = lines + 1, total + row.deducted
    header = Header("110101", MONTH, 1, lines, total)
    with path.open("w") as file, body.open() as rest:
        first, last = write(header, ())
        file.write(first)
        file.writelines(rest)
        file.write(last)
    return header, kinds


def bring(house: House, path: Path, header: Header) -> dict:
    """Uploads, posts, counts; seconds and megabytes of each step."""
    desk, size = house["payments"].desk, path.stat().st_size
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    said = {"agency": header.agency, "month": MONTH, "sequence": 1, "lines": header.lines}
    house.tell(DeductionFileAnnounced(**said, total=str(header.total), digest=digest))
    with house["payments"].engine.connect() as connection:
        file_id = connection.scalar(text("SELECT file_id FROM deduction_files"))
    load, begun, before = os.getloadavg(), time.perf_counter(), resident()
    own, database = time.process_time(), backends(house)
    upload(house, file_id, path, digest)
    uploaded = time.perf_counter()
    batches, peak = [], before
    while True:
        began = time.perf_counter()
        worked = desk.fire_due(limit=1)
        memory = resident()
        peak = max(peak, memory)
        known = house.ask(GetDeductionFile(file_id=file_id), DISTRICT_OFFICER)
        batches.append([known.handled, round(time.perf_counter() - began, 3), memory])
        if known.state in ("done", "refused") or not worked:
            break
    ended = time.perf_counter()
    own, database = time.process_time() - own, backends(house) - database
    if known.state != "done":
        raise SystemExit(f"{known.state}: {known.faults}")
    hand, sums = by_hand(house, file_id)
    return {
        "bytes": size,
        "outcomes": known.outcomes,
        "upload_seconds": round(uploaded - begun, 2),
        "posting_seconds": round(ended - uploaded, 2),
        "lines_per_second": round(header.lines / (ended - begun)),
        "processor_seconds": {"service": round(own, 1), "database": round(database, 1)},
        "memory_mb": {"before": before, "peak": peak, "after": resident()},
        "by_hand_seconds": round(hand, 3),
        "ratio_to_one_statement": round((ended - begun) / hand, 1),
        "sums": sums,
        "load": {"before": load, "after": os.getloadavg()},
        "batches": batches,
    }


def upload(house: House, file_id, path: Path, digest: str) -> None:
    """Part by part, as the gateway hands them on."""
    offset = 0
    with path.open() as file:
        while lines := file.readlines(PART):
            part = "".join(lines)
            house.ask(TakeFilePart(file_id=file_id, offset=offset, text=part), DISTRICT_OFFICER)
            offset += len(part)
    house.ask(CompleteDeductionFile(file_id=file_id, digest=digest), DISTRICT_OFFICER)


def by_hand(house: House, file_id) -> tuple[float, list]:
    """One statement that only sums; and that it finds the money of the ledger."""
    with house["payments"].engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        began = time.perf_counter()
        sums = connection.execute(text(SUMS), {"file": file_id}).all()
        hand = time.perf_counter() - began
        ledger = "SELECT month, count(*), sum(personal), sum(subsidy) FROM subsidies WHERE"
        ledger += " month = :month AND reversed_at IS NULL GROUP BY month"
        kept = connection.execute(text(ledger), {"month": MONTH}).one()
    mine = next(found for found in sums if found.month == MONTH)
    if tuple(mine[2:]) != tuple(kept[1:]):
        raise SystemExit(f"the ledger holds {kept}, by hand it is {mine}")
    return hand, [list(map(str, found)) for found in sums]


def backends(house: House) -> float:
    """Processor seconds of the database's own processes for this service, where it is local."""
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    with house["payments"].engine.connect() as connection:
        pids = connection.scalars(text(query)).all()
    stats = [Path(f"/proc/{pid}/stat") for pid in pids]
    taken = [stat.read_text().rsplit(")", 1)[1].split() for stat in stats if stat.exists()]
    return sum(int(one[11]) + int(one[12]) for one in taken) / os.sysconf("SC_CLK_TCK")


def resident() -> float:
    """Megabytes of this process, without PostgreSQL."""
    [line] = [x for x in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in x]
    return round(int(line.split()[1]) / 1024, 1)


def commit() -> str:
    found = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    )
    return found.stdout.strip()


if __name__ == "__main__":
    main()
