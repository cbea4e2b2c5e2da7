"""`lingbu partner-keys`: the keys with which letters to and from partners are signed and sealed."""

import json
import os
from pathlib import Path

import click

from outside.demo import book_for, every_side
from outside.letters import LINGBU

STAND_INS = "stand-ins"


@click.command(name="partner-keys")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def partner_keys(folder: Path) -> None:
    """生成与外部系统往来的密钥：本方一份（lingbu.json），每个外部系统一份，另有模拟器用的一份。

    已有 lingbu.json 时不改动任何文件。正式运行时，外部系统自行生成密钥，只交出公钥。
    """
    if (folder / f"{LINGBU}.json").exists():
        click.echo(f"{folder} 已有密钥，未改动。")
        return
    keys = every_side()
    books = {name: book_for(name, keys) for name in keys}
    partners = {name: json.loads(book) for name, book in books.items() if name != LINGBU}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (*books.items(), (STAND_INS, json.dumps(partners))):
        _write(folder / f"{name}.json", text)
    click.echo(f"已写入 {folder}（仅所有者可读）：{len(books)} 方的密钥。")


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
