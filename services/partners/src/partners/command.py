"""`lingbu waiting`: what waits for whom; one, those that fit, or all said again."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import click

from contracts.caller import SYSTEM_CALLER
from contracts.partners import (
    ListPartners,
    ListWaiting,
    PartnerLine,
    ResendWaiting,
    Resent,
    Waiting,
)
from kernel.clock import SHANGHAI
from kernel.errors import Refusal
from partners.service import PartnersService
from servicekit.assembly import make_sealer, make_world
from servicekit.clock import clock_from
from servicekit.config import need
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.installation import places, settings_of
from servicekit.options import VAR

PAGE = 100


@click.command()
@VAR
@click.option("--partner", default="", help="只看一个外部系统。")
@click.option("--message", default="", help="只看一种询问，如 check.request。")
@click.option("--state", type=click.Choice(["waiting", "abandoned", "refused"]), help="按状态。")
@click.option("--error", default="", help="按最后的错误，如 kept-back、no-key。")
@click.option("--number", type=click.UUID, help="只重发这一件（与 --resend 同用）。")
@click.option("--resend", is_flag=True, help="重发所选的；全部重发须给 --all。")
@click.option("--all", "everything", is_flag=True, help="全部（与 --resend 同用）。")
@click.option("--limit", default=50, show_default=True, help="最多列出几件。")
def waiting(
    var: Path,
    partner: str,
    message: str,
    state: str | None,
    error: str,
    number: UUID | None,
    resend: bool,
    everything: bool,
    limit: int,
) -> None:
    """等候外部系统答复的询问：各系统的线路、每件等谁、自何时、第几次、最后的错误、何时再问。

    人工录入答复须两名经办人以钥匙盘签名，在接口上办理。
    """
    chosen = {"partner": partner, "message": message, "state": state, "error": error}
    with places(var, ("partners",)) as [place]:
        desk = _desk(place.url, var)
        try:
            if resend:
                again = ResendWaiting(request_id=number, everything=everything, **chosen)
                done = desk.perform(again, SYSTEM_CALLER, str(uuid4()))
                click.echo(_resent(done))
                return
            _show(desk, chosen, limit)
        except Refusal as refused:
            raise click.ClickException(refused.message) from None


def _desk(url: str, var: Path) -> Desk:
    values = settings_of(var)
    sealer = make_sealer(need(values, "SEALING_KEYS", "个人信息的加密密钥"))
    world = make_world(sealer, clock_from(values), values)
    return Desk.of(PartnersService, make_sessions(make_engine(url, pool_size=1)), world)


def _show(desk: Desk, chosen: dict[str, Any], limit: int) -> None:
    for line in desk.perform(ListPartners(), SYSTEM_CALLER).items:
        if chosen["partner"] in ("", line.partner):
            click.echo(_line(line))
    cursor, left, total = None, limit, 0
    while left > 0:
        query = ListWaiting(**chosen, cursor=cursor, limit=min(left, PAGE))
        page = desk.perform(query, SYSTEM_CALLER)
        for one in page.items:
            click.echo(_row(one))
        cursor, left, total = page.next_cursor, left - len(page.items), page.total
        if cursor is None:
            break
    click.echo(f"共 {total} 件等候。")


def _resent(done: Resent) -> str:
    if not done.kept_back:
        return f"已安排重发 {done.count} 件。"
    out = done.count - done.kept_back
    return (
        f"已安排重发 {done.count} 件：立即发出 {out} 件；"
        f"线路断开而暂留 {done.kept_back} 件，线路再次试探并接通后发出。"
    )


def _line(line: PartnerLine) -> str:
    state = "正常" if line.line == "closed" else f"暂停，{_when(line.next_probe_at)} 试探"
    return (
        f"{line.partner:<14} {line.title}  {state}  等候 {line.waiting}  "
        f"已放弃 {line.abandoned}  被拒 {line.refused}  最近答复 {_when(line.heard_at)}"
    )


def _row(one: Waiting) -> str:
    hand = "  有待复核的人工录入" if one.by_hand else ""
    return (
        f"{one.request_id}  {one.partner:<14} {one.message} {one.topic}  {one.state}  "
        f"自 {_when(one.asked_at)}  第 {one.tries} 次  {one.error or '等待答复'}  "
        f"下次 {_when(one.next_try_at)}{hand}"
    )


def _when(moment: Any) -> str:
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if moment else "—"
