"""One house for each folder and each port: a second start says so instead of sharing."""

import fcntl
import socket
from pathlib import Path
from typing import IO

import click


def lock_folder(var: Path) -> IO[str]:
    """Holds the folder until the file is closed or the process ends, killed or not."""
    var.mkdir(parents=True, exist_ok=True)
    held = (var / "lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise click.ClickException(
            f"目录 {var} 已有一个灵补在使用；请先停止它，或换一个 --var。"
        ) from None
    return held


def port_is_free(host: str, port: int) -> None:
    """Raises before anything is started when somebody listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"无法在 {host}:{port} 上监听（{error.strerror}）；请换一个 --port。"
            ) from None
