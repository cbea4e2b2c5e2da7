"""`lingbu sms`: how the providers of messages do, and what waits for somebody."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.caller import SYSTEM_CALLER
from kernel.clock import SystemClock
from notify.attempt_store import Attempts
from notify.domain.message import CALL_LIST, QUEUED, UNKNOWN
from notify.domain.traffic import LOOK_BACK, ill
from notify.tables import AttemptRow, MessageRow
from servicekit.clock import TurnableClock
from servicekit.database import make_engine, make_sessions
from servicekit.installation import places, settings_of
from servicekit.options import VAR
from servicekit.walls import info_of

__all__ = ["report", "sms"]

WAITING = {QUEUED: "待发送", UNKNOWN: "不知下落", CALL_LIST: "等街道打电话"}


@click.command()
@VAR
def sms(var: Path) -> None:
    """短信和微信渠道：最近半小时各家的结果，以及待发送、不知下落、等电话的条数。"""
    with places(var, ("notify",)) as [place]:
        engine = make_engine(place.url, pool_size=1)
        with make_sessions(engine)(info=info_of(SYSTEM_CALLER)) as session:
            for line in report(session, _now(var)):
                click.echo(line)
        engine.dispose()


def _now(var: Path) -> datetime:
    """By the installation's clock, which a demonstration turns."""
    file = settings_of(var).get("CLOCK_FILE") or str(var / "clock.json")
    return (TurnableClock(Path(file)) if Path(file).exists() else SystemClock()).now()


def report(session: Session, now: datetime) -> Iterator[str]:
    """One line for each provider that was used lately, one for what waits."""
    counted = session.execute(
        select(AttemptRow.provider, AttemptRow.state, func.count())
        .where(AttemptRow.began_at > now - LOOK_BACK)
        .group_by(AttemptRow.provider, AttemptRow.state)
        .order_by(AttemptRow.provider, AttemptRow.state)
    ).all()
    shelf = Attempts(_Look(session, now))
    for provider in sorted({row.provider for row in counted}):
        health = "只试探" if ill(shelf.record(provider), now) else "正常"
        states = "、".join(f"{state} {n}" for name, state, n in counted if name == provider)
        yield f"{provider}：{health}（{states}）"
    waiting = session.execute(
        select(MessageRow.state, func.count())
        .where(MessageRow.state.in_(WAITING))
        .group_by(MessageRow.state)
    ).all()
    found: dict[str, int] = {row[0]: row[1] for row in waiting}
    yield "、".join(f"{title} {found.get(state, 0)}" for state, title in WAITING.items())


class _Look:
    """What a shelf needs of a unit of work to be looked at."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
