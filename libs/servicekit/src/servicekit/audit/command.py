"""`lingbu verify-audit` and `lingbu witness`."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from servicekit.audit.signing import Signer, Verifier
from servicekit.audit.stores import witness_store
from servicekit.audit.verify.notebook import Seen, read, write
from servicekit.audit.verify.ordered import Prover, step_each
from servicekit.audit.verify.prove import Means, Proof, prove
from servicekit.audit.witness import SECONDS, Witness, keep_looking
from servicekit.config import need, strong
from servicekit.database import make_engine
from servicekit.installation import Place, places, settings_of
from servicekit.options import VAR

ORDERED_SECONDS = 2.0  # between two looks for proofs ordered on the pages


@click.command("verify-audit")
@VAR
@click.argument("services", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
@click.option("--jobs", default=os.cpu_count() or 1, show_default=True, help="同时用几个进程。")
@click.option("--without-witness", is_flag=True, help="没有见证也核对：查不出有全部权限者的改动。")
@click.option(
    "--notebook",
    type=click.Path(dir_okay=False, path_type=Path),
    help="审计员自己保管的文件：记下见证到了第几条，下次核对时那一条必须还在。",
)
def verify_audit(
    var: Path,
    services: tuple[str, ...],
    as_json: bool,
    jobs: int,
    without_witness: bool,
    notebook: Path | None,
) -> None:
    """核对审计记录：逐行、逐链、逐日，并与另存的见证对照。有发现时以 1 退出。

    给出服务名则只核对这些服务。见证与公钥取自 LINGBU_AUDIT_WITNESS、LINGBU_AUDIT_PUBLIC；
    嵌入式运行取自 --var 目录。
    """
    values = settings_of(var)
    seen = read(notebook) if notebook else {}
    means = _means(values, jobs, without_witness, seen)
    proofs: list[tuple[Proof, float]] = []
    with places(var, services) as found:
        for place in [place for place in found if "audit" in place.metadata.tables]:
            begun = time.monotonic()
            proofs.append((_prove(place, means, as_json), time.monotonic() - begun))
    if notebook and means.store is not None:
        sound = {proof.service: proof.newest for proof, _ in proofs if not proof.found}
        write(notebook, seen | sound)
    click.echo(_as_json(proofs) if as_json else _report(proofs, means))
    raise SystemExit(1 if any(proof.found for proof, _ in proofs) else 0)


def _means(
    values: Mapping[str, str], jobs: int, without_witness: bool, seen: Mapping[str, Seen]
) -> Means:
    public = values.get("AUDIT_PUBLIC", "")
    if not public:
        public = Signer(need(values, "AUDIT_KEY", "审计公钥 AUDIT_PUBLIC，或审计私钥")).public
    place = "" if without_witness else need(values, "AUDIT_WITNESS", "见证所在的目录或地址")
    return Means(
        verifier=Verifier(public),
        store=witness_store(place) if place else None,
        turned=bool(values.get("CLOCK_FILE")),
        jobs=jobs,
        seen=seen,
    )


def _prove(place: Place, means: Means, quiet: bool) -> Proof:
    shown: Any = click.progressbar(
        length=1000, label=f"{place.name:<12}", file=sys.stderr, hidden=quiet
    )
    with shown as bar:
        return prove(place.name, place.url, means, lambda part: _advance(bar, part))


def _advance(bar: Any, part: float) -> None:
    bar.update(int(part * 1000) - bar.pos)


def _report(proofs: list[tuple[Proof, float]], means: Means) -> str:
    lines = []
    for proof, seconds in proofs:
        lines.append(
            f"{proof.service:<12} {proof.chains} 链 {proof.rows} 行 {proof.days} 日根，"
            f"{seconds:.1f} 秒，待见证 {proof.unkept} 行，发现 {len(proof.found)} 处"
        )
        lines += [f"    ✗ {finding.sentence()}" for finding in proof.found]
        lines += [f"    · {once.sentence()}" for once in proof.past]
    if means.store is None:
        lines.append("未与见证对照：有数据库全部权限的人改动后重算全部散列，这样查不出来。")
    total = sum(len(proof.found) for proof, _ in proofs)
    return "\n".join([*lines, f"共发现 {total} 处。" if total else "审计记录完整。"])


def _as_json(proofs: list[tuple[Proof, float]]) -> str:
    told = [
        {
            "service": proof.service,
            "chains": proof.chains,
            "rows": proof.rows,
            "days": proof.days,
            "not_witnessed_yet": proof.unkept,
            "seconds": round(seconds, 2),
            "findings": [finding.plain() for finding in proof.found],
            "past": [once.plain() for once in proof.past],
        }
        for proof, seconds in proofs
    ]
    return json.dumps(told, ensure_ascii=False, indent=1)


@click.command()
@VAR
@click.option("--once", is_flag=True, help="只看一次。")
def witness(var: Path, once: bool) -> None:
    """见证：每分钟把各链有变动的链首签名后另存一份，每天结出日根（由独立的进程运行）。

    页面上开始的审计核对也由它逐段完成。
    """
    values = settings_of(var)
    signer = Signer(strong("AUDIT_KEY", need(values, "AUDIT_KEY", "审计私钥，32 字节，base64")))
    store = witness_store(need(values, "AUDIT_WITNESS", "见证所在的目录或地址"))
    with places(var) as places_found:
        found = [place for place in places_found if "audit" in place.metadata.tables]
        watched = [
            Witness(place.name, make_engine(place.url, pool_size=1), signer, store)
            for place in found
        ]
        if once:
            for one in watched:
                click.echo(f"{one.service}: 另存 {one.look()} 个链首")
            return
        means = Means(
            verifier=Verifier(signer.public),
            store=store,
            turned=bool(values.get("CLOCK_FILE")),
            jobs=1,
        )
        provers = [
            Prover(place.name, one.engine, place.kit.runs, means)
            for place, one in zip(found, watched, strict=True)
            if place.kit is not None
        ]
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        click.echo(f"witness ready, {len(watched)} services")
        while not stop.is_set():
            keep_looking(watched)
            _prove_what_is_ordered(provers, stop)
        keep_looking(watched)


def _prove_what_is_ordered(provers: list[Prover], stop: threading.Event) -> None:
    """Until the next look is due."""
    until = time.monotonic() + SECONDS
    while not stop.is_set() and time.monotonic() < until:
        if not step_each(provers):
            stop.wait(ORDERED_SECONDS)


commands = (verify_audit, witness)
