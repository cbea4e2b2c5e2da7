"""The commands of `lingbu`; packages installed beside the kit add theirs (`lingbu.commands`).

Each process of an installation starts here, so a command's module is loaded when it is called.
"""

import logging
import os
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from servicekit.clock import TurnableClock
from servicekit.config import from_environment, refuse_what_is_unsafe
from servicekit.discreet import write_discreetly
from servicekit.options import VAR
from servicekit.rulebook import refuse_examples, rulebook

OWN = {
    "migrate": "operations",
    "parked": "operations",
    "redrive": "operations",
    "reseal": "upkeep",
    "purge": "purging",
    "calendar": "calendar_command",
    "broker-definitions": "broker_command",
    "level": "levelling",
    "reconcile": "reconcile_command",
    "verify-audit": "audit.command",
    "witness": "audit.command",
    "verify-signatures": "signing.command",
}
"""The kit's own commands and the modules that hold them."""


class Installed(click.Group):
    """The commands written here, the kit's others, and those of packages beside it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        added = entry_points(group="lingbu.commands").names
        return sorted({*super().list_commands(ctx), *OWN, *added})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in OWN:
            known = import_module(f"servicekit.{OWN[cmd_name]}").commands
            found: click.Command = {one.name: one for one in known}[cmd_name]
            return found
        for entry in entry_points(group="lingbu.commands", name=cmd_name):
            added: click.Command = entry.load()
            return added
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=Installed,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def lingbu() -> None:
    """灵补：灵活就业社会保险补贴经办系统。"""
    write_discreetly(logging.WARNING, os.environ.get("LINGBU_LOG") or "text")
    _quiet_libraries()


@lingbu.command()
@VAR
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址。")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="端口；0 为任选空闲端口。",
)
@click.option("--copies", default=1, hidden=True, help="每封信投递几次（测试用）。")
@click.option("--demo/--no-demo", default=True, show_default=True, help="首次启动时放入演示案例。")
def up(var: Path, host: str, port: int, copies: int, demo: bool) -> None:
    """一个进程启动全部：数据库、总线、各服务、网关、外部系统模拟器、演示账户。"""
    from servicekit.embedded.up import start

    start(var=var, host=host, port=port, copies=copies, demo=demo)


@lingbu.command()
@click.argument("name")
@click.argument("service", required=False)
@click.option("--relay/--no-relay", default=True, help="同时监管发件进程。")
@click.option("--set", "given", multiple=True, help="设置 NAME=VALUE，代替 LINGBU_NAME。")
def run(name: str, service: str | None, relay: bool, given: tuple[str, ...]) -> None:
    """单独运行一个服务（intake、review …）、网关 gateway、门户 portal 或发件进程 relay SERVICE。

    演示用：simulator NAME 单独扮演一个外部系统（police、banks、centre …）。
    设置来自环境变量 LINGBU_*，见 docs/runbooks/settings.md。
    """
    values = from_environment() | dict(_setting(one) for one in given)
    refuse_what_is_unsafe(values)
    if name != "relay" and values.get("POLICY"):
        refuse_examples(rulebook(values), values)
    if name == "relay":
        from servicekit.relay_process import run_relay

        if not service:
            raise click.UsageError("请给出服务名：lingbu run relay SERVICE。")
        _must_be_installed(service)
        run_relay(values)
    elif name == "gateway":
        _gateway().serve(values)
    elif front := _front(name):
        front.serve(values)
    else:
        from servicekit.assembly import find_service, find_variant
        from servicekit.run import run_service

        chosen = find_variant(name, service) if service else find_service(name)
        run_service(chosen, values, with_relay=relay)


def _setting(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign:
        raise click.UsageError(f"--set 应为 NAME=VALUE：{word}")
    return name.removeprefix("LINGBU_"), value


@lingbu.command(context_settings={"ignore_unknown_options": True})  # -3h is no option
@VAR
@click.argument("turn", required=False)
def clock(var: Path, turn: str | None) -> None:
    """查看或拨动嵌入式运行的时钟：+5d、-3h、+2w、2019-04-24T09:00、now。"""
    from servicekit.embedded.turning import turn_clock

    click.echo(turn_clock(TurnableClock(var / "clock.json"), turn).isoformat(timespec="seconds"))


def _front(name: str) -> Any:
    """Pages before the gateway, where they are installed."""
    found = entry_points(group="lingbu.fronts", name=name)
    return next((entry.load() for entry in found), None)


def _must_be_installed(service: str) -> None:
    """The relay of one service loads none of its code: the outbox is the same everywhere."""
    if service not in (*entry_points(group="lingbu.services").names, "gateway"):
        from servicekit.assembly import find_service

        find_service(service)  # which ends the process with the names there are


def _gateway() -> Any:
    [entry] = entry_points(group="lingbu.apps", name="gateway")
    return entry.load()


def _quiet_libraries() -> None:
    for name in ("nameko", "pika", "amqp", "kombu"):
        logging.getLogger(name).setLevel(logging.ERROR)
