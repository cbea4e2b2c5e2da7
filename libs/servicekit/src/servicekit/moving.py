"""The record that a deadline has moved because a holiday notice moved its day."""

from datetime import datetime
from typing import Any

from kernel.clock import SHANGHAI
from servicekit.deadlines import Deadline

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
    uow.note(
        before.subject.partition("/")[0],
        "deadline_moved",
        f"因放假安排公布或调整，{what}期限{moved}",
        clause=notice[:200],
        detail={"kind": before.kind, "from": f"{old}", "to": f"{new}", "notice": notice},
    )


def _shown(deadline: Deadline) -> tuple[datetime, bool]:
    return deadline.due_at, deadline.provisional


def _day(moment: datetime) -> Any:
    return moment.astimezone(SHANGHAI).date()
