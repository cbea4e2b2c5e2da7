"""`lingbu demo` and `lingbu caseload`."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
import urllib3

from simulators.story.answers import NotYet, Refused
from simulators.story.case_2019 import tell
from simulators.story.client import Lingbu
from simulators.story.house import HouseProcess
from simulators.story.terminal import Broken

__all__ = ["caseload", "demo"]

FAILURES = (Broken, NotYet, Refused, RuntimeError, OSError, urllib3.exceptions.HTTPError)


@click.command()
@click.option("--address", help="在已运行的灵补中讲述（须为演示环境），而不是另起一个。")
@click.option("--keep", is_flag=True, help="讲完不停止，可打开页面接着看；Ctrl-C 结束。")
def demo(address: str | None, keep: bool) -> None:
    """讲述 2019-04-01 的一份申请：从柜台到第一个补贴月，逐步给出日期、条款与短信。"""
    with _house(address) as lingbu:
        try:
            tell(lingbu, sys.stdout)
        except FAILURES as error:
            raise click.ClickException(f"故事没有讲完：{error}") from error
        if keep and not address:
            click.echo(f"\n灵补仍在运行：{lingbu.address}/    Ctrl-C 结束")
            with suppress(KeyboardInterrupt):
                signal.pause()


@contextmanager
def _house(address: str | None) -> Iterator[Lingbu]:
    if address:
        yield Lingbu(address)
        return
    with tempfile.TemporaryDirectory(prefix="lingbu-demo-", ignore_cleanup_errors=True) as folder:
        click.echo("正在启动一个临时的灵补（数据库、总线、各服务、网关）…")
        house = HouseProcess(Path(folder))
        try:
            yield house.start()
        except RuntimeError as error:
            raise click.ClickException(str(error)) from error
        finally:
            house.stop()


@click.command()
@click.option("--address", required=True, help="已运行的演示环境的地址。")
@click.option(
    "--var",
    type=click.Path(path_type=Path),
    default=Path("var"),
    show_default=True,
    help="演示环境的数据目录；装好后在其中留下 demo-filled。",
)
def caseload(address: str, var: Path) -> None:
    """给演示环境装入一小批案件，各种状态都有；只装一次，可中断后重来。"""
    from simulators.story.caseload import fill

    try:
        fill(Lingbu(address), var)
    except urllib3.exceptions.HTTPError as error:
        why = f"与灵补的连接断了（{type(error).__name__}），下次启动时接着装"
        click.echo(f"\n演示案件：{why}。", err=True)
        raise click.exceptions.Exit(1) from None
    except FAILURES as error:
        raise click.ClickException(f"演示案件没有装完：{error}") from error
