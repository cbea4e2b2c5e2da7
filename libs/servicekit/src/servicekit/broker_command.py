"""`lingbu broker-definitions`: what the broker reads at its start."""

import json
import os
from collections.abc import Mapping
from importlib.metadata import entry_points
from pathlib import Path

import click

from servicekit.assembly import installed_services
from servicekit.broker import Account, accounts, definitions, outside_accounts
from servicekit.config import BadSetting, from_environment, need, strong

STAND_INS = "simulators"  # of a demonstration only
OUTSIDE = "OUTSIDE_AMQP_PASSWORDS"


@click.command("broker-definitions")
@click.option("--vhost", default="lingbu", show_default=True, help="虚拟主机。")
@click.option(
    "--out", type=click.Path(path_type=Path), help="写入文件（仅所有者可写）；不给则写到标准输出。"
)
def broker_definitions(vhost: str, out: Path | None) -> None:
    """由代码生成 RabbitMQ 的定义：交换机、队列、绑定，每个服务、每个外部系统一个账户及其权限。

    各服务的口令取自 LINGBU_<服务>_AMQP_PASSWORD（或 …_FILE）；外部系统的口令取自
    LINGBU_OUTSIDE_AMQP_PASSWORDS（或 …_FILE），每行一个“名称=口令”，没有写到的外部系统没有账户。
    文件中只有加盐的散列。
    """
    values = from_environment()
    services = [
        service
        for name, service in sorted(installed_services().items())
        if name != STAND_INS or values.get("DEMO") == "1"
    ]
    known = accounts(services, [entry.name for entry in entry_points(group="lingbu.apps")])
    passwords = {one.user: _password(one.name, values) for one in known}
    outside = _outside(values, {one.name: one for one in outside_accounts(services)})
    known += [account for account, _ in outside]
    passwords |= {account.user: password for account, password in outside}
    made = definitions(services, known, passwords, vhost)
    text = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    fresh = out.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), "w") as file:
        file.write(text)
    fresh.replace(out)
    click.echo(f"已写入 {out}：{len(known)} 个账户，{len(made['queues'])} 个队列")


def _outside(values: Mapping[str, str], known: Mapping[str, Account]) -> list[tuple[Account, str]]:
    """Accounts of the outside systems that were given a password; raises `BadSetting`."""
    found = []
    for line in values.get("OUTSIDE_AMQP_PASSWORDS", "").splitlines():
        name, _, password = line.strip().partition("=")
        if name and name not in known:
            raise BadSetting(OUTSIDE, "有一行不是“外部系统名称=口令”")
        if name:
            found.append((known[name], strong(OUTSIDE, password)))
    return found


def _password(name: str, values: Mapping[str, str]) -> str:
    setting = f"{name.upper()}_AMQP_PASSWORD"
    return strong(setting, need(values, setting, f"{name} 在 RabbitMQ 上的口令"))


commands = (broker_definitions,)
