"""Shapes shared by several services: months on the wire, pages of a list, short answers."""

from dataclasses import dataclass
from uuid import UUID

from marshmallow import validate

from contracts.wire import described
from kernel.basis import Basis

__all__ = ["MONTH", "Basis", "Done", "Due", "HistoryItem", "WorkCount"]

MONTH = validate.Regexp(
    r"\A(19|20)[0-9]{2}-(0[1-9]|1[0-2])\Z", error="月份格式应为 YYYY-MM，1900 年至 2099 年之间。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A command was carried out: the case and its state now."""

    application_id: UUID
    state: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One deadline with its day and the rule it comes from."""

    kind: str = described("What must be done: initial_review, first_post, second_post …")
    title: str = described("The same in Chinese")
    due_at: str = described("ISO time with zone, or a date")
    clause: str = described("The clause the deadline rests on", default="")
    overdue: bool = False
    provisional: bool = described("The year's holidays are not published yet", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem:
    """One thing that happened to a case, as people read it."""

    at: str
    what: str = described("Machine name of the step")
    title: str = described("Chinese sentence")
    actor: str = ""
    key_serial: str = ""
    clause: str = ""
    basis: tuple[Basis, ...] = described("What it rested on: clauses, values, dates", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCount:
    """How much of one kind of work is open, and how much of that is overdue."""

    kind: str
    waiting: int
    overdue: int = 0
