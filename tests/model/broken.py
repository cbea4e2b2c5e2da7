"""Guards of the real code, each taken out in turn: what the machines must notice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import payments.entitlement_store
import payments.handlers.deductions
import payments.handlers.ending
import payments.handlers.ledger
import payments.handlers.money
import payments.handlers.moving
import payments.handlers.reports
import payments.handlers.second
import payments.handlers.start
import payments.handlers.suspicions
import payments.handlers.transfer
import payments.handlers.turning
import payments.handlers.windows
import payments.lists_store
import review.domain.case
import review.domain.moves
import review.handlers.common
import review.handlers.initial
import review.handlers.objections
import review.handlers.posts
from contracts.caller import Caller
from contracts.rights import Right
from kernel.errors import Refusal
from policy.duration import Grant
from review.domain.hands import INITIAL
from review.domain.terms import Publicity


@dataclass(frozen=True)
class Broken:
    """A guard by its place, and what stands there instead."""

    what: str
    places: tuple[tuple[Any, str, Any], ...]


def nothing(*_: Any, **__: Any) -> None:
    """In place of a guard that raises."""


def _always(value: Any) -> Callable[..., Any]:
    return lambda *_, **__: value


def _officers_only(earlier: Any, officer: str, key_serial: str) -> None:
    if any(officer in (made.officer, made.second_reader) for made in earlier):
        raise Refusal("same-officer", code="same-officer")


def _keys_only(earlier: Any, officer: str, key_serial: str) -> None:
    used = {made.key_serial for made in earlier if made.post != INITIAL}
    if not key_serial or key_serial in used:
        raise Refusal("same-key", code="same-key")


def _published_from_today(_: Any, day: date) -> Publicity:
    return Publicity(reported_on=day, first_day=day, last_day=day + timedelta(days=7))


def _fold_without(**changed: Any) -> Callable[..., Any]:
    whole = payments.handlers.ledger.fold
    names = ("results", "start", "end", "decided", "to_stop")
    return lambda *values: whole(**(dict(zip(names, values, strict=True)) | changed))


def _pays_again(whole: Callable[..., Any]) -> Callable[..., Any]:
    return lambda month, before, uow: whole(month, _Counted(before), uow)


def _only_unknown(_: str, to: Any, *__: Any) -> str:
    return "" if to else "unknown-street"


def _as_a_month(_: Any, event: Any, uow: Any) -> None:
    payments.handlers.deductions.note_deduction(replace(event, purpose="month"), uow)


class _Counted(list[Any]):
    """Entries that can be counted and not seen."""

    def __iter__(self) -> Any:
        return iter(())


posts, handlers = review.handlers.posts, payments.handlers
open_early = review.domain.moves.FROM | {"pass_second_post": review.domain.moves.DISTRICT_HELD}
REVIEW = [
    Broken("nobody compares officers and keys", ((posts, "two_hands", nothing),)),
    Broken(
        "nobody compares keys",
        ((posts, "two_hands", _officers_only), (posts, "must_be_another_certificate", nothing)),
    ),
    Broken("nobody compares officers", ((posts, "two_hands", _keys_only),)),
    Broken(
        "a key handed on between the posts is taken",
        ((posts, "must_not_be_handed_on", nothing),),
    ),
    Broken(
        "the second post does not wait for publicity",
        ((posts, "must_have_ended", nothing), (review.domain.moves, "FROM", open_early)),
    ),
    Broken("objections bar nothing", ((posts, "must_be_unopposed", nothing),)),
    Broken("failed checks bar nothing", ((posts, "must_not_be_blocked", nothing),)),
    Broken("an old dossier is decided on", ((posts, "must_be_read", nothing),)),
    Broken(
        "the clerk reads for himself",
        ((review.handlers.initial, "second_reader_of", lambda name, hands: name),),
    ),
    Broken(
        "what changed is not published again",
        ((review.domain.case.Case, "_kept_publicity", lambda self, _: self.publicity),),
    ),
    Broken(
        "publicity counts calendar days",
        ((review.domain.case.Timetable, "publish", _published_from_today),),
    ),
    Broken("objections at any time", ((review.handlers.objections, "may_object", nothing),)),
    Broken("every district sees every case", ((Caller, "covers", _always(True)),)),
    Broken(
        "posts do not count",
        ((Right, "admit", nothing), (review.handlers.common, "in_hand", _always(True))),
    ),
]
PAYMENTS = [
    Broken(
        "a month is paid again",
        ((handlers.ledger, "pay", _pays_again(handlers.money.pay)),),
    ),
    Broken("nothing is taken back", ((handlers.ledger, "reverse", _always([])),)),
    Broken("three failures to stop", ((handlers.ledger, "fold", _fold_without(to_stop=3)),)),
    Broken("a decided stop is not seen", ((handlers.ledger, "fold", _fold_without(decided=None)),)),
    Broken(
        "the decided stop wins, however late",
        ((handlers.ending, "earliest", lambda decided, failures: decided or failures),),
    ),
    Broken(
        "a benefit resumes beside another", ((handlers.ledger, "bar_resumption", _always(False)),)
    ),
    Broken(
        "two benefits for one person",
        ((payments.entitlement_store.Entitlements, "other_living", nothing),),
    ),
    Broken("findings never grow old", ((handlers.start, "is_fresh", _always(True)),)),
    Broken("confirmed after the 24th", ((handlers.start, "start_cutoff_of", _always(date.max)),)),
    Broken(
        "retirement cuts nothing",
        ((payments.domain.start, "grant", _always(Grant(60, None, ()))),),
    ),
    Broken("windows before the activation count", ((handlers.active, "first_duty", _always(1)),)),
    Broken(
        "a stop begins a month late",
        (
            (
                handlers.turning,
                "first_month_without",
                lambda effective, event, start, end: max(start, min(event + 2, end + 1)),
            ),
        ),
    ),
    Broken(
        "reports are taken at any time",
        ((handlers.reports, "taking", lambda windows, *_: next(iter(windows), None)),),
    ),
    Broken(
        "everybody confirmed is enlisted, whenever the start",
        (
            (
                payments.lists_store.Lists,
                "to_enlist",
                lambda self, agency, _: self._waiting(
                    payments.rows.EntitlementRow.state == "confirmed"
                ),
            ),
        ),
    ),
    Broken(
        "one source is enough for a death",
        (
            (
                handlers.suspicions,
                "agreed",
                lambda reports: min((month for _, month in reports), default=None),
            ),
        ),
    ),
    Broken(
        "transfers from months that have begun, or beyond the end",
        ((handlers.transfer, "obstacle", _only_unknown),),
    ),
    Broken(
        "who moves to another district stays with the old centre",
        (
            (handlers.transfer, "leave_old_centre", nothing),
            (handlers.turning, "leave_old_centre", nothing),
        ),
    ),
    Broken(
        "a failed difference is a failed month",
        ((handlers.deductions, "note_difference", _as_a_month),),
    ),
    Broken(
        "a month that is taken back leaves its difference",
        ((handlers.ledger, "cancel_difference", nothing),),
    ),
    Broken("another street's clerk may act", ((Caller, "covers", _always(True)),)),
]
