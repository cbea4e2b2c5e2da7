"""The record that a deadline has moved because a holiday notice moved its day."""

import re
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from kernel.clock import SHANGHAI
from servicekit.deadlines import Deadline

CASE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RELEASE = "系统更新的放假安排"


def note_move(before: Deadline, what: str, uow: Any) -> None:
    """Notes on the case what was due when, when it is due now, and by which notice.

    `what` is the deadline's Chinese name. Says nothing where the day stays and was certain.
    """
    [after] = [d for d in uow.deadlines.of(before.subject) if d.kind == before.kind] or [None]
    if after is None or _shown(before) == _shown(after):
        return
    old, new = _day(before.due_at), _day(after.due_at)
    notice = uow.notices.about(
        min(before.trigger_on.astimezone(SHANGHAI).date(), old), max(old, new)
    )
    notice = notice or RELEASE
    moved = f"由{old}改为{new}" if old != new else f"{new}确定下来"
    if old != new:
        _keep(before, what, (old, new), notice[:200], uow)
    uow.note(
        before.subject.partition("/")[0],
        "deadline_moved",
        f"因放假安排公布或调整，{what}期限{moved}",
        clause=notice[:200],
        detail={"kind": before.kind, "from": f"{old}", "to": f"{new}", "notice": notice},
    )


def _keep(before: Deadline, what: str, days: tuple[date, date], notice: str, uow: Any) -> None:
    subject, numbered = before.subject.partition("/")[0], uow.store.numbered
    asked = numbered and CASE.fullmatch(subject)
    number = uow.core.scalar(text(numbered), {"subject": subject}) if asked else None
    values = {"kind": before.kind, "title": what, "subject": subject, "number": number or ""}
    values |= {"was": days[0], "now": days[1], "notice": notice, "moved_at": uow.now}
    uow.core.execute(uow.store.kit.moved.insert().inline(), values)


def _shown(deadline: Deadline) -> tuple[datetime, bool]:
    return deadline.due_at, deadline.provisional


def _day(moment: datetime) -> date:
    return moment.astimezone(SHANGHAI).date()
