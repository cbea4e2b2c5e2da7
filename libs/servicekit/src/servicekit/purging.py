"""`lingbu purge`: destroys what is kept no longer, batch by batch, while the services work on."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from contracts.runs import PURGE
from kernel.clock import SHANGHAI
from policy import Rules
from servicekit.assembly import installed_services, make_sealer
from servicekit.audit.signing import Signer
from servicekit.clock import clock_from
from servicekit.config import need
from servicekit.database import make_engine
from servicekit.destroying import Keeper, batches, destroy, held_by_any
from servicekit.dossiers import Term
from servicekit.installation import Place, places, settings_of
from servicekit.options import VAR
from servicekit.retention import (
    BATCH,
    KINDS,
    before_of,
    note_rows,
    old_chains,
    old_rows,
    purge_chains,
    purge_rows,
)
from servicekit.rulebook import rulebook
from servicekit.runs import Told
from servicekit.store import Kind


@click.command()
@VAR
@click.argument("names", nargs=-1)
@click.option("--dry-run", is_flag=True, help="只说会销毁多少，依据哪一条。")
def purge(var: Path, names: tuple[str, ...], dry_run: bool) -> None:
    """按保管期限销毁：申请档案、幂等键、信件、登录记录、期满的审计链；随时可停，再运行即接着做。

    只点名部分服务时不销毁申请档案：一件档案是否可销毁，要问过全部服务。须有审计私钥（留下的逐日散列由它签名）
    和个人信息的加密密钥（留下的已享受月数仍加密）。
    """
    values = settings_of(var)
    need(values, "POLICY", "本省的规则包：保管期限由它规定")
    book = rulebook(values)
    signer = None if dry_run else Signer(need(values, "AUDIT_KEY", "审计私钥"))
    if signer is not None:
        make_sealer(need(values, "SEALING_KEYS", "个人信息的加密密钥"))
    machine = datetime.now(SHANGHAI)  # for what is stamped by the machine: never a turned clock
    with places(var, names) as found, _engines(found) as engines:
        for place in found:
            for kind in (*KINDS, *place.kept):
                _purge_kind(place, engines[place.name], kind, book.on(machine.date()), signer)
        now = clock_from(values).now()
        _purge_dossiers(found, engines, book.on(now.date()), now, signer)
        for place in [place for place in found if place.service is not None]:
            _purge_chains(place, engines[place.name], book.on(machine.date()), signer)


@contextmanager
def _engines(found: list[Place]) -> Iterator[dict[str, Engine]]:
    with ExitStack() as stack:
        engines = {place.name: make_engine(place.url, pool_size=1) for place in found}
        for engine in engines.values():
            stack.callback(engine.dispose)
        yield engines


def _purge_kind(
    place: Place, engine: Engine, kind: Kind, rules: Rules, signer: Signer | None
) -> None:
    now = datetime.now(SHANGHAI)
    before, clause = before_of(kind.term, rules, now), str(rules.clause(kind.term))
    if signer is None:
        with engine.connect() as connection:
            count = old_rows(connection, kind, before)
    else:
        count, gone, told = 0, 1, None
        while gone:
            with engine.begin() as connection:
                gone = purge_rows(connection, kind, before)
                if gone and place.kit is not None:
                    note_rows(connection, place.kit, kind, gone, clause, now)
            if gone and place.kit is not None:
                told = told or Told(engine, place.kit.runs, PURGE)
                told.more(gone)
            count += gone
        if told is not None:
            told.end()
    word = "销毁" if signer else "将销毁"
    click.echo(f"{place.name} {kind.title}：{before:%Y-%m-%d}之前，{word} {count} 行（{clause}）")


def _purge_dossiers(
    found: list[Place],
    engines: dict[str, Engine],
    rules: Rules,
    now: datetime,
    signer: Signer | None,
) -> None:
    keepers = [
        Keeper(
            name=place.name,
            dossier=place.service.store.dossier,
            kit=place.service.store.kit,
            engine=engines[place.name],
        )
        for place in found
        if place.service is not None and place.service.store.dossier is not None
    ]
    everybody = {name for name, one in installed_services().items() if one.store.dossier}
    if {keeper.name for keeper in keepers} != everybody:
        click.echo("申请档案：未连接全部服务的数据库，不销毁。")
        return
    for lead in [keeper for keeper in keepers if keeper.dossier.terms]:
        for term in lead.dossier.terms:
            _purge_term(lead, keepers, term, rules, now, signer)


def _purge_term(
    lead: Keeper,
    keepers: list[Keeper],
    term: Term,
    rules: Rules,
    now: datetime,
    signer: Signer | None,
) -> None:
    before, clause = before_of(term.value, rules, now), str(rules.clause(term.value))
    count, reasons = 0, Counter[str]()
    for ids in batches(lead, term, before):
        kept = held_by_any(keepers, ids, rules, before)
        free = [each for each in ids if each not in kept]
        reasons.update(kept.values())
        if signer is None or not free:
            count += len(free)
            continue
        count += destroy(keepers, free, rules, before=before, clause=clause, now=now, signer=signer)
    word = "销毁" if signer else "将销毁"
    said = "、".join(f"{reason} {many}" for reason, many in sorted(reasons.items()))
    waits = f"，暂缓 {reasons.total()} 件（{said}）" if reasons else ""
    click.echo(f"{term.title}：{before:%Y-%m-%d}之前，{word} {count} 件{waits}（{clause}）")


def _purge_chains(place: Place, engine: Engine, rules: Rules, signer: Signer | None) -> None:
    now, store = datetime.now(SHANGHAI), place.service.store  # type: ignore[union-attr]
    before, clause = before_of("archive_years", rules, now), str(rules.clause("archive_years"))
    stands, count = store.dossier.stands if store.dossier else "false", 0
    while True:
        with engine.begin() as connection:
            chains = old_chains(connection, before, BATCH if signer else 10**9, stands)
            count += len(chains)
            if signer and chains:
                purge_chains(
                    connection,
                    store.kit,
                    chains,
                    signer,
                    service=place.name,
                    clause=clause,
                    now=now,
                )
        if not signer or not chains:
            break
    word = "销毁" if signer else "将销毁"
    which = f"最后一行早于{before:%Y-%m-%d}、档案已不在的"
    click.echo(f"{place.name} 审计链：{which}，{word} {count} 条（{clause}）")


commands = (purge,)
