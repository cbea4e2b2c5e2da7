"""`lingbu partner-keys`: the keys with which letters to and from partners are signed and sealed."""

import json
import os
from pathlib import Path
from typing import Any

import click

from outside.demo import Keys, book_for, every_side
from outside.keys import BadKeys, KeyBook, fresh_keys, public
from outside.letters import LINGBU
from outside.partners import PARTNERS

STAND_INS = "stand-ins"
FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.group(name="partner-keys")
def partner_keys() -> None:
    """与外部系统往来信件的签名和加密密钥。"""


@partner_keys.command()
@FOLDER
@click.option("--demo", is_flag=True, envvar="LINGBU_DEMO", help="演示：连同各外部系统的一起生成。")
def make(folder: Path, demo: bool) -> None:
    """生成本方的密钥（lingbu.json）和要交给各外部系统的公钥（lingbu.public.json）。

    已有 lingbu.json 时不改动任何文件。演示时各外部系统的密钥也在此生成，供模拟器使用；
    正式运行时，外部系统自行生成密钥，只交出公钥，用 add 登记。
    """
    if (folder / f"{LINGBU}.json").exists():
        click.echo(f"{folder} 已有密钥，未改动。")
        return
    keys = every_side() if demo else {LINGBU: fresh_keys(LINGBU)}
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"{LINGBU}.json", book_for(LINGBU, keys))
    _write(folder / f"{LINGBU}.public.json", json.dumps(public(keys[LINGBU])))
    if demo:
        _write_the_others(folder, keys)
    click.echo(f"已写入 {folder}（仅所有者可读）。")


@partner_keys.command()
@FOLDER
@click.argument("name", type=click.Choice([partner.name for partner in PARTNERS]))
@click.argument("file", type=click.File(encoding="utf-8"))
def add(folder: Path, name: str, file: Any) -> None:
    """登记一个外部系统的公钥（JWK 的 JSON 数组）。

    排在已登记的之前：从此用新的加密，旧的签名仍然承认，直到用 forget 删去。对接服务重启后生效。
    """
    book = _read(folder)
    known = book["others"].get(name, [])
    fresh = public(json.load(file))
    kids = {key["kid"] for key in fresh}
    book["others"][name] = fresh + [key for key in known if key["kid"] not in kids]
    _save(folder, book)
    click.echo(f"{name}：已登记 {len(fresh)} 把，共 {len(book['others'][name])} 把。")


@partner_keys.command()
@FOLDER
@click.argument("name")
@click.argument("kid")
def forget(folder: Path, name: str, kid: str) -> None:
    """删去一个外部系统的一把公钥：它的签名不再承认。"""
    book = _read(folder)
    known = book["others"].get(name, [])
    book["others"][name] = [key for key in known if key["kid"] != kid]
    if len(book["others"][name]) == len(known):
        raise click.UsageError(f"{name} 没有登记 {kid}。")
    _save(folder, book)
    click.echo(f"{name}：已删去 {kid}。")


def _write_the_others(folder: Path, keys: Keys) -> None:
    theirs = {name: book_for(name, keys) for name in keys if name != LINGBU}
    for name, book in theirs.items():
        _write(folder / f"{name}.json", book)
    together = {name: json.loads(book) for name, book in theirs.items()}
    _write(folder / f"{STAND_INS}.json", json.dumps(together))


def _read(folder: Path) -> Any:
    return json.loads((folder / f"{LINGBU}.json").read_text(encoding="utf-8"))


def _save(folder: Path, book: Any) -> None:
    text = json.dumps(book)
    try:
        KeyBook.from_text(text, LINGBU)
    except BadKeys as error:
        raise click.UsageError(f"密钥不能用：{error}") from None
    _write(folder / f"{LINGBU}.new", text)
    (folder / f"{LINGBU}.new").replace(folder / f"{LINGBU}.json")


def _write(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
