"""`lingbu simulate`: a synthetic caseload through the real services, under a turned clock."""

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from kernel.month import Month

__all__ = ["simulate"]

EARLIEST = Month(2019, 4)  # 京劳服失发〔2019〕1号 附件1 四.1: before it there is another flow


def _month(context: click.Context, parameter: click.Parameter, text: str) -> str:
    try:
        month = Month.parse(text)
    except ValueError:
        raise click.BadParameter("应为 YYYY-MM。") from None
    if month < EARLIEST:
        raise click.BadParameter(f"新流程自 {EARLIEST} 起实施，之前没有可以模拟的流程。")
    return str(month)


@click.command()
@click.option(
    "--persons", default=100, show_default=True, type=click.IntRange(1, 100_000), help="多少人。"
)
@click.option(
    "--months", default=18, show_default=True, type=click.IntRange(1, 120), help="多少个月。"
)
@click.option("--seed", default=1, show_default=True, help="随机种子；同样的种子，同样的结果。")
@click.option(
    "--from",
    "first",
    default="2021-07",
    show_default=True,
    callback=_month,
    help="第一个月。2019-07 至 2020-06 的医疗缴费基数未见公布，其间开始的须等待。",
)
@click.option("--json", "as_json", is_flag=True, help="输出规范化的 JSON（逐字节可比）。")
@click.option(
    "--var",
    type=click.Path(path_type=Path, file_okay=False),
    help="数据目录；给出后可以中断，再以同样的参数继续。默认用完即删。",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    type=click.IntRange(1, 16),
    help="几个进程（按区分工），不影响结果。",
)
@click.option(
    "--progress/--no-progress",
    default=True,
    show_default=True,
    help="进度写到标准错误：终端上是进度条，其他地方每过一个月一行。",
)
def simulate(
    persons: int,
    months: int,
    seed: int,
    first: str,
    as_json: bool,
    var: Path | None,
    workers: int,
    progress: bool,
) -> None:
    """模拟：一批虚构的人在拨动的时钟下，经由真实的各服务，申请、受理、复核、享受、停止。

    结束时核对各库（不由一人一钥匙盘通过、一月不付两次、停后不付 ……），有违反则退出码为 1。
    """
    from servicekit.config import from_environment
    from servicekit.rulebook import rulebook
    from simulators.simulation.page import page
    from simulators.simulation.plan import Plan
    from simulators.simulation.summary import canonical, summary

    settings = from_environment()
    _must_know_the_people(rulebook(settings))
    plan = Plan(
        persons=persons,
        months=months,
        seed=seed,
        first=first,
        shares=workers,
        pack=settings.get("POLICY", ""),
    )
    with _somewhere(var) as where:
        found = summary(plan, _lived(plan, where, progress, kept=var is not None))
    click.echo(canonical(found) if as_json else page(found))
    sys.exit(bool(found["violations"]))


def _must_know_the_people(rulebook: Any) -> None:
    """The people that are invented live in Beijing: a variant of its pack knows their banks."""
    from simulators.simulation.population import BANKS

    banks = set(rulebook.tables["banks"])
    if absent := [code for code in BANKS if code not in banks]:
        raise click.ClickException(
            f"模拟的人按北京的规则包虚构；LINGBU_POLICY 的规则包没有缴费银行 {'、'.join(absent)}。"
        )


def _lived(plan: Any, where: Path, shown: bool, kept: bool) -> Any:
    from simulators.simulation.plan import AnotherPlan
    from simulators.simulation.progress import Bar, Silence
    from simulators.simulation.run import ShareFailed
    from simulators.simulation.run import simulate as live

    signal.signal(signal.SIGTERM, _interrupt)
    bar = Bar(sys.stderr) if shown else Silence()
    try:
        return live(plan, where, bar.reached)
    except AnotherPlan as other:
        raise click.ClickException(f"{where} 中是另一次模拟：{other}；请换一个 --var。") from None
    except ShareFailed as failed:
        again = "以同样的参数再次运行即可继续。" if kept else ""
        raise click.ClickException(f"模拟没有完成：{failed}。{again}") from None
    except KeyboardInterrupt:
        more = "以同样的参数再次运行即可继续。" if kept else "没有给 --var，已作废。"
        click.echo(f"\n已中断，{more}", err=True)
        sys.exit(130)
    finally:
        bar.close()


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt


@contextmanager
def _somewhere(var: Path | None) -> Iterator[Path]:
    """The given directory, or one that is gone afterwards."""
    if var is not None:
        yield var
        return
    where = Path(tempfile.mkdtemp(prefix="lingbu-simulation-"))
    try:
        yield where
    finally:
        shutil.rmtree(where, ignore_errors=True)
