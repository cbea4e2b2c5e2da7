"""Commands of upkeep: sealing old values anew, destroying what is kept no longer."""

from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine

import policy
from kernel.clock import SHANGHAI
from servicekit.assembly import make_sealer
from servicekit.audit.signing import Signer
from servicekit.config import from_environment, need
from servicekit.database import make_engine
from servicekit.embedded.secrets import demo_secrets
from servicekit.installation import Place, places
from servicekit.options import VAR
from servicekit.resealing import rehash, sealed_columns, waiting
from servicekit.resealing import reseal as reseal_column
from servicekit.retention import (
    BATCH,
    KINDS,
    before_of,
    old_chains,
    old_rows,
    purge_chains,
    purge_rows,
)
from servicekit.sealing import Sealer


@click.command()
@VAR
@click.argument("names", nargs=-1)
@click.option("--status", is_flag=True, help="只说还有多少在旧密钥之下。")
@click.option("--search", is_flag=True, help="改为用新的查找密钥重算查找散列；须先停下服务。")
def reseal(var: Path, names: tuple[str, ...], status: bool, search: bool) -> None:
    """用当前密钥（密钥串的第一把）把旧密钥加密的数据分批重新加密；随时可停，再运行即接着做。"""
    values = from_environment()
    keys = values.get("SEALING_KEYS", "")
    if not keys and (var / "secrets.json").exists():
        keys = demo_secrets(var).sealing_keys
    sealer = make_sealer(keys or need(values, "SEALING_KEYS", "个人信息的加密密钥"))
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
    for work in sealed_columns(place.metadata):
        count = waiting(engine, work, sealer)
        if count and not status:
            label = f"{place.name} {work.name}"
            with click.progressbar(length=count, label=label) as bar:
                reseal_column(engine, work, sealer, bar.update)
            count = waiting(engine, work, sealer)
        if count:
            click.echo(f"{place.name} {work.name}: {count} 行在旧密钥之下（或已无法开封）")
        left += count
    engine.dispose()
    return left


@click.command()
@VAR
@click.argument("names", nargs=-1)
@click.option("--dry-run", is_flag=True, help="只说会销毁多少，依据哪一条。")
def purge(var: Path, names: tuple[str, ...], dry_run: bool) -> None:
    """按保管期限销毁：幂等键、信件、期满的审计链。销毁审计链须有审计私钥，留下的逐日散列由它签名。"""
    values = from_environment()
    with places(var, names) as found:
        key = values.get("AUDIT_KEY", "")
        if not key and (var / "secrets.json").exists():
            key = demo_secrets(var).audit_key
        signer = None if dry_run else Signer(key or need(values, "AUDIT_KEY", "审计私钥"))
        for place in [place for place in found if place.service is not None]:
            engine = make_engine(place.url, pool_size=1)
            _purge(place, engine, signer)
            engine.dispose()


def _purge(place: Place, engine: Engine, signer: Signer | None) -> None:
    now = datetime.now(SHANGHAI)  # the machine's time, as for the record: never a turned clock
    rules = policy.load().on(now.date())
    word = "销毁" if signer else "将销毁"
    for kind in KINDS:
        before, clause = before_of(kind.term, rules, now), rules.clause(kind.term)
        with engine.begin() as connection:
            count = (purge_rows if signer else old_rows)(connection, kind, before)
        click.echo(
            f"{place.name} {kind.title}：{before:%Y-%m-%d}之前，{word} {count} 行（{clause}）"
        )
    before, archived = before_of("archive_years", rules, now), str(rules.clause("archive_years"))
    count = 0
    while True:
        with engine.begin() as connection:
            chains = old_chains(connection, before, BATCH if signer else 10**9)
            count += len(chains)
            if signer and chains:
                kit = place.service.store.kit  # type: ignore[union-attr]
                purge_chains(
                    connection, kit, chains, signer, service=place.name, clause=archived, now=now
                )
        if not signer or not chains:
            break
    click.echo(
        f"{place.name} 审计链：最后一行早于{before:%Y-%m-%d}，{word} {count} 条（{archived}）"
    )


commands = (reseal, purge)
