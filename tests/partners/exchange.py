"""A broker with the accounts of the definitions, and everybody's keys."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from kombu import Connection
from servers import Servers

from outside.demo import Keys, book_for, every_side
from outside.keys import public
from outside.letters import LINGBU
from servicekit.assembly import installed_services
from servicekit.broker import accounts, definitions, outside_accounts
from servicekit.installation import declare_topology, queues_of

CHECKS, TOWN = "partner-checks", "partner-town"


@dataclass
class Exchange:
    """`administrator` may do everything; others what the definitions let them do."""

    servers: Servers
    folder: Path
    keys: Keys = field(default_factory=every_side)
    passwords: dict[str, str] = field(default_factory=dict)

    def place(self, vhost: str) -> str:
        """The broker's address without an account."""
        address = urlsplit(self.servers.amqp)
        path = f"/{vhost}" if self.passwords else address.path
        return f"amqp://{address.hostname}:{address.port}{path}"

    def account(self, user: str) -> tuple[str, str]:
        """User and password; where the broker is not ours the one that was given."""
        address = urlsplit(self.servers.amqp)
        given = (str(address.username), str(address.password))
        return (user, self.passwords[user]) if self.passwords else given

    def address(self, vhost: str, user: str) -> str:
        """The address with an account in it."""
        name, password = self.account(user)
        return self.place(vhost).replace("://", f"://{name}:{password}@")

    def administrator(self, vhost: str) -> str:
        """The address for whoever may declare queues."""
        given = urlsplit(self.servers.amqp)
        return self.place(vhost).replace("://", f"://{given.username}:{given.password}@")

    def hand_out(self, partner: str, folder: Path) -> None:
        """What a partner has: its private keys, Lingbu's public ones."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "own.private.json").write_text(json.dumps(self.keys[partner]))
        (folder / "lingbu.public.json").write_text(json.dumps(public(self.keys[LINGBU])))

    def lingbus_keys(self) -> Path:
        """The folder of Lingbu's side."""
        (self.folder / "lingbu.json").write_text(book_for(LINGBU, self.keys))
        return self.folder


@contextmanager
def open_exchange(servers: Servers, folder: Path) -> Iterator[Exchange]:
    """Accounts and queues as the definitions make them; on a broker not ours only the queues."""
    opened = Exchange(servers, folder)
    partners = installed_services()["partners"]
    if servers.node is None:
        declare_topology({"AMQP_URI": servers.amqp}, [partners])
        yield opened
        with Connection(servers.amqp, connect_timeout=10) as connection:
            for queue in queues_of(partners):
                queue(connection.default_channel).delete()
        return
    known = accounts([partners]) + outside_accounts([partners])
    opened.passwords = {account.user: uuid4().hex + uuid4().hex for account in known}
    for vhost in (CHECKS, TOWN):
        file = folder / f"{vhost}.json"
        made = definitions([partners], known, opened.passwords, vhost)
        file.write_text(json.dumps(made))
        servers.node.ask("import_definitions", str(file))
        servers.node.ask("set_permissions", "-p", vhost, "guest", ".*", ".*", ".*")
    yield opened
    for vhost in (CHECKS, TOWN):
        servers.node.ask("delete_vhost", vhost)
