"""How the gateway reaches a service: over internal HTTP, or directly in one process."""

import json
import ssl
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import urllib3

from contracts import wire
from contracts.caller import Caller
from contracts.message import Command
from kernel.errors import Refusal
from servicekit.tracing import Kind, span, traceparent

TOKEN_HEADER = "X-Lingbu-Token"  # nosec B105 - the name of a header
TIMEOUT = urllib3.Timeout(connect=3, read=20)


class Unavailable(Refusal):
    """The service does not answer; nothing is known about the effect: repeat with the same key."""

    code, status = "service-unavailable", 503


class RemoteRefusal(Refusal):
    """A refusal as the service gave it."""

    def __init__(self, body: Mapping[str, Any], status: int) -> None:
        super().__init__(
            body["message"],
            fields=body.get("fields") or {},
            allowed=body.get("allowed") or (),
            code=body["code"],
        )
        self.status = status  # type: ignore[misc]


class Doors(Protocol):
    """Gives a command or query to the service that owns it."""

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        """The answer dataclass; raises `Refusal`."""


class Performs(Protocol):
    """A desk, as far as doors know it."""

    def perform(self, command: Command, caller: Caller, key: str = "") -> Any: ...


class DirectDoors:
    """Services in the same process."""

    def __init__(self, desks: Mapping[str, Performs]) -> None:
        self._desks = desks

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        desk = self._desks.get(command.addressee)
        if desk is None:
            raise Unavailable("该服务未安装。")
        return desk.perform(command, caller, key)


class HttpDoors:
    """Services elsewhere, by address; pooled connections, bounded waits.

    Only questions are repeated by themselves: a command whose answer got lost is repeated by
    whoever gave it, with the same idempotency key.
    """

    def __init__(
        self,
        addresses: Mapping[str, str],
        token: str,
        pool_size: int = 32,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._addresses, self._token = addresses, token
        self._pool = urllib3.PoolManager(
            maxsize=pool_size, block=False, timeout=TIMEOUT, ssl_context=context
        )

    def ask(self, command: Command, caller: Caller, key: str = "") -> Any:
        address = self._addresses.get(command.addressee)
        if address is None:
            raise Unavailable("该服务未配置地址。")
        name = command.command_name()
        facts = {"lingbu.service": command.addressee}
        with span(f"ask {command.addressee} {name}", Kind.CLIENT, **facts):
            form = {"form": wire.dump(command), "key": key}
            form["caller"] = wire.dump(replace(caller, trace=traceparent()))
            answer = self._post(f"{address}/ask/{name}", form, command.reads_only)
        payload = json.loads(answer.data)
        if answer.status != 200:
            raise RemoteRefusal(payload["refusal"], answer.status)
        return wire.load(command.answer, payload["answer"])

    def _post(self, url: str, body: Any, repeatable: bool) -> urllib3.BaseHTTPResponse:
        retries = urllib3.Retry(
            total=None,
            connect=2,
            read=1 if repeatable else 0,
            other=0,
            redirect=False,
            allowed_methods=None,
            backoff_factor=0.1,
        )
        try:
            return self._pool.request(
                "POST",
                url,
                body=json.dumps(body).encode(),
                headers={"Content-Type": "application/json", TOKEN_HEADER: self._token},
                retries=retries,
            )
        except urllib3.exceptions.HTTPError:
            raise Unavailable("服务暂时没有应答，请稍后用同一幂等键重试。") from None
