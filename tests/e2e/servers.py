"""Real RabbitMQ and PostgreSQL for connected tests, in this order: given addresses, a private
node started from locally installed binaries, containers. Without any: skipped, in CI failed."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from private_node import PrivateNode

from servicekit.testing.postgres import server_url

BINARIES = (Path("/usr/lib/rabbitmq/bin"), Path("/usr/local/sbin"), Path("/usr/sbin"))


@dataclass(frozen=True)
class Servers:
    """Addresses of a broker and a database server; the broker's node where it is our own."""

    amqp: str
    postgres: str
    node: PrivateNode | None = field(default=None, compare=False)

    def broker(self, order: str) -> None:
        """`stop_app` or `start_app`; skips the test where the broker is not ours to stop."""
        if self.node is None:
            pytest.skip("这个 RabbitMQ 不归测试所有，不能停")
        self.node.ask(order)


@contextmanager
def real_servers() -> Iterator[Servers]:
    """Servers for one test session."""
    with ExitStack() as stack:
        amqp, node = os.environ.get("LINGBU_TEST_AMQP", ""), None
        if not amqp:
            amqp, node = _own_broker(stack)
        yield Servers(amqp, server_url(), node)


def _own_broker(stack: ExitStack) -> tuple[str, PrivateNode | None]:
    folder = rabbit_binaries()
    if folder is not None:
        node = stack.enter_context(PrivateNode(folder).running())
        return node.amqp, node
    if _docker_answers():
        from testcontainers.rabbitmq import RabbitMqContainer

        container = stack.enter_context(RabbitMqContainer("rabbitmq:3.13"))
        port = container.get_exposed_port(5672)
        return f"amqp://guest:guest@{container.get_container_host_ip()}:{port}//", None
    reason = "没有 LINGBU_TEST_AMQP、本机没有 rabbitmq-server、docker 不应答"
    if os.environ.get("CI", "").lower() in ("1", "true"):
        pytest.fail(reason)
    pytest.skip(reason)


def rabbit_binaries() -> Path | None:
    """Where rabbitmq-server and rabbitmqctl are; Debian's own folder first, for its wrapper in
    /usr/sbin changes the user."""
    for folder in BINARIES:
        if (folder / "rabbitmq-server").exists() and (folder / "rabbitmqctl").exists():
            return folder
    found = shutil.which("rabbitmq-server")
    return Path(found).parent if found and shutil.which("erl") else None


@cache
def _docker_answers() -> bool:
    if shutil.which("docker") is None:
        return False
    asked = subprocess.run(["docker", "info"], capture_output=True, timeout=20, check=False)
    return asked.returncode == 0
