"""`lingbu reseal`: sealing old values anew."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy import Engine

from contracts.runs import RESEAL
from servicekit.assembly import make_sealer
from servicekit.config import need
from servicekit.database import make_engine
from servicekit.installation import Place, places, settings_of
from servicekit.options import VAR
from servicekit.resealing import rehash, sealed_columns, waiting
from servicekit.resealing import reseal as reseal_column
from servicekit.runs import Told
from servicekit.sealing import Sealer


@click.command()
@VAR
@click.argument("names", nargs=-1)
@click.option("--status", is_flag=True, help="只说还有多少在旧密钥之下。")
@click.option("--search", is_flag=True, help="改为用新的查找密钥重算查找散列；须先停下服务。")
def reseal(var: Path, names: tuple[str, ...], status: bool, search: bool) -> None:
    """用当前密钥（密钥串的第一把）把旧密钥加密的数据分批重新加密；随时可停，再运行即接着做。"""
    sealer = make_sealer(need(settings_of(var), "SEALING_KEYS", "个人信息的加密密钥"))
    left = 0
    with places(var, names) as found:
        for place in found:
            if search:
                _rehash(place, sealer)
                continue
            left += _reseal(place, sealer, status)
    if not left and not search:
        click.echo(f"全部数据已在密钥 {sealer.ring.current} 之下。")


def _rehash(place: Place, sealer: Sealer) -> None:
    if place.service is not None and place.service.store.searched:
        engine = make_engine(place.url, pool_size=1)
        count = rehash(engine, place.service.store, sealer)
        engine.dispose()
        click.echo(f"{place.name}: 已重算 {count} 个查找散列")


def _reseal(place: Place, sealer: Sealer, status: bool) -> int:
    engine, left = make_engine(place.url, pool_size=1), 0
    counts = {work: waiting(engine, work, sealer) for work in sealed_columns(place.metadata)}
    told = _told(place, engine, sum(counts.values())) if not status else None
    for work, count in counts.items():
        if count and not status:
            label = f"{place.name} {work.name}"
            with click.progressbar(length=count, label=label) as bar:
                reseal_column(engine, work, sealer, lambda many: _tell(many, bar, told))
            count = waiting(engine, work, sealer)
        if count:
            click.echo(f"{place.name} {work.name}: {count} 行在旧密钥之下（或已无法开封）")
        left += count
    if told is not None:
        told.end()
    engine.dispose()
    return left


def _told(place: Place, engine: Engine, total: int) -> Told | None:
    """Where there is anything to seal, the operators' pages are told how far it is."""
    return Told(engine, place.kit.runs, RESEAL, total) if place.kit is not None and total else None


def _tell(many: int, bar: Any, told: Told | None) -> None:
    bar.update(many)
    if told is not None:
        told.more(many)


commands = (reseal,)
