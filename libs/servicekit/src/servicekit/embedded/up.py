"""`lingbu up`: start the embedded house, say where it is, fill it with the demo caseload."""

import signal
import subprocess  # nosec B404 - starts our own modules, without a shell
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
import eventlet

from servicekit.config import from_environment
from servicekit.embedded.house import EmbeddedHouse, HouseOptions
from servicekit.embedded.lock import lock_folder, port_is_free
from servicekit.rulebook import remember, rulebook
from servicekit.tracing import follow


def start(*, var: Path, host: str, port: int, copies: int, demo: bool) -> None:
    """Runs until Ctrl-C or SIGTERM."""
    settings = from_environment()
    rulebook(settings)
    held = lock_folder(var)
    port_is_free(host, port)
    click.echo("灵补启动中：数据库、总线、服务、网关 …")
    remember(settings, var)
    house = EmbeddedHouse(
        HouseOptions(var=var, host=host, port=port, copies=copies, settings=settings)
    )
    follow("lingbu", settings)
    house.open_services()
    wsgi = house.open_gateway()
    _stop_on_signals()
    try:
        house.serve(wsgi, lambda address: _ready(address, house, demo))
    except KeyboardInterrupt:
        click.echo("正在停止 …")
    finally:
        house.close()
        held.close()


def _ready(address: str, house: EmbeddedHouse, demo: bool) -> None:
    var = house.options.var
    click.echo(
        f"\n灵补已就绪：{address}\n  页面：{address}/    演示账户与说明：{address}/demo/\n"
        f"  接口文档：{address}/api/docs"
    )
    for entry in entry_points(group="lingbu.apps", name="gateway"):
        click.echo(entry.load().accounts_line(house.front))
    click.echo(f"  时钟：lingbu clock +5d --var {var}    停止：Ctrl-C\n")
    (var / "address").write_text(address)
    if demo:
        eventlet.spawn(_fill, address, var)


def _fill(address: str, var: Path) -> None:
    """The demo caseload is made by a client of the HTTP API, once."""
    if (var / "demo-filled").exists():
        return
    for entry in entry_points(group="lingbu.commands", name="caseload"):
        command = [sys.executable, "-m", "servicekit.cli", entry.name]
        words = [*command, "--address", address, "--var", str(var)]
        child: Any = subprocess.Popen(words)  # nosec B603 - our own module, no shell
        child.wait()


def _stop_on_signals() -> None:
    """Interrupts the one who serves: raised where it happens to be, a signal would end a worker
    whose service then waits for it for ever."""
    serving, hub = eventlet.getcurrent(), eventlet.hubs.get_hub()

    def stop(*_: Any) -> None:
        hub.schedule_call_global(0, serving.throw, KeyboardInterrupt)

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, stop)
