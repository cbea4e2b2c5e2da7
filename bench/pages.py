"""Server time of the main pages with many cases: `python bench/pages.py [--cases 100000]`.

Makes a case in each of nine states over the API, copies their rows (`bench/pages_fill.py`), each
tenth into one street, and asks every page again and again over one connection, one at a time, as
whoever it is for. Milliseconds from the request to the last byte, and beside them the processor
time of house and PostgreSQL for each request, which a crowded machine changes little. Portal,
gateway and all services are one process (`lingbu up`). Writes bench/results/pages.json.
"""

import argparse
import contextlib
import http.client
import json
import os
import subprocess  # nosec B404 - asks git which commit was measured
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

import policy
from servicekit.testing.browser import find_chromium
from simulators.story.answers import until
from simulators.story.client import Lingbu
from simulators.story.house import HouseProcess

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))
sys.path.insert(0, str(ROOT / "bench"))
from desks import object_to  # noqa: E402
from pages_fill import fill  # noqa: E402
from pages_town import A_DAY, FORTNIGHT, Town  # noqa: E402
from reader import SITE, Reader  # noqa: E402

RESULTS = ROOT / "bench" / "results"
WARM = 5
# state -> how many of a hundred copies are in it
SHARES = {
    "active": 68,
    "chooses": 6,
    "initial": 4,
    "first": 4,
    "second": 3,
    "objected": 1,
    "rejected": 11,
    "returned": 2,
    "draft": 1,
}
Cases = dict[str, str]


def main() -> None:
    """One run; prints the percentiles in milliseconds."""
    words = argparse.ArgumentParser()
    words.add_argument("--cases", type=int, default=100_000)
    words.add_argument("--requests", type=int, default=60)
    words.add_argument("--var", type=Path, help="a folder to keep; filled already if it is there")
    given = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        var = given.var or Path(folder)
        kept = var / "cases.json"
        with HouseProcess(var, env={"LINGBU_WEBAUTHN_ORIGINS": SITE}) as house:
            if not kept.exists():
                kept.write_text(
                    json.dumps(settle(Town(Lingbu(house.address), var), var, given.cases))
                )
            told = json.loads(kept.read_text())
            if not given.requests:
                return
            cookies = sign_in(house, told)
            seen = measure(house, pages(told["cases"]), cookies, given.requests)
    report(seen, told, given)


