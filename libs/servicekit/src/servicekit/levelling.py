"""`lingbu level`: after one database was restored, its letters come again from their senders.

A service that was set back has lost letters that it had read; their senders have them in their
outboxes, marked as sent. What a reader has neither signed for nor kept is marked as unsent, and
the relay carries it again; whoever has read it knows it by its number. Where readers have read
further than a sender's own counter, the sender has lost what it had said: nothing is sent, for
two letters would bear one number.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection, text

from kernel.clock import SHANGHAI
from servicekit.database import make_engine
from servicekit.installation import Place, mailboxes, places
from servicekit.options import VAR
from servicekit.topology import event_exchange
from servicekit.walls import say_system

__all__ = ["Ahead", "commands", "level"]

Databases = dict[str, Connection]
BATCH = 1000

_SAID = text(
    "SELECT message_id FROM outbox WHERE exchange = :exchange AND routing_key = ANY(:keys)"
    " AND created_at >= :since AND sent_at IS NOT NULL ORDER BY id"
)
_KNOWN = text(
    "SELECT message_id FROM inbox WHERE message_id = ANY(:ids)"
    " UNION ALL SELECT message_id FROM held WHERE message_id = ANY(:ids)"
    " UNION ALL SELECT message_id FROM parked WHERE message_id = ANY(:ids)"
)
_AGAIN = text("UPDATE outbox SET sent_at = NULL WHERE message_id = ANY(:ids)")
_FOLLOWED = text("SELECT aggregate_id, sequence FROM applied WHERE source = :source")
_COUNTED = text("SELECT aggregate_id, sequence FROM streams WHERE aggregate_id = ANY(:ids)")


class Ahead(Exception):
    """Readers know more of a sender than it does itself."""

    def __init__(self, reader: str, source: str, aggregates: Sequence[str]) -> None:
        super().__init__(
            f"{reader} 已收到 {source} 的信件，{source} 的库里却没有（{len(aggregates)} 件）"
        )
        self.reader, self.source, self.aggregates = reader, source, aggregates


def level(found: Sequence[Place], since: datetime, *, dry: bool = False) -> dict[str, int]:
    """How many letters of each `sender → reader` go out again; raises `Ahead` before any does."""
    with _opened(found) as databases:
        missing = dict(_missing(found, databases, since))
        if not dry:
            for (sender, _), ids in missing.items():
                databases[sender].execute(_AGAIN, {"ids": ids})
            for connection in databases.values():
                connection.commit()
    return {f"{sender} → {reader}": len(ids) for (sender, reader), ids in missing.items() if ids}


def _missing(
    found: Sequence[Place], databases: Databases, since: datetime
) -> Iterator[tuple[tuple[str, str], list[UUID]]]:
    for reader in (place for place in found if place.service is not None):
        for source, keys in mailboxes(reader.service).items():
            if source in databases:
                _must_not_be_ahead(reader.name, source, databases)
            exchange = event_exchange(f"{source}.events").name
            for sender, connection in databases.items():
                asked = {"exchange": exchange, "keys": list(keys), "since": since}
                said = list(connection.scalars(_SAID, asked))
                yield (sender, reader.name), list(_unknown(databases[reader.name], said))


def _unknown(reader: Connection, said: Sequence[UUID]) -> Iterator[UUID]:
    for first in range(0, len(said), BATCH):
        ids = said[first : first + BATCH]
        known = set(reader.scalars(_KNOWN, {"ids": ids}))
        yield from (one for one in ids if one not in known)


def _must_not_be_ahead(reader: str, source: str, databases: Databases) -> None:
    followed: dict[str, int] = dict(
        databases[reader].execute(_FOLLOWED, {"source": source}).tuples().all()
    )
    ids = list(followed)
    counted: dict[str, Any] = dict(databases[source].execute(_COUNTED, {"ids": ids}).tuples().all())
    ahead = [one for one, reached in followed.items() if reached > counted.get(one, 0)]
    if ahead:
        raise Ahead(reader, source, ahead)


@contextmanager
def _opened(found: Sequence[Place]) -> Iterator[Databases]:
    with ExitStack() as stack:
        opened: Databases = {}
        for place in found:
            engine = make_engine(place.url, pool_size=1)
            stack.callback(engine.dispose)
            opened[place.name] = stack.enter_context(engine.connect())
            say_system(opened[place.name])
        yield opened


@click.command("level")
@VAR
@click.option(
    "--since",
    required=True,
    type=click.DateTime(),
    metavar="TIME",
    help="备份的时刻之前（北京时间）：自此以后发出的信件逐一核对。",
)
@click.option("--dry-run", "dry", is_flag=True, help="只核对，不重发。")
def level_command(var: Path, since: datetime, dry: bool) -> None:
    """恢复某个服务的库之后：别的服务发过、它却没有收信记录的信件，由发信方重发。

    各服务照常运行；重复的会被认出。恢复的服务自己说过的话若已丢失（收信方比它知道得多），不重发任何信件，
    以状态码 1 结束：那时须恢复到更晚的时刻（WAL 归档），见 docs/runbooks/backup.md。
    """
    with places(var) as found:
        try:
            again = level(found, since.replace(tzinfo=SHANGHAI), dry=dry)
        except Ahead as ahead:
            raise click.ClickException(str(ahead)) from None
    for way, count in sorted(again.items()):
        click.echo(f"{way}：{count} 封")
    click.echo(f"共 {sum(again.values())} 封{'应' if dry else '将'}重发。")


commands = (level_command,)
