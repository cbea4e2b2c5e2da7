"""Commands for operators: migrate, parked, redrive."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from contracts.caller import SYSTEM_CALLER
from servicekit.config import from_environment
from servicekit.database import make_engine, make_sessions
from servicekit.installation import Place, declare_topology, places
from servicekit.migrate import upgrade
from servicekit.options import VAR
from servicekit.parking import Parking
from servicekit.redriving import discard as discarding
from servicekit.redriving import redrive as driving
from servicekit.rulebook import rulebook
from servicekit.walls import info_of

SERVICE = click.option("--service", help="只看一个服务。")
REASON = click.option("--reason", help="按原因筛选。")
EVENT = click.option("--event", help="按消息名筛选。")


@click.command()
@VAR
@click.argument("names", nargs=-1)
def migrate(var: Path, names: tuple[str, ...]) -> None:
    """把数据库升级到代码要求的版本，并在总线上声明队列（先于新代码执行）。"""
    values = from_environment()
    rulebook(values)  # what the new code would refuse is refused before any table is changed
    with places(var, names) as found:
        for place in found:
            upgrade(place.url, place.name, place.metadata)
            click.echo(f"{place.name}: 数据库已是最新版本")
        if values.get("AMQP_URI"):
            services = [place.service for place in found if place.service]
            click.echo(f"总线: 已声明 {declare_topology(values, services)} 个队列")


@contextmanager
def _session(place: Place) -> Iterator[Session]:
    engine = make_engine(place.url, pool_size=1)
    with make_sessions(engine)(info=info_of(SYSTEM_CALLER)) as session:
        yield session
    engine.dispose()


def _chosen(var: Path, service: str | None) -> Any:
    return places(var, (service,) if service else ())


@click.command()
@VAR
@SERVICE
@REASON
@EVENT
@click.option("--limit", default=50, show_default=True, help="每个服务最多几封。")
def parked(
    var: Path, service: str | None, reason: str | None, event: str | None, limit: int
) -> None:
    """列出停放和等待重试的信件：编号、服务、消息、原因、次数、时间。"""
    total = 0
    with _chosen(var, service) as found:
        for place in found:
            if place.service is None:
                continue
            with _session(place) as session:
                parking = Parking(session, place.service.store.kit)
                for row in parking.open_ones(reason=reason, event=event, limit=limit):
                    total += 1
                    click.echo(_line(place.name, row))
    click.echo(f"共 {total} 封。")


def _line(name: str, row: Any) -> str:
    when = f"{row.parked_at:%Y-%m-%d %H:%M:%S}"
    state = f"将于 {row.redrive_at:%H:%M:%S} 重试" if row.redrive_at else "停放"
    return (
        f"{row.id:>6}  {name:<11} {row.source}.{row.event:<26} {state}  "
        f"{row.reason} {row.detail}  第 {row.attempts} 次  {when}  案件 {row.aggregate_id}"
    )


@click.command()
@VAR
@SERVICE
@REASON
@EVENT
@click.option("--id", "ids", multiple=True, type=int, help="只处理这些编号（须同时给 --service）。")
@click.option("--all", "everything", is_flag=True, help="全部。")
@click.option("--discard", is_flag=True, help="作废而不是重发；其后的信件不再等待它。")
@click.option("--dry-run", is_flag=True, help="只说会做什么。")
def redrive(
    var: Path,
    service: str | None,
    reason: str | None,
    event: str | None,
    ids: tuple[int, ...],
    everything: bool,
    discard: bool,
    dry_run: bool,
) -> None:
    """重新投递停放的信件：逐封、按条件或全部。先消除原因，再重发。"""
    if not (ids or reason or event or everything):
        raise click.UsageError("请给出 --id、--reason、--event 或 --all。")
    if ids and not service:
        raise click.UsageError("--id 须同时给 --service：编号在各服务内独立。")
    word = "将处理" if dry_run else ("作废" if discard else "已安排重发")
    with _chosen(var, service) as found:
        for place in [p for p in found if p.service is not None]:
            with _session(place) as session:
                count = _redrive(place, session, (reason, event, ids), discard, dry_run)
                session.commit()
            click.echo(f"{place.name}: {word} {count} 封")


def _redrive(place: Place, session: Session, which: Any, discard: bool, dry_run: bool) -> int:
    reason, event, ids = which
    kit = place.service.store.kit  # type: ignore[union-attr]
    rows = [
        row
        for row in Parking(session, kit).open_ones(reason=reason, event=event, limit=100_000)
        if not ids or row.id in ids
    ]
    if dry_run or not rows:
        return len(rows)
    now = session.connection().exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    work = discarding if discard else driving
    return work(rows, session, kit, now)


commands = (migrate, parked, redrive)
