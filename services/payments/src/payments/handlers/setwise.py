"""The ordinary lines of a batch: what they do to the ledger, worded once for each kind of line.

Rules and words are those of single results (`ledger`, `money`, `deductions`); here they are asked
once for each month, attempt, code and sum that occurs, and the store applies them to all lines.
"""

from typing import Any
from uuid import UUID

from contracts.outside import DeductionReported
from kernel.errors import MissingValue
from kernel.month import Month
from payments.domain.ledger import FAILED_BY_PERSON, PAID, STATE_OF
from payments.handlers.claimwindows import window_of
from payments.handlers.deductions import differing, reported, result_of
from payments.handlers.ledger import failing, outcome
from payments.handlers.money import priced, subsidised, sums
from payments.posting_store import EVENTS, NOTES
from payments.rows import MonthRow
from policy.contributions import INSURANCES

NOBODY = UUID(int=0)


def post_ordinary(values: dict[str, Any], uow: Any) -> None:
    """Gives every line of the batch that needs no closer look its outcome and its effects."""
    uow.postings.take_care()
    earliest = uow.postings.lock(values)
    values = values | _unsettled(earliest, uow)
    words = Words(uow)
    combos = [words.combo(kind) for kind in uow.postings.kinds(values)]
    given = uow.postings.post(values, [combo for combo in combos if combo is not None])
    uow.many.note(NOTES, given, words.notes)
    uow.many.say(EVENTS, given, words.events)


class Words:
    """Notes and events of a batch, each kind made once."""

    def __init__(self, uow: Any) -> None:
        self._uow, self._many = uow, uow.many
        self.notes: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []

    def combo(self, kind: Any) -> dict[str, Any] | None:
        """What a line of this kind does; None for one that is never ordinary."""
        uow, month = self._uow, MonthRow(application_id=NOBODY, month=kind.month)
        result = result_of(
            DeductionReported(
                application_id=NOBODY,
                month=kind.month,
                attempt=kind.attempt,
                code=kind.code,
                deducted=str(kind.deducted),
                deferred=kind.deferred,
            ),
            uow,
        )
        meaning, each = outcome(result, uow), Month.parse(kind.month)
        limit = uow.policy.on(uow.today).failed_deductions_to_stop
        stops = meaning == FAILED_BY_PERSON and limit < 2
        if stops or window_of(each, uow) is not None or not priced(month, uow):
            return None
        month.state, month.code = STATE_OF[meaning], kind.code
        month.streak = int(meaning == FAILED_BY_PERSON)
        personal, subsidy = sums(month)
        combo = {name: getattr(kind, name) for name in kind._fields} | _parts(month)
        combo |= {"meaning": meaning, "previous": str(each - 1), "state": month.state}
        combo |= {"personal": personal, "subsidy": subsidy}
        combo["reported"] = self._note("deduction_reported", *reported(result, uow))
        combo["differing"] = self._note("deduction_differs", differing(kind.month, personal), ())
        return combo | self._follows(meaning, month)

    def _follows(self, meaning: str, month: MonthRow) -> dict[str, Any]:
        if meaning == PAID:
            _, event, title, basis = subsidised(month, 1, self._uow)
            note = self._note("month_subsidised", title, basis)
        elif meaning == FAILED_BY_PERSON:
            event, title, basis = failing(NOBODY, month, False, self._uow)
            note = self._note("deduction_failed", title, basis)
        else:
            return {"following": None, "said": None}
        self.events.append(self._many.event_kind(len(self.events) + 1, event))
        return {"following": note, "said": len(self.events)}

    def _note(self, action: str, title: str, basis: Any) -> int:
        clause = self._uow.step("deductions")
        number = len(self.notes) + 1
        self.notes.append(self._many.note_kind(number, action, title, clause, basis))
        return number


def _unsettled(earliest: str | None, uow: Any) -> dict[str, Any]:
    """Months whose numbers nobody has published yet, or only provisionally."""
    found: dict[str, list[str]] = {"missing": [], "provisional": []}
    last = Month.of(uow.today) + 12
    for month in Month.range(Month.parse(earliest), last) if earliest else ():
        try:
            if uow.policy.contribution(month).provisional:
                found["provisional"].append(str(month))
        except MissingValue:
            found["missing"].append(str(month))
    return found


def _parts(month: MonthRow) -> dict[str, Any]:
    names = [f"{name}_{part}" for name in INSURANCES for part in ("personal", "subsidy")]
    return {name: getattr(month, name) for name in (*names, "provisional")}
