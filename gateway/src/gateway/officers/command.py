"""`lingbu officers`: the first administrators of an installation, before anybody can sign in."""

from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import IntegrityError

from contracts.caller import ADMINISTRATORS, OPERATOR, SYSTEM_CALLER
from gateway.officers import keyring, people
from gateway.officers.desk import make_desk
from gateway.officers.forms import (
    BindKey,
    CreateOfficer,
    ListOfficers,
    RegisterKey,
    SetPassword,
)
from kernel.errors import Refusal
from servicekit.clock import clock_from
from servicekit.config import from_environment
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.installation import places
from servicekit.options import VAR


@click.group()
def officers() -> None:
    """经办人员：建立首批管理员，查看名单；其余在系统内由管理员办理。"""


@officers.command("add-administrator")
@VAR
@click.argument("account")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", required=True, type=click.Choice(ADMINISTRATORS), help="三类管理员之一。")
@click.option("--key-serial", required=True, help="钥匙盘序列号。")
@click.option(
    "--certificate",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="钥匙盘证书（PEM，含上级证书），须由受信任的根（LINGBU_KEY_ROOTS_FILE）签发。",
)
@click.password_option(help="口令；不给出则提示输入。")
def add_administrator(
    var: Path, account: str, name: str, role: str, key_serial: str, certificate: Path, password: str
) -> None:
    """建立某类管理员的第一人；该类已有人在任时拒绝，请其在系统内办理。"""
    with places(var, ["gateway"]) as found:
        desk = _desk(found[0].url)
        if any(role in one.roles and not one.disabled for one in _all(desk)):
            raise click.ClickException("该类管理员已有人在任，请由安全管理员在系统内办理。")
        try:
            _establish(desk, account, name, role, key_serial, certificate.read_text(), password)
        except Refusal as refused:
            raise click.ClickException(refused.message) from None
        except IntegrityError:
            raise click.ClickException("该账号、钥匙盘或证书已经存在。") from None
    click.echo(f"已建立{account}（{role}），钥匙盘 {key_serial}。")


@officers.command("list")
@VAR
def list_them(var: Path) -> None:
    """列出经办人员：账号、姓名、层级、区划、岗位、钥匙盘。"""
    with places(var, ["gateway"]) as found:
        for one in _all(_desk(found[0].url)):
            state = "停用" if one.disabled else ""
            cells = (one.account, one.name, one.tier, one.division, "、".join(one.roles))
            click.echo("\t".join((*cells, one.key_serial or "—", state)).rstrip())


def _desk(url: str) -> Desk:
    values = from_environment()
    return make_desk(make_sessions(make_engine(url, pool_size=1)), clock_from(values), values)


def _establish(
    desk: Desk, account: str, name: str, role: str, serial: str, certificate: str, password: str
) -> None:
    """All of it or nothing."""
    create = CreateOfficer(
        account=account,
        name=name,
        tier=OPERATOR,
        division=desk.world.policy.divisions.root.code,
        roles=(role,),
        valid_from=desk.world.clock.today(),
    )
    with desk.uow() as uow:
        people.create_officer(create, uow)
        people.set_password(SetPassword(account=account, password=password), uow)
        keyring.register_key(RegisterKey(serial=serial, certificate=certificate), uow)
        keyring.bind_key(BindKey(serial=serial, account=account), uow)
        uow.commit()


def _all(desk: Desk) -> list[Any]:
    lines: list[Any] = []
    cursor: str | None = None
    while True:
        page = desk.perform(ListOfficers(cursor=cursor, limit=100), SYSTEM_CALLER)
        lines += page.items
        cursor = page.next_cursor
        if cursor is None:
            return lines
