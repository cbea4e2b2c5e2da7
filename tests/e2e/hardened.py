"""A house as a real installation runs: the settings of docker-compose.yml, each process with its
own account on broker and database, secrets from files, TLS with certificates everywhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from certificates import Authority
from distributed import DistributedHouse
from houses import LINGBU
from private_node import PrivateNode
from private_postgres import PrivatePostgres, binaries
from servers import Servers, rabbit_binaries

from servicekit.config import from_environment

ROOT = Path(__file__).parents[2]
VHOST = "lingbu"
TLS_ONLY = """\
listeners.tcp = none
listeners.ssl.1 = 127.0.0.1:{port}
load_definitions = {definitions}
ssl_options.cacertfile = {ca}
ssl_options.certfile = {cert}
ssl_options.keyfile = {key}
ssl_options.verify = verify_peer
ssl_options.fail_if_no_peer_cert = true
"""


class HardenedHouse(DistributedHouse):
    """Its demo switch is on: the story needs software keys."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Servers("", ""), folder)
        self.files, self.authority = folder / "secrets", Authority(folder / "tls")
        self.keys = folder / "keys"
        compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
        self.containers: dict[str, Any] = compose["services"]
        self.pairs = {name: self.authority.issue(name) for name in (*self.names, "server")}
        self.broker: PrivateNode
        self.postgres: PrivatePostgres

    @contextmanager
    def standing(self) -> Iterator["HardenedHouse"]:
        """Servers and processes."""
        rabbit, postgres = rabbit_binaries(), binaries()
        if rabbit is None or postgres is None:
            pytest.skip("本机没有 rabbitmq-server 或 PostgreSQL 的程序")
        words = [sys.executable, str(ROOT / "deploy" / "make-secrets"), "--demo", str(self.files)]
        subprocess.run(words, check=True, capture_output=True)
        words = [*LINGBU, *self.containers["partner-keys"]["command"][1:-1], str(self.keys)]
        subprocess.run(words, env=self.given("partner-keys"), check=True, capture_output=True)
        with ExitStack() as stack:
            server = self.pairs["server"]
            self.postgres = PrivatePostgres(postgres, self.files, server)
            stack.enter_context(self.postgres.running())
            self.broker = self._broker(rabbit)
            stack.enter_context(self.broker.running())
            stack.enter_context(self.open())
            yield self

    def _broker(self, rabbit: Path) -> PrivateNode:
        definitions, server = self.folder / "definitions.json", self.pairs["server"]
        words = [*LINGBU, "broker-definitions", "--out", str(definitions)]
        subprocess.run(words, env=self.given("broker-definitions"), check=True, capture_output=True)
        node = PrivateNode(rabbit, tls=True)
        node.configure(
            TLS_ONLY.format(
                port=node.port, definitions=definitions, ca=self.authority.cert,
                cert=server.cert, key=server.key,
            )
        )  # fmt: skip
        return node

    def prepare(self) -> None:
        """What the tests look into, as the database's administrator."""
        self.databases = {
            name: f"postgresql://postgres@/lingbu_{name}?host={self.postgres.folder}"
            f"&port={self.postgres.port}"
            for name in self.names
        }

    def clean(self) -> None:
        """The servers are wiped with everything in them."""

    def count(self, service: str, table: str, where: str = "true") -> int:
        statement = f"SELECT count(*) FROM {table} WHERE {where}"
        return int(self.postgres.as_superuser(statement, f"lingbu_{service}"))

    def given(self, container: str) -> dict[str, str]:
        """The environment of one container, with this machine's addresses in place of names."""
        found = {}
        for name, value in self.containers[container]["environment"].items():
            text = re.sub(r"\$\{(\w+):[-?]([^}]*)\}", self._choice, str(value))
            text = text.replace("/run/secrets/", f"{self.files}/")
            found[name] = self._here(name, text.replace("/keys/", f"{self.keys}/"))
        return {"PATH": "/usr/bin:/bin", "PYTHONUNBUFFERED": "1"} | found

    def _choice(self, asked: "re.Match[str]") -> str:
        choices = {
            "LINGBU_DEMO": "1",
            "LINGBU_SMS_PROVIDER": "demo",
            "LINGBU_CLOCK_FILE": str(self.folder / "clock.json"),
            "LINGBU_SIMULATORS_ADDRESS": "http://simulators:8000",
        }
        return choices.get(asked[1], asked[2])

    def _here(self, name: str, text: str) -> str:
        if name.endswith("_URL"):
            place = f"@127.0.0.1:{self.postgres.port}/"
            trust = f"?sslmode=verify-full&sslrootcert={quote(str(self.authority.cert))}"
            return text.replace("@postgres/", place) + trust
        if name.endswith("_URI"):
            return text.replace("amqp:", "amqps:").replace(
                "rabbitmq:5672", f"127.0.0.1:{self.broker.port}"
            )
        if name.endswith("_ADDRESS"):
            host = re.sub(r"http://(\w+):8000", r"\1", text)
            return f"https://127.0.0.1:{self.ports[host]}"
        return text

    def env(self, name: str) -> dict[str, str]:
        pair = self.pairs[name]
        inside = {
            "LINGBU_TLS_CERT": pair.cert, "LINGBU_TLS_KEY": pair.key,
            "LINGBU_TLS_CA": self.authority.cert, "LINGBU_AMQP_CA": self.authority.cert,
            "LINGBU_AMQP_CERT": pair.cert, "LINGBU_AMQP_KEY": pair.key,
            "LINGBU_BIND": f"127.0.0.1:{self.ports[name]}",
        }  # fmt: skip
        return self.given(name) | {key: str(value) for key, value in inside.items()}

    def address(self, name: str, kind: str = "AMQP_URI") -> str:
        """A process's own address of broker or database, password and all."""
        return from_environment(self.env(name))[kind]

    def _migrate(self) -> None:
        for container in ("migrate", "migrate-simulators"):
            words = [*LINGBU, *self.containers[container].get("command", ["lingbu", "migrate"])[1:]]
            done = subprocess.run(words, env=self.given(container), capture_output=True, text=True)
            if done.returncode:
                raise RuntimeError(done.stdout + done.stderr)

    def _places(self) -> dict[str, str]:
        return self.given("migrate")
