"""Grounds of decisions from policy values: the clause and its trust come from the pack."""

from collections.abc import Mapping
from datetime import date, datetime

from kernel.basis import Basis
from kernel.clock import SHANGHAI
from kernel.month import Month
from policy.dated import Clause

__all__ = ["because"]

NOTHING: Mapping[str, object] = {}


def because(
    sentence: str, clause: Clause | str = "", facts: Mapping[str, object] = NOTHING
) -> Basis:
    """One ground; of the facts, days and months become its dates and everything else its values.

    A clause given as text is a paragraph of the documents themselves, and so "stated".
    """
    dates = {name: _day(fact) for name, fact in facts.items() if isinstance(fact, date | Month)}
    return Basis(
        sentence=sentence,
        clause=str(clause),
        trust=clause.trust if isinstance(clause, Clause) else "stated" if clause else "",
        values={name: _text(fact) for name, fact in facts.items() if name not in dates},
        dates=dates,
    )


def _day(fact: date | Month) -> str:
    if isinstance(fact, datetime):
        return fact.astimezone(SHANGHAI).isoformat(timespec="minutes")
    return str(fact)


def _text(fact: object) -> str:
    if isinstance(fact, bool):
        return "是" if fact else "否"
    return "、".join(map(str, fact)) if isinstance(fact, list | tuple) else str(fact)
