"""Where the databases of this installation are: named in the environment, or embedded."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click
from kombu import Connection, Queue
from sqlalchemy import MetaData

from servicekit.assembly import installed_services
from servicekit.config import DEMO_PROVINCE, from_environment
from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.embedded.secrets import WITNESS_FOLDER, demo_secrets
from servicekit.foreign import Foreigner
from servicekit.rulebook import REMEMBERED
from servicekit.store import Kind, Store
from servicekit.tables import KitTables
from servicekit.tls import broker_options
from servicekit.topology import event_exchange, foreign_inbox, foreign_queues, mailbox_queues


@dataclass(frozen=True, kw_only=True)
class Place:
    """One database: whose, where, with which tables."""

    name: str
    url: str
    metadata: MetaData
    service: Any | None
    kit: KitTables | None = None
    kept: tuple[Kind, ...] = ()


@contextmanager
def places(var: Path, names: Sequence[str] = ()) -> Iterator[list[Place]]:
    """The databases of the named (or all installed) services and the gateway.

    `LINGBU_<NAME>_DATABASE_URL`, or `LINGBU_DATABASE_URL` where one name is given, or the
    embedded server under `var`, which is started if it does not run.
    """
    values = from_environment()
    wanted = {name: place for name, place in _installed().items() if not names or name in names}
    unknown = set(names) - set(wanted)
    if unknown:
        raise click.UsageError(f"没有安装：{'、'.join(sorted(unknown))}")
    urls = {name: _url(values, name, len(wanted) == 1) for name in wanted}
    if any(urls.values()):
        yield [replace(place, url=urls[name]) for name, place in wanted.items() if urls[name]]
        return
    if not (var / "secrets.json").exists():
        raise click.UsageError(
            f"没有 LINGBU_*_DATABASE_URL，{var} 下也没有嵌入式数据；请先 lingbu up 或设置地址。"
        )
    server = EmbeddedPostgres(var, demo_secrets(var).database_password)
    yield [replace(place, url=server.owner(name)) for name, place in wanted.items()]


def settings_of(var: Path) -> dict[str, str]:
    """The settings of upkeep; those of the embedded house where no database is named."""
    values = from_environment()
    if any(name.endswith("DATABASE_URL") for name in values) or not (var / "secrets.json").exists():
        return values
    made = demo_secrets(var)
    embedded = {
        "AUDIT_KEY": made.audit_key,
        "AUDIT_WITNESS": str(var / WITNESS_FOLDER),
        "CLOCK_FILE": str(var / "clock.json"),
        "SEALING_KEYS": made.sealing_keys,
        "POLICY": _remembered(var),
    }
    return embedded | values


def _remembered(var: Path) -> str:
    """The pack that the embedded house was last started with."""
    path = var / REMEMBERED
    return path.read_text(encoding="utf-8").strip() if path.exists() else DEMO_PROVINCE


def _installed() -> dict[str, Place]:
    """Services and applications with a database, their addresses still open."""
    found = {}
    for name, service in installed_services().items():
        found[name] = _place(name, service.store, service)
    for entry in entry_points(group="lingbu.apps"):
        store = getattr(entry.load(), "store", None)
        if store is not None:
            found[entry.name] = _place(entry.name, store, None)
    return found


def _place(name: str, store: Store, service: Any | None) -> Place:
    return Place(
        name=name,
        url="",
        metadata=store.metadata,
        service=service,
        kit=store.kit,
        kept=store.kept,
    )


def _url(values: Mapping[str, str], name: str, only: bool) -> str:
    return values.get(f"{name.upper()}_DATABASE_URL") or (
        values.get("DATABASE_URL", "") if only else ""
    )


def declare_topology(values: Mapping[str, str], services: Sequence[Any]) -> int:
    """Declares exchanges, mailboxes and waiting rooms of these services; returns queues made.

    Needs an account that may: those of `lingbu broker-definitions` may not.
    """
    uri = values["AMQP_URI"]
    with Connection(uri, connect_timeout=10, ssl=broker_options(uri, values)) as connection:
        channel = connection.default_channel
        queues = [queue for service in services for queue in queues_of(service)]
        for service in services:
            event_exchange(f"{service.name}.events")(channel).declare()
        for queue in queues:
            queue(channel).declare()
    return len(queues)


def queues_of(service: Any) -> Iterator[Queue]:
    """Every queue that is there for a service: its mailboxes, their waiting rooms, and those in
    which it leaves what it says to outside systems."""
    boxes = [mailbox_queues(service.name, *box) for box in mailboxes(service).items()]
    hosts = [foreigner for foreigner in foreigners_of(service) if not foreigner.guest]
    boxes += [foreign_queues(foreigner) for foreigner in hosts]
    yield from (queue for box in boxes for queue in (box.retry, box.main) if queue is not None)
    yield from (foreign_inbox(foreigner) for foreigner in hosts)


def foreigners_of(service: Any) -> tuple[Foreigner, ...]:
    """The outside systems that a service hears."""
    return tuple(service.hear.hearing.foreigners.values()) if hasattr(service, "hear") else ()


def mailboxes(service: Any) -> dict[str, tuple[str, ...]]:
    """Source -> routing keys a service reads."""
    found: dict[str, list[str]] = {}
    for event in service.read.table:
        found.setdefault(event.source, []).append(event.routing_key())
    return {source: tuple(sorted(keys)) for source, keys in sorted(found.items())}
