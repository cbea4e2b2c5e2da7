"""The reference model of one approved application, second part: months paid, reports, the end.

Written from 京劳服失发〔2019〕1号 附件1 三.5, 附件3 二 and domain 3, 5, 6.2, 6.3, 8, as its first
part.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import days
from benefit_start import LIVING, RUNNING, STARTING, Started, Suspicion, cutoff

FAILING = ("01", "02", "03", "04", "05")
ROLLS = 3


@dataclass
class Card(Started):
    """One entitlement as the street's clerk would keep it."""

    # -- months

    def deducted(self, month: int, attempt: int, code: str, deferred: bool, at: datetime) -> None:
        self.results[month, attempt] = (code, deferred)
        self.heard[month, attempt] = at

    def gave_back(self, month: int, at: datetime) -> None:
        """The centre returned a month's personal part: what came until then never came."""
        self.given_back[month] = at
        self.settle(at.date())

    def _counting(self, month: int) -> dict[tuple[int, int], tuple[str, bool]]:
        back = self.given_back.get(month)
        mine = {key: result for key, result in self.results.items() if key[0] == month}
        return {key: mine[key] for key in mine if back is None or self.heard[key] > back}

    def _outcome(self, month: int) -> str:
        mine = sorted((n, *r) for (m, n), r in self._counting(month).items())
        if any(code == "00" for _, code, _ in mine):
            return "paid"
        _, code, deferred = mine[-1]
        return "deferred" if deferred else "failed" if code in FAILING else "open"

    def settle(self, day: date) -> None:
        """Which months are subsidised, and whether two failures in a row end it (附件3 二.1)."""
        if self.state in ("confirmed", "enlisted") and not self.decided:
            return
        failures = self._fold()
        rests_on_failures = self.stop and not self.decided and failures is None
        if rests_on_failures and any(other.state in LIVING for other in self.others):
            self.decided = self.stop  # one living benefit for one person
            failures = self._fold()
        stops = [stop for stop in (self.decided, failures) if stop]
        wanted = min(stops, key=lambda stop: stop[0], default=None)
        if wanted == self.stop:
            return
        self.stop = wanted
        if wanted is None:
            self._resume(day)
        else:
            self.state = "completed" if wanted[1] == "S01" else "stopped"
            self.request, self.finding, self.armed, self.leaving = None, "", False, None
            self.let_go = None
            self.watch_leaving()

    def _fold(self) -> tuple[int, str] | None:
        if not self.start:
            return None
        last = min(self.end, self.decided[0] - 1) if self.decided else self.end
        inside = {m for m, _ in self.results if self.start <= m <= last and self._counting(m)}
        failed = {m for m in inside if self._outcome(m) == "failed"}
        stop = min((m + 1 for m in failed if m - 1 in failed and m < last), default=None)
        paid = {m for m in inside if self._outcome(m) == "paid"}
        self.paid = {m for m in paid if (stop is None or m < stop) and self._mine_to_have(m)}
        return (stop, "S02") if stop else None

    def _mine_to_have(self, month: int) -> bool:
        """No month is subsidised by two benefits of one person: who had it first keeps it."""
        return month in self.paid or not any(month in other.paid for other in self.others)

    def _resume(self, day: date) -> None:
        again = {"enrolled": "active", "listed": "enlisted"}
        self.state, self.let_go = again.get(self.enrolment, "confirmed"), None
        if self.state == "confirmed":
            self.collect = days.month(day)  # the centre left off: it begins again now, not before
        if self.state == "active":
            self.begin_reports(day)

    def decide(self, code: str, month: int, day: date) -> None:
        """A stop for another reason; the earliest stands, none before the start or past the end."""
        start = self.start or self.proposed
        end = self.end or start + max(self.term(start), 1) - 1
        month = max(start, min(month, end + 1))
        if not self.decided or self._takes_back(code, month, self.decided):
            self.decided = (month, code)
        self.settle(day)

    def may_stop(self, code: str, month: int) -> bool:
        """What lives, and what has ended where the cause takes months back or makes pay back."""
        if self.state in LIVING:
            return True
        if self.state not in ("stopped", "completed") or not self.start or not self.stop:
            return False
        return self._takes_back(code, max(self.start, min(month, self.end + 1)), self.stop)

    def _takes_back(self, code: str, month: int, standing: tuple[int, str]) -> bool:
        return month < standing[0] or (code == "S09" and standing[1] != "S09")

    # -- what others report, and where it belongs

    def suspect(self, number: Any, found: "Suspicion", later: int, day: date) -> bool:
        """Kept with a benefit it would shorten; a death that two sources agree on ends it (10)."""
        if number in self.suspicions or not self.may_stop(found.code, found.month + later):
            return False
        self.suspicions[number] = found
        if found.code != "S06":
            return False
        told: dict[int, set[str]] = {}
        for known in self.suspicions.values():
            if known.code == "S06" and not known.dismissed:
                told.setdefault(known.month, set()).add(known.reporter)
        died = min((month for month, who in told.items() if len(who) > 1), default=None)
        if died is not None:
            self.decide("S06", died + later, day)
        return died is not None

    def dismiss(self, number: Any) -> bool:
        if number not in self.suspicions:
            return False
        self.suspicions[number].dismissed = True
        return True

    def send(self, street: str, month: int, day: date) -> bool:
        """转移 from a month to come until the last one (domain 6.3, 16.8)."""
        inside = days.month(day) < month <= self.end
        if self.state not in RUNNING or street == self.street or not inside:
            return False
        self.leaving = (street, month)
        return True

    def extend(self, day: date, first: date = date(2020, 10, 1)) -> bool:
        """Twelve months more for who expires in the last quarter of 2020 (文件B 第五条; Q12)."""
        expiring = days.month(first) <= self.end <= days.month(date(2020, 12, 1))
        if day < date(2020, 10, 1) or not expiring or self.retires <= self.end:
            return False
        if self.state == "completed":
            self.decided = None
        added = min(12, self.retires - self.end)
        self.end, self.granted, self.cap = self.end + added, self.granted + added, self.cap + added
        self.settle(day)
        return True

    def extend_by_hand(self, day: date) -> bool:
        """The district, for who expired in 2020 before that (Q12); never beside another."""
        running = self.state in ("active", "completed")
        if not running or any(other.state in LIVING for other in self.others):
            return False
        return self.extend(day, date(2020, 1, 1))

    # -- reports

    def windows(self) -> list[tuple[int, date]]:
        """First month of each full quarter, and the last day on which it may be reported."""
        firsts = range(self.start, self.end - 1, 3)
        return [(first, days.rolled(days.last_of(first + 2), 1)) for first in firsts]

    def begin_reports(self, day: date) -> None:
        """Nobody could report before the benefit was active; its first turn is next month's."""
        self.turned = days.month(day)
        windows = self.windows()
        none = self.start + 3 * len(windows)
        self.duty = next((first for first, closes in windows if closes >= day), none)

    def report(self, day: date) -> bool:
        here = [f for f, closes in self.windows() if days.first_of(f) <= day <= closes]
        if self.state != "active" or not here:
            return False
        unmet = [first for first in here if first not in self.filed]
        self.filed.add((unmet or here[-1:])[0])
        return True

    # -- the clock

    def rung(self, day: date) -> None:
        """A day begins: a cutoff has passed, it moves, its months are over, a window was missed."""
        if self.leaving and days.month(day) >= self.leaving[1]:
            (self.street, _), self.leaving = self.leaving, None
            self.leave(day)
        turns = self.state == "active" and days.month(day) > self.turned
        while self.armed and self.state in STARTING and day > cutoff(self.proposed):
            self.rolls += 1
            if self.rolls <= ROLLS:
                self.move(self.proposed + 1)
            else:
                self._anew()
                self.armed = False
        if self.state == "active" and (days.month(day) > min(self.turned, self.end)):
            self.extend(day)  # also where nobody looked on the first itself
        self.turned = max(self.turned, days.month(day))
        if turns and days.month(day) <= self.end:
            self.leave(day)
        if self.state == "active" and days.month(day) > self.end:
            self.decide("S05" if self.end >= self.retires else "S01", self.end + 1, day)
        for first, closes in self.windows() if self.state == "active" else ():
            if first >= self.duty and first not in self.filed and closes < day:
                self.decide("S03", first + 3, day)
                break
        if self.let_go and day >= self.let_go:
            self.enrolment = "removing" if self.left_behind else self.enrolment
            self.let_go = None
