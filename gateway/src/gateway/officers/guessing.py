"""Tries at the old password inside an open session: after a few wrong ones the session ends.

Each step is a transaction of its own, so that the refusal of the order does not take it back.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.caller import Caller
from gateway.officers.views import chain_of
from gateway.store import SessionRow
from kernel.errors import Forbidden
from servicekit.desk import Desk


def spend(session_id: UUID, desk: Desk, allowed: int) -> bool:
    """Counts a try before the password is looked at; whether there was one left.

    Tries made at once are counted one after another, so none is looked at beyond `allowed`.
    """
    with desk.uow() as uow:
        row = _locked(session_id, uow)
        left = row.ended_at is None and row.guesses < allowed
        row.guesses += left
        uow.commit()
        return left


def give_back(session_id: UUID, desk: Desk) -> None:
    """The password was right; what was refused was something else."""
    with desk.uow() as uow:
        _locked(session_id, uow).guesses -= 1
        uow.commit()


def end_if_spent(session_id: UUID, desk: Desk, caller: Caller, allowed: int, now: datetime) -> None:
    """Ends a session whose tries are used up, on record; `now` as sessions have it."""
    with desk.uow(caller) as uow:
        row = _locked(session_id, uow)
        if row.guesses >= allowed and row.ended_at is None:
            row.ended_at = now
            uow.note(chain_of(row.officer), "session_guessed", "原口令连续输错，结束会话")
        uow.commit()


def _locked(session_id: UUID, uow: Any) -> SessionRow:
    row: SessionRow | None = uow.sessions.find(session_id)
    if row is None:  # an applicant's, who has no password
        raise Forbidden("您的岗位不能办理此项业务。")
    return row
