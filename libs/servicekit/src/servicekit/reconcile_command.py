"""`lingbu reconcile`: the three-way reconciliation of a month, made now or as it was made."""

import getpass
from pathlib import Path

import click

from contracts.caller import SYSTEM, Caller
from contracts.message import Command
from contracts.payments import (
    GetReconciliation,
    ListUnequalMonths,
    MonthDifference,
    ReconcileMonth,
    Reconciliation,
    UnequalMonths,
)
from kernel.errors import Refusal
from servicekit.calendar_command import desk_at
from servicekit.installation import places
from servicekit.options import VAR


@click.command()
@VAR
@click.option("--month", metavar="YYYY-MM", help="哪个月；不写则列出各区各月尚不一致的。")
@click.option("--kept", is_flag=True, help="只看已生成的最近一次结果，不重新对账。")
def reconcile(var: Path, month: str | None, kept: bool) -> None:
    """三方对账：台账、社保中心的文件、银行扣款，按区核对笔数和金额，列出不一致的明细。

    每夜自动对账；不写月份时只列出仍不一致的区和月份。不一致时以状态码 1 结束。
    """
    who = Caller(subject=f"operator:{getpass.getuser()}"[:80], name="运维人员", tier=SYSTEM)
    with places(var, (ReconcileMonth.service,)) as [place]:
        try:
            found = desk_at(place, var).perform(_form(month, kept), who)
        except Refusal as refusal:
            raise click.ClickException(refusal.message) from None
    equal = _print_unequal(found) if month is None else _print(found)
    if not equal:
        raise SystemExit(1)


def _form(month: str | None, kept: bool) -> Command:
    if month is None:
        return ListUnequalMonths()
    return GetReconciliation(month=month) if kept else ReconcileMonth(month=month)


def _print_unequal(found: UnequalMonths) -> bool:
    for one in found.items:
        click.echo(
            f"{one.agency} {one.month}：自{one.since}起不一致，{one.differences} 笔；台账"
            f" {one.ours_personal} 元，社保中心 {one.centre_personal or '无文件'}，"
            f"银行 {one.bank_personal} 元（{one.made_at}）"
        )
    if not found.items:
        click.echo("各区各月均一致。")
    return not found.items


def _print(found: Reconciliation) -> bool:
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
    return found.equal


def _line(line: MonthDifference) -> str:
    sums = f"台账 {line.ours or '无'}，社保中心 {line.centre or '无'}，银行 {line.bank or '无'}"
    who = " ".join(part for part in (line.number, line.name) if part)
    return f"{line.agency} {who or line.application_id}：{sums}。{line.sentence}"


commands = (reconcile,)
