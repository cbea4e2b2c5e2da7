"""Commands of upkeep: sealing old values anew under the key in use."""

from pathlib import Path

import click

from servicekit.assembly import make_sealer
from servicekit.config import from_environment, need
from servicekit.database import make_engine
from servicekit.embedded.secrets import demo_secrets
from servicekit.installation import Place, places
from servicekit.resealing import rehash, sealed_columns, waiting
from servicekit.resealing import reseal as reseal_column
from servicekit.sealing import Sealer

VAR = click.option(
    "--var",
    type=click.Path(path_type=Path),
    default=Path("var"),
    show_default=True,
    help="嵌入式运行的数据目录。",
)


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


commands = (reseal,)
