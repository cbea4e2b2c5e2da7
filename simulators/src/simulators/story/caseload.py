"""Fills a running demo with a small caseload, by turning its clock from the past to the present."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

import click
import urllib3

import policy
from kernel.clock import SHANGHAI
from policy.calendar import published_calendar
from simulators.story.agenda import Agenda
from simulators.story.answers import NotYet, Refused, until
from simulators.story.cast import CAST
from simulators.story.client import API, Lingbu
from simulators.story.counters import Counter
from simulators.story.lives import Life

__all__ = ["fill"]

SERIES, THREADS = "demo-caseload", 6
LITTLE = timedelta(minutes=1)
PATIENCE = 300  # seconds; on a crowded machine


@dataclass(frozen=True)
class Beginning:
    """When the caseload was begun, and how far the house's clock stood ahead of the machine's."""

    present: datetime
    ahead: timedelta

    @classmethod
    def of(cls, lingbu: Lingbu, var: Path) -> "Beginning":
        """The one kept from an interrupted start, or now."""
        kept = var / "demo-begun"
        if kept.exists():
            known = json.loads(kept.read_text())
            ahead = timedelta(seconds=known["ahead"])
            return cls(datetime.fromisoformat(known["present"]), ahead)
        present = lingbu.now()
        ahead = present - datetime.now(SHANGHAI)
        ahead = ahead if abs(ahead) > LITTLE else timedelta()
        known = {"present": present.isoformat(), "ahead": ahead.total_seconds()}
        kept.write_text(json.dumps(known))
        return cls(present, ahead)

    def now(self) -> datetime:
        """What the house's clock would show had nobody turned it."""
        return datetime.now(SHANGHAI) + self.ahead


class Running:
    """One life on its way: the moment at which it goes on, None when it has got where it stays."""

    def __init__(self, slug: str, life: Life[object]) -> None:
        self.slug, self.trouble = slug, ""
        self._life = life
        self.next: datetime | None = None
        self.go_on()

    def go_on(self) -> None:
        """Lives up to the next moment; a refusal ends this life and no other.

        A house that is gone ends them all, to be begun again at the next start.
        """
        try:
            self.next = next(self._life)
        except StopIteration:
            self.next = None
        except (Refused, NotYet) as error:
            self.next, self.trouble = None, str(error)[:200]


def fill(lingbu: Lingbu, var: Path) -> None:
    """Makes the caseload once; what was made before an interruption is not made again."""
    done = var / "demo-filled"
    if done.exists():
        return
    if not _is_at_home(lingbu):
        click.echo("演示案件写的是北京的街道和人员类型，本套规则包没有，不装入；可从空库开始办理。")
        return
    var.mkdir(parents=True, exist_ok=True)
    beginning = Beginning.of(lingbu, var)
    agenda = Agenda(beginning.present, published_calendar())
    lives = [
        Running(role.slug, role.life(Counter(lingbu, role.place, SERIES), agenda, person))
        for role, person in ((r, r.person(n, agenda)) for n, r in enumerate(CAST, 1))
    ]
    try:
        _live(lives, lingbu, beginning.present)
    finally:
        with suppress(urllib3.exceptions.HTTPError):
            with suppress(NotYet):
                _await_quiet(lingbu)
            lingbu.set_clock(beginning.now())
    _report(lives, done)


def _is_at_home(lingbu: Lingbu) -> bool:
    """Whether the house has the places and kinds of people that the caseload is about."""
    known = {
        item["code"]
        for name in ("divisions", "categories")
        for item in lingbu.ask("GET", f"{API}/codes/{name}")["items"]
    }
    needed = {role.place.street for role in CAST} | {"P4045"}
    return needed <= known


def _live(lives: Sequence[Running], lingbu: Lingbu, present: datetime) -> None:
    """Everybody who acts at a moment acts at once; then the clock goes to the next moment."""
    with ThreadPoolExecutor(THREADS) as threads:
        while moment := _next(lives, present):
            _await_quiet(lingbu)
            lingbu.set_clock(moment)
            acting = [life for life in lives if life.next == moment]
            list(threads.map(Running.go_on, acting))
            if _told_at(moment):
                _await_messages(lingbu)
            there = sum(_next([life], present) is None for life in lives)
            click.echo(f"\r演示案件：{moment:%Y-%m-%d}，{there}/{len(lives)} 件就位 ", nl=False)
            lingbu.tell_filling(there, len(lives), f"{moment:%Y-%m-%d}")


def _await_quiet(lingbu: Lingbu) -> None:
    """A letter is read before the clock is turned: a question to a stand-in would outlive its
    time."""
    until(lingbu.is_quiet, PATIENCE, "万事落定")


def _told_at(moment: datetime) -> bool:
    """Whether messages go out then; what is worded at night waits for the morning."""
    rules = policy.load().on(moment.date())
    opens, closes = map(time.fromisoformat, (rules.sms_window_open, rules.sms_window_close))
    return opens <= moment.astimezone(SHANGHAI).time() < closes


def _await_messages(lingbu: Lingbu) -> None:
    """A message goes out on its own day: after a turn of the clock it would come too late."""
    city = lingbu.officer("city")
    unsent = {"state": "queued", "limit": 1}
    until(lambda: not city.get("/messages", **unsent)["items"], PATIENCE, "短信发出")


def _next(lives: Sequence[Running], present: datetime) -> datetime | None:
    coming = [life.next for life in lives if life.next and life.next <= present]
    return min(coming, default=None)


def _report(lives: Sequence[Running], done: Path) -> None:
    failed = {life.slug: life.trouble for life in lives if life.trouble}
    click.echo(f"\r演示案件：{len(lives) - len(failed)} 件已装入，各种状态都有。" + " " * 20)
    for slug, trouble in failed.items():
        click.echo(f"  未能装入 {slug}：{trouble}", err=True)
    done.write_text(json.dumps(failed, ensure_ascii=False))
