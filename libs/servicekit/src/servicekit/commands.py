"""Idempotent commands: the same key and body give the same answer, written with the effect."""

import hashlib
import json
from typing import Any

from sqlalchemy import select

from contracts import wire
from contracts.message import Command
from kernel.errors import Refusal
from servicekit import statements
from servicekit.core import Core
from servicekit.tables import KitTables


class KeyReused(Refusal):
    """The same idempotency key came with another body."""

    code, status = "idempotency-key-reused", 422


class Idempotency:
    """The remembered answers of one service, inside the caller's transaction."""

    def __init__(self, core: Core, tables: KitTables) -> None:
        self._core, self._table = core, tables.idempotency

    def begin(self, principal: str, key: str, command: Command) -> dict[str, Any] | None:
        """None: go on. A dict: the answer given before.

        A second request with the same key waits here for the first one's commit.
        """
        digest = request_hash(command)
        asked = {"principal": principal, "key": key, "command": command.command_name()}
        fresh = self._core.execute(
            statements.remember(self._table), {**asked, "request_hash": digest}
        )
        if fresh.rowcount:
            return None
        table = self._table
        row = self._core.execute(
            select(table).where(table.c.principal == principal, table.c.key == key)
        ).one()
        if (row.command, row.request_hash) != (command.command_name(), digest):
            raise KeyReused("该幂等键已用于另一份请求，请更换后再提交。")
        return dict(row.answer)

    def finish(self, principal: str, key: str, answer: dict[str, Any]) -> None:
        asked = {"b_principal": principal, "b_key": key}
        self._core.execute(statements.remember_answer(self._table), {**asked, "answer": answer})


def request_hash(command: Command) -> str:
    """SHA-256 over the canonical form of a command; a signature is no part of the order."""
    order = wire.dump(command)
    order.pop("proof", None)
    text = json.dumps(order, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{command.command_name()}\n{text}".encode()).hexdigest()
