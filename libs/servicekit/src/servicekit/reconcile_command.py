"""`lingbu reconcile`: the three-way reconciliation of a month, made now or as it was made."""

import getpass
from pathlib import Path

import click

from contracts.caller import SYSTEM, Caller
from contracts.payments import GetReconciliation, MonthDifference, ReconcileMonth, Reconciliation
from kernel.errors import Refusal
from servicekit.calendar_command import desk_at
from servicekit.installation import places
from servicekit.options import VAR


@click.command()
@VAR
@click.option("--month", required=True, metavar="YYYY-MM", help="哪个月。")
@click.option("--kept", is_flag=True, help="只看已生成的最近一次结果，不重新对账。")
def reconcile(var: Path, month: str, kept: bool) -> None:
    """三方对账：台账、社保中心的文件、银行扣款，按区核对笔数和金额，列出不一致的明细。

    不一致时以状态码 1 结束。
    """
    who = Caller(subject=f"operator:{getpass.getuser()}"[:80], name="运维人员", tier=SYSTEM)
    form = GetReconciliation(month=month) if kept else ReconcileMonth(month=month)
    with places(var, (ReconcileMonth.service,)) as [place]:
        try:
            found: Reconciliation = desk_at(place, var).perform(form, who)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
    _print(found)
    if not found.equal:
        raise SystemExit(1)


def _print(found: Reconciliation) -> None:
    click.echo(f"{found.month} 三方对账（{found.made_at}）：{'一致' if found.equal else '不一致'}")
    for one in found.districts:
        centre = f"{one.centre} 笔 {one.centre_personal} 元" if one.files else "无文件"
        said = "一致" if one.equal else f"{one.differences} 笔不一致"
        click.echo(
            f"{one.agency}：台账 {one.ours} 笔 {one.ours_personal} 元，社保中心 {centre}，"
            f"银行 {one.bank} 笔 {one.bank_personal} 元；{said}"
        )
    for line in found.differences:
        click.echo(f"  {_line(line)}")


def _line(line: MonthDifference) -> str:
    sums = f"台账 {line.ours or '无'}，社保中心 {line.centre or '无'}，银行 {line.bank or '无'}"
    return f"{line.agency} {line.application_id}：{sums}。{line.sentence}"


commands = (reconcile,)
