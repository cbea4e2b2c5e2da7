"""`lingbu partner-check`: whether an outside system keeps the contract."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from outside.keys import BadKeys, KeyBook
from outside.letters import LINGBU
from outside.partners import PARTNERS, Partner
from partnercheck.answers import asked_and_answered, asked_twice, form
from partnercheck.line import Line, NoLine, opened
from partnercheck.lingbu import Lingbu
from partnercheck.pace import emptied, sample, unasked
from partnercheck.questions import PERSON
from partnercheck.report import FAILED, Finding, as_json, as_text, judged
from partnercheck.wrong import all_of_them

__all__ = ["letters_checked", "partner_check"]

UNUSABLE = 2
Settings = Mapping[str, Any]


@click.command(name="partner-check")
@click.argument("name", metavar="PARTNER", type=click.Choice([p.name for p in PARTNERS]))
@click.option("--broker", envvar="LINGBU_AMQP_URI", required=True, help="测试用 RabbitMQ 的地址。")
@click.option(
    "--password-file", type=click.Path(path_type=Path), help="口令文件；不写在地址里时用。"
)
@click.option("--ca", type=click.Path(exists=True), help="amqps 时：签发 RabbitMQ 证书的机构。")
@click.option(
    "--keys", type=click.Path(path_type=Path), required=True,
    help="灵补一方的密钥：lingbu partner-keys 所写的文件夹。",
)  # fmt: skip
@click.option("--person", type=click.File(encoding="utf-8"), help="测试用人员（JSON）。")
@click.option("--wait", type=float, help="等候答复的秒数；不给则为合同所定。")
@click.option("--quiet", default=2.0, show_default=True, help="确认没有多余答复的秒数。")
@click.option("--sample", "count", default=100, show_default=True, help="成批询问的件数。")
@click.option("--unasked", "unasked_wait", default=0.0, help="等候主动报送的秒数。")
@click.option("--prepare", is_flag=True, help="先在 RabbitMQ 上建立交换机和队列。")
@click.option("--json", "machine", is_flag=True, help="以 JSON 输出。")
def partner_check(name: str, machine: bool, **settings: Any) -> None:
    """检查一个外部系统是否符合与灵补往来的合同。

    在测试用的 RabbitMQ 上扮演灵补一方：提出各种询问，也送去过期、损坏、不认识的信件，看对方如何
    答复。对方的系统须在运行，并使用同一个 RabbitMQ。请勿用于正式运行的 RabbitMQ：询问中的人员是
    虚构的。退出码：0 全部通过，1 有未过的，2 无法检查。
    """
    partner = PARTNERS.named(name)
    try:
        findings = list(_findings(partner, settings))
    except (NoLine, BadKeys, OSError) as error:
        click.echo(f"无法检查：{error}", err=True)
        sys.exit(UNUSABLE)
    head = f"灵补对接检查：{partner.title}（{partner.name}）"
    click.echo(as_json(name, findings) if machine else as_text(head, findings))
    sys.exit(any(one.outcome == FAILED for one in findings))


def _findings(partner: Partner, settings: Settings) -> Iterator[Finding]:
    keys = KeyBook.from_text((settings["keys"] / f"{LINGBU}.json").read_text("utf-8"), LINGBU)
    keys.sealing(partner.name)
    tls = {"ca_certs": settings["ca"]} if settings["ca"] else None
    with opened(_address(settings), partner.name, tls) as line:
        if settings["prepare"]:
            line.prepare()
        readers = line.readers(_wait(partner, settings))
        missing = [] if readers else ["没有消费者，对方的系统没有连上"]
        yield judged("reader", "信箱有人在读", missing, f"{readers} 个消费者")
        line.listen()
        lingbu = Lingbu(partner, keys, line, lambda: datetime.now(UTC))
        yield from letters_checked(lingbu, line, settings)


def letters_checked(lingbu: Lingbu, line: Line, settings: Settings) -> Iterator[Finding]:
    """Everything that is said and heard, over a line that is open."""
    given = json.load(settings["person"]) if settings["person"] else {}
    person = PERSON | given
    wait = _wait(lingbu.partner, settings)
    yield from asked_and_answered(lingbu, person, wait)
    yield from asked_twice(lingbu, person, wait)
    yield from all_of_them(lingbu, person, wait, settings["quiet"])
    yield sample(lingbu, person, settings["count"], wait)
    yield from unasked(lingbu, settings["unasked_wait"])
    yield from form(lingbu.heard)
    yield emptied(line)


def _wait(partner: Partner, settings: Settings) -> float:
    return float(settings["wait"] or partner.patience_seconds)


def _address(settings: Settings) -> str:
    """The broker's address; a password from a file or the environment need not stand in it."""
    broker: str = settings["broker"]
    path = settings["password_file"]
    password = path.read_text("utf-8").strip() if path else os.environ.get("LINGBU_AMQP_PASSWORD")
    scheme, _, rest = broker.partition("://")
    user, at, place = rest.rpartition("@")
    if not password or not at or ":" in user:
        return broker
    return f"{scheme}://{user}:{password}@{place}"
