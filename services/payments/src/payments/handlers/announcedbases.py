"""缴费基数公布: the centre's word, laid beside the rules in use.

Sums are computed from the policy pack alone: a number of public money needs its document and
somebody who has read it. Where the pack says the same, those who wait are told and settled at
once; where it does not, the publication stands on a list until the pack has it.
"""

from decimal import Decimal, InvalidOperation
from typing import Any

from contracts.outside import BasesAnnounced
from contracts.payments import AnnouncedBases, BasesOfYear, ListAnnouncedBases
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, MissingValue
from kernel.month import Month
from payments.rows import AnnouncedBaseRow

SENTENCES = {
    "agrees": "与规则包一致，已据以通知和补算。",
    "differs": "与规则包的数值不同：请政策维护人员核对文件。",
    "missing": "规则包尚无该年度数值：请政策维护人员据文件补录。",
}


def note_bases(event: BasesAnnounced, uow: Any) -> None:
    """Keeps a publication once; the newest of a year wakes whoever waits, if the pack agrees."""
    known = uow.announced.get(event.year, event.edition)
    if known is not None:
        if known.bases != event.bases:
            message = "同一份次的缴费基数先后不一致，请与社保中心核对。"
            raise Conflict(message, code="bases-edition-taken")
        return
    row = AnnouncedBaseRow(
        year=event.year,
        edition=event.edition,
        document=event.document[:200],
        bases=dict(event.bases),
        limits=dict(event.limits),
        announced_at=uow.now,
    )
    uow.announced.add(row)
    standing = _standing(row, uow)
    woken = uow.announced.wake(event.year, uow.now) if _counts(row, standing, uow) else 0
    title = f"社保中心公布{event.year}年度缴费基数（第{event.edition}次）：{SENTENCES[standing]}"
    detail = {"document": row.document, "woken": woken}
    uow.note(f"bases/{event.year}", "bases_announced", title, detail=detail)


def list_bases(form: ListAnnouncedBases, uow: Any) -> AnnouncedBases:
    """Every publication, and how it stands to the pack of today."""
    return AnnouncedBases(items=tuple(_view(row, uow) for row in uow.announced.all()))


def _counts(row: AnnouncedBaseRow, standing: str, uow: Any) -> bool:
    """Whether anybody's month is concerned by now; before July the deadlines come by themselves."""
    newest = uow.announced.all()[0]
    return standing == "agrees" and newest is row and Month.of(uow.today) >= Month(row.year, 7)


def _standing(row: AnnouncedBaseRow, uow: Any) -> str:
    try:
        cost = uow.policy.contribution(Month(row.year, 7))
    except MissingValue:
        return "missing"
    if cost.provisional:
        return "missing"
    own = {share.insurance: share.base for share in cost}
    try:
        said = {name: Decimal(base) for name, base in row.bases.items()}
    except InvalidOperation:
        return "differs"
    same = bool(said) and all(own.get(name) == base for name, base in said.items())
    return "agrees" if same else "differs"


def _view(row: AnnouncedBaseRow, uow: Any) -> BasesOfYear:
    standing = _standing(row, uow)
    return BasesOfYear(
        year=row.year,
        edition=row.edition,
        document=row.document,
        announced_at=row.announced_at.astimezone(SHANGHAI).isoformat(),
        standing=standing,
        bases=dict(row.bases),
        limits=dict(row.limits),
        sentence=SENTENCES[standing],
    )
