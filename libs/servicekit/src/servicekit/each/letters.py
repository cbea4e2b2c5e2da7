"""Parked letters of one service: listed, looked at, driven again, discarded."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from contracts.operating import (
    Discarded,
    DiscardLetters,
    GetParkedLetter,
    LetterField,
    ListParkedLetters,
    ParkedGroup,
    ParkedLetter,
    ParkedLetters,
    ParkedLetterView,
    RedriveLetters,
    Redriven,
)
from kernel.errors import Conflict, Invalid, NotFound
from servicekit.letterbox import meta_of
from servicekit.parking import Parking
from servicekit.redriving import discard, redrive

CHAIN = "operations/letters"
MOST = 100_000  # letters in one order
# Codes, months, moments, UUIDs and sums; long rows of digits could be a person's.
SHOWN = re.compile(r"(?!.*\d{9})[A-Za-z0-9_.:+-]{1,60}")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def list_parked_letters(query: ListParkedLetters, uow: Any) -> ParkedLetters:
    """Oldest first, with the counts of all reasons."""
    parking = Parking(uow.session, uow.store.kit)
    limit = max(1, min(query.limit, 100))
    after = place_of(query.cursor)
    rows = parking.open_ones(reason=query.code, event=query.event, after=after, limit=limit + 1)
    page = rows[:limit]
    total, driving = parking.count(reason=query.code, event=query.event)
    return ParkedLetters(
        items=tuple(_shown(row, uow) for row in page),
        groups=tuple(ParkedGroup(**one._mapping) for one in parking.groups()),
        total=total,
        driving=driving,
        next_cursor=str(page[-1].id) if len(rows) > limit else None,
    )


def get_parked_letter(query: GetParkedLetter, uow: Any) -> ParkedLetterView:
    """One letter, masked; raises NotFound once it is settled."""
    [row] = _these([query.parked_id], uow)
    meta = meta_of(row.body)
    data = row.body.get("data") if isinstance(row.body, dict) else None
    return ParkedLetterView(
        letter=_shown(row, uow),
        occurred_at=meta.occurred_at if meta else None,
        fields=tuple(
            _field(name, value) for name, value in (data if isinstance(data, dict) else {}).items()
        ),
    )


def redrive_letters(form: RedriveLetters, uow: Any) -> Redriven:
    """Those named, those that fit, or all; the service drives them itself right afterwards."""
    rows = _chosen(form, uow)
    count = redrive(rows, uow.session, uow.store.kit, uow.now)
    if count:
        detail = {"ids": [row.id for row in rows[:100]], "code": form.code, "event": form.event}
        uow.note(CHAIN, "letters_redriven", f"重发停放的信件 {count} 封", detail=detail)
    return Redriven(count=count)


def discard_letters(form: DiscardLetters, uow: Any) -> Discarded:
    """For good, with the reason on record; raises NotFound where one is settled already."""
    rows = _these(form.parked_ids, uow)
    for row in rows:
        said = f"{row.source}.{row.event}" if row.event else "不是信件的内容"
        title = f"作废停放的信件 {row.id}（{said}）"
        detail = {"message_id": str(row.message_id or ""), "aggregate_id": row.aggregate_id}
        detail |= {"reason": row.reason, "parked_id": row.id}
        uow.note(CHAIN, "letter_discarded", title, detail=detail, why=form.why)
    return Discarded(count=discard(rows, uow.session, uow.store.kit, uow.now))


def _chosen(form: RedriveLetters, uow: Any) -> Sequence[Row[Any]]:
    if form.parked_ids:
        rows = _these(form.parked_ids, uow)
        if any(row.body is None for row in rows):
            raise Conflict("其中有不是信件的内容，不能重发，只能作废。", code="letter-unreadable")
        return rows
    if not (form.code or form.event or form.everything):
        sentence = "请指明编号、原因或消息；全部重发须写明 everything。"
        raise Invalid(sentence, fields={"parked_ids": sentence}, code="nothing-chosen")
    parking = Parking(uow.session, uow.store.kit)
    rows = parking.open_ones(reason=form.code, event=form.event, limit=MOST)
    return [row for row in rows if row.body is not None]


def _these(ids: Sequence[int], uow: Any) -> Sequence[Row[Any]]:
    rows = Parking(uow.session, uow.store.kit).open_ones(ids=ids, limit=len(ids))
    if len(rows) < len(set(ids)):
        raise NotFound("没有这封停放的信件，或已经了结。", code="letter-not-parked")
    return rows


def _shown(row: Row[Any], uow: Any) -> ParkedLetter:
    held = uow.store.kit.held.c
    same = (held.source == row.source, held.aggregate_id == row.aggregate_id)
    behind = select(func.count()).where(*same)
    return ParkedLetter(
        parked_id=row.id,
        source=row.source,
        event=row.event,
        aggregate_id=row.aggregate_id,
        reason=row.reason,
        detail=row.detail,
        attempts=row.attempts,
        parked_at=row.parked_at,
        next_try_at=row.redrive_at,
        can_be_driven=row.body is not None,
        behind=uow.session.scalar(behind) if row.aggregate_id else 0,
    )


def _field(name: str, value: Any) -> LetterField:
    text = "" if value is None else str(value)
    safe = isinstance(value, bool | int | float) or value is None
    safe = safe or (isinstance(value, str) and bool(UUID.fullmatch(text) or SHOWN.fullmatch(text)))
    return LetterField(name=name[:80], value=text if safe or not text else "", masked=not safe)


def place_of(cursor: str | None) -> int:
    """The number after which a page begins; raises Invalid."""
    if not cursor:
        return 0
    if not cursor.isdecimal() or len(cursor) > 18:
        raise Invalid("翻页标记无效。", fields={"cursor": "翻页标记无效。"}, code="invalid-cursor")
    return int(cursor)
