"""One case of the demo as a page: what happened when, by whom, under which clause."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template

from contracts.caller import SYSTEM_CALLER
from contracts.common import Due, HistoryItem
from contracts.intake import GetApplication
from contracts.message import Command
from contracts.notify import ListMessages
from contracts.payments import GetEntitlement
from contracts.review import GetCase
from gateway.settings import here
from gateway.state_names import state_name
from kernel.clock import SHANGHAI
from kernel.errors import NotFound, Refusal
from policy.outcomes import RESULTS, SEVERITIES

TRUST = {
    "stated": "文件明文",
    "computed": "由文件推算",
    "reading": "本系统的理解",
    "weak": "来源待核实",
    "example": "虚构示例，不是公布的标准",
}


def page(application_id: UUID) -> str:
    """The case's states, deadlines, history, ledger and messages in one page."""
    application = _ask(GetApplication(application_id=application_id))
    case = _ask(GetCase(application_id=application_id))
    entitlement = _ask(GetEntitlement(application_id=application_id))
    if application is None:
        raise NotFound("没有找到该申请。")
    seen = [part for part in (application, case, entitlement) if part is not None]
    messages = _ask(ListMessages(application_id=application_id, limit=100))
    return render_template(
        "case.html",
        application=application,
        case=case,
        entitlement=entitlement,
        states=[state_name(part.state) for part in seen],
        dues=_in_order([due for part in seen for due in part.dues]),
        history=_told([item for part in seen for item in part.history]),
        messages=messages.items if messages else (),
        now=here().clock.now(),
        TRUST=TRUST,
        SEVERITY=SEVERITIES,
        RESULTS=RESULTS,
    )


def _in_order(dues: list[Due]) -> list[Due]:
    return sorted(dues, key=lambda due: due.due_at)


def _told(items: list[HistoryItem]) -> list[HistoryItem]:
    return sorted(items, key=_instant)


def _instant(item: HistoryItem) -> float:
    return datetime.fromisoformat(item.at).timestamp()


def _ask(query: Command) -> Any:
    try:
        return here().doors.ask(query, SYSTEM_CALLER)
    except Refusal:
        return None  # not known there yet, or the service is away


def day(text: str) -> str:
    """A day or month as it is; a time to the minute, and the end of a day as that day."""
    if len(text) <= len("2019-04-01"):
        return text
    shown = beijing(text)
    return shown.removesuffix(" 23:59")


def beijing(text: str) -> str:
    """An ISO time as people in Beijing read it, to the minute."""
    return datetime.fromisoformat(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