def settle(town: Town, var: Path, count: int) -> dict:
    """One case in each state, and all the copies."""
    person = town.person()
    cases = states(town)
    cases["draft"] = town.east.submit(person, town.now.date())
    divisions = policy.load().divisions
    streets = [
        (street.code, agency.code)
        for agency in divisions.agencies()
        for street in divisions.streets_of(agency.code)
    ]
    streets.sort(key=lambda one: one[0] != town.east.place.street)
    shares = {cases[state]: count * share // 100 for state, share in SHARES.items()}
    began = time.monotonic()
    rows = fill(var, shares, streets)
    took = time.monotonic() - began
    return {"cases": cases, "number": town.enjoyer.id_number, "rows": rows, "filled": round(took)}


def states(town: Town) -> Cases:
    """The town's own cases and some more, on one day."""
    second = town.reviewed()
    town.east.first_post(second)
    town.lingbu.set_clock(town.now + FORTNIGHT)
    until(lambda: town.east.case(second)["publicity_closed"], 60, "公示期满")
    rejected, objected, returned = town.accepted(), town.reviewed(), town.accepted()
    town.east.reject(rejected, town.east.clerk, "R-EMP")
    town.east.press(town.east.clerk, f"/cases/{returned}/return", {"reason": "请补正住址"})
    first, initial = town.reviewed(), town.accepted()
    town.lingbu.set_clock(town.now + A_DAY)
    until(lambda: town.lingbu.public.get("/publicity")["items"], 60, "公示")
    object_to(town.lingbu, objected)
    [chooses] = town.east.clerk.get("/entitlements", work="start", limit=1)["items"]
    return {
        "active": town.enjoyed,
        "chooses": chooses["application_id"],
        "initial": initial,
        "first": first,
        "second": second,
        "objected": objected,
        "rejected": rejected,
        "returned": returned,
    }


def pages(cases: Cases) -> list[tuple[str, str, str]]:
    """Name, address, who asks."""
    clerk, one, two, desk = (
        "donghuamen-clerk",
        "dongcheng-post1",
        "dongcheng-post2",
        "dongcheng-clerk",
    )
    street, district = "/street/cases/{}", "/district/cases/{}"
    return [
        ("public list", "/notice", ""),
        ("public home", "/", ""),
        ("street today", "/street", clerk),
        ("street today, one kind", "/street?kind=report", clerk),
        ("street search", "/street/cases", clerk),
        ("street case, initial", street.format(cases["initial"]), clerk),
        ("street case, enjoying", street.format(cases["active"]), clerk),
        ("street report form", street.format(cases["active"]) + "/report", clerk),
        ("district first queue", "/district/first", one),
        ("district second queue", "/district/second", two),
        ("district dossier", district.format(cases["first"]), one),
        ("district supervision", "/district/streets", desk),
        ("district benefits", "/district/benefits", desk),
        ("district objections", "/district/objections", desk),
        ("district roster", "/district/roster", desk),
        ("district fund plan", "/district/plan", desk),
        ("applicant's own case", "/my", "applicant"),
        ("applicant's benefit", "/my/benefit", "applicant"),
        ("applicant's report form", "/my/report", "applicant"),
    ]


def sign_in(house: HouseProcess, told: dict) -> dict[str, str]:
    """Who -> the cookies of their session, taken from a browser that signed in."""
    found = {"": ""}
    where = f"--host-resolver-rules=MAP localhost {house.address.removeprefix('http://')}"
    with sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", where]
        )
        for who in {who for _, _, who in pages(told["cases"]) if who}:
            reader = Reader(browser, Lingbu(house.address), 1366, scripts=False)
            if who == "applicant":
                reader.sign_in_by_code(told["number"])
            else:
                reader.sign_in_as(who)
            found[who] = "; ".join(f"{c['name']}={c['value']}" for c in reader.context.cookies())
            reader.close()
        browser.close()
    return found


def measure(house: HouseProcess, asked: list, cookies: dict[str, str], requests: int) -> list[dict]:
    """Each page by itself, after a few that warm it up."""
    found = []
    connection = http.client.HTTPConnection(house.address.removeprefix("http://"))
    for name, path, who in asked:
        times, size, worked = [], 0, 0.0
        for turn in range(WARM + requests):
            if turn == WARM:
                worked = processor(house)
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookies[who]})
            answer = connection.getresponse()
            size = len(answer.read())
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")
            if turn >= WARM:
                times.append((time.perf_counter() - began) * 1000)
        times.sort()
        worked = (processor(house) - worked) * 1000 / requests
        line = {
            "page": name,
            "processor": round(worked, 1),
            "p50": at(times, 50),
            "p95": at(times, 95),
            "max": at(times, 100),
        }
        found.append(line | {"kilobytes": round(size / 1024, 1), "load": os.getloadavg()[0]})
        print(found[-1], file=sys.stderr)
        found[-1]["milliseconds"] = [round(one, 1) for one in times]
    return found


def processor(house: HouseProcess) -> float:
    """Seconds that the house's process and its PostgreSQL have worked: load changes them little."""
    leader = int((house.var / "pg" / "postmaster.pid").read_text().split()[0])
    ours, ticks = {house.process.pid, leader}, 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, rest = stat.read_text().rsplit(")", 1)
            fields = rest.split()
            if int(name.split()[0]) in ours or int(fields[1]) == leader:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def at(values: list[float], percent: int) -> float:
    """The value at a percentile of sorted values."""
    return round(values[min(len(values) - 1, len(values) * percent // 100)], 1)


def report(seen: list[dict], told: dict, given: argparse.Namespace) -> None:
    """The raw figures kept."""
    commit = subprocess.run(  # nosec B603 B607 - a fixed command of whoever measures
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    result = {
        "commit": commit,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "cases": given.cases,
        "requests": given.requests,
        "rows": told["rows"],
        "filled_seconds": told["filled"],
        "pages": seen,
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
