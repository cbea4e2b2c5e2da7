"""Settings from the environment: `LINGBU_*`, secrets also from files (`LINGBU_X_FILE`).

Nothing secret has a default outside the embedded demo: what is missing is named and refused.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PREFIX = "LINGBU_"
DEMO_PROVINCE = "beijing"  # of the embedded demo and of tests; a server names its own


class MissingSetting(SystemExit):
    """A setting that a process cannot start without."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"缺少设置 {PREFIX}{name}（{why}）：请以环境变量或 {PREFIX}{name}_FILE 给出。"
        )


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """All `LINGBU_*` settings without the prefix; `_FILE` ones are read from their file."""
    environ = os.environ if environ is None else environ
    settings: dict[str, str] = {}
    for name, value in environ.items():
        if name.startswith(PREFIX):
            key = name.removeprefix(PREFIX)
            if key.endswith("_FILE") and key != "CLOCK_FILE":
                settings[key.removesuffix("_FILE")] = Path(value).read_text().strip()
            else:
                settings[key] = value
    return settings


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What one service process needs."""

    service: str
    database_url: str
    amqp_uri: str
    internal_token: str
    sealing_keys: str
    policy: str
    bind: str
    values: dict[str, str]

    @classmethod
    def read(cls, service: str, values: dict[str, str]) -> "ServiceSettings":
        """Raises `MissingSetting` naming what is not there."""
        return cls(
            service=service,
            database_url=need(values, "DATABASE_URL", f"{service} 的 PostgreSQL 地址"),
            amqp_uri=need(values, "AMQP_URI", "RabbitMQ 地址"),
            internal_token=need(values, "INTERNAL_TOKEN", "服务之间的口令"),
            sealing_keys=need(values, "SEALING_KEYS", "个人信息的加密密钥"),
            policy=need(values, "POLICY", "本省的规则包：名称或目录，如 beijing"),
            bind=values.get("BIND", "0.0.0.0:8000"),
            values=values,
        )


def need(values: Mapping[str, str], name: str, why: str) -> str:
    """A setting that must be there."""
    value = values.get(name, "")
    if not value:
        raise MissingSetting(name, why)
    return value
