"""`lingbu calendar`: enter a holiday notice once, see which services have it."""

import getpass
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from contracts.calendar import CalendarDay, EnterHolidayNotice, HolidayNotice
from contracts.caller import SYSTEM, SYSTEM_CALLER, Caller
from kernel.clock import Clock
from kernel.errors import Refusal
from policy.calendar import published_calendar
from servicekit.assembly import make_desk
from servicekit.clock import TurnableClock, clock_from
from servicekit.config import from_environment
from servicekit.core import Core
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.installation import Place, places
from servicekit.notices import Notices
from servicekit.options import VAR
from servicekit.sealing import KeyRing, Sealer
from servicekit.tables import KitTables
from servicekit.uow import World
from servicekit.walls import info_of

OWNER = EnterHolidayNotice.service
DATE = click.DateTime(["%Y-%m-%d"])


@click.group()
def calendar() -> None:
    """放假和调休通知：录入一次，按工作日计算期限的服务都会收到，未办结的期限随之重新计算。"""


def _days(kind: str) -> Callable[..., tuple[CalendarDay, ...]]:
    def read(_: Any, __: Any, texts: tuple[str, ...]) -> tuple[CalendarDay, ...]:
        return tuple(CalendarDay(day=day, kind=kind) for text in texts for day in _range(text))

    return read


def _range(text: str) -> Iterator[date]:
    """2027-02-05, or 2027-02-05..2027-02-11 with both ends."""
    first, _, last = text.partition("..")
    try:
        day, end = date.fromisoformat(first), date.fromisoformat(last or first)
    except ValueError:
        raise click.BadParameter(f"{text} 不是日期，也不是 起..止。") from None
    if end < day or (end - day).days > 60:
        raise click.BadParameter(f"{text}：止日早于起日，或超过六十天。")
    while day <= end:
        yield day
        day += timedelta(days=1)


@calendar.command()
@VAR
@click.option("--document", required=True, help="发文字号或通知名称。")
@click.option("--published", type=DATE, required=True, help="通知发布的日期。")
@click.option("--year", type=int, help="通知公布其全年安排的年份；只调整个别日期的不写。")
@click.option("--off", multiple=True, callback=_days("off"), help="放假：某日，或 起..止。可重复。")
@click.option("--work", multiple=True, callback=_days("work"), help="调休上班：同上。")
def add(
    var: Path,
    document: str,
    published: Any,
    year: int | None,
    off: tuple[CalendarDay, ...],
    work: tuple[CalendarDay, ...],
) -> None:
    """录入一份放假通知。同一份再次录入不起作用；录入后不能修改或删除，只能由后发的通知改变。"""
    form = EnterHolidayNotice(
        document=document, published_on=published.date(), days=(*off, *work), year=year
    )
    who = Caller(subject=f"operator:{getpass.getuser()}"[:80], name="运维人员", tier=SYSTEM)
    with places(var, (OWNER,)) as [place]:
        try:
            kept = desk_at(place, var).perform(form, who)
        except Refusal as refusal:
            raise click.ClickException(
                "；".join([refusal.message, *refusal.fields.values()])
            ) from None
    click.echo(f"已录入：{_line(kept)}")


@calendar.command("list")
@VAR
def show(var: Path) -> None:
    """列出已录入的放假通知，以及每份已到达哪些服务。"""
    found: dict[Any, HolidayNotice] = {}
    reached: dict[Any, list[str]] = {}
    with places(var) as all_places:
        for place in all_places:
            if place.service is None:
                continue
            for notice in _kept(place.url, place.service.store.kit):
                found[notice.notice_id] = notice
                reached.setdefault(notice.notice_id, []).append(place.name)
    for notice in sorted(found.values(), key=lambda one: one.published_on):
        click.echo(f"{_line(notice)}\n  已到达：{'、'.join(reached[notice.notice_id])}")
    click.echo(f"共 {len(found)} 份。")


def _kept(url: str, kit: KitTables) -> tuple[HolidayNotice, ...]:
    """The notices that have reached a service; its desk, which wants its settings, stays shut."""
    sessions = make_sessions(make_engine(url, pool_size=1))
    with sessions(info=info_of(SYSTEM_CALLER)) as session:
        return Notices(Core(session), kit).all()


def _line(notice: HolidayNotice) -> str:
    days = "、".join(
        f"{named.day}{'放假' if named.kind == 'off' else '上班'}" for named in notice.days
    )
    year = f"（{notice.year}年全年）" if notice.year else ""
    return f"{notice.published_on} {notice.document}{year}：{days}。录入人 {notice.entered_by}"


def desk_at(place: Place, var: Path) -> Desk:
    """The service's own desk over its database, for work that seals and opens nothing."""
    nobody = Sealer(KeyRing.from_text(KeyRing.generate_text()))
    world = World(clock=_clock(var), sealer=nobody, calendar=published_calendar(), policy=None)
    return make_desk(place.service, place.url, world, pool_size=1)


def _clock(var: Path) -> Clock:
    values = from_environment()
    embedded = not any(name.endswith("DATABASE_URL") for name in values)
    return TurnableClock(var / "clock.json") if embedded else clock_from(values)


commands = (calendar,)
