"""Settings from the environment: `LINGBU_*`, secrets also from files (`LINGBU_X_FILE`).

Nothing secret has a default outside the embedded demo: what is missing is named and refused, and
so is what is weak or belongs to a demonstration where there is none.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

PREFIX = "LINGBU_"
PATHS = ("CLOCK_FILE",)  # themselves the name of a file
DEMO_PROVINCE = "beijing"  # of the embedded demo and of tests; a server names its own
SHORTEST, FEWEST = 16, 8  # characters of a secret, and different ones among them
DEMO_ONLY = {
    "SOFTWARE_SEED": "演示用软件钥匙的种子",
    "CLOCK_FILE": "可拨动的时钟",
    "RELAY_COPIES": "测试用的重复投递",
    "STAND_IN_KEYS": "模拟器所持的外部系统私钥",
}


class BadSetting(SystemExit):
    """A setting that a process does not start with; names it and never shows it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"设置 {PREFIX}{name} 不能用：{why}。")


class MissingSetting(SystemExit):
    """A setting that a process cannot start without."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"缺少设置 {PREFIX}{name}（{why}）：请以环境变量或 {PREFIX}{name}_FILE 给出。"
        )


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """All `LINGBU_*` settings without the prefix; `_FILE` ones are read from their file.

    A password given beside its address (`X_PASSWORD` beside `X_URL` or `X_URI`) is put into it.
    """
    environ = os.environ if environ is None else environ
    settings: dict[str, str] = {}
    for name, value in environ.items():
        if name.startswith(PREFIX):
            key = name.removeprefix(PREFIX)
            if key.endswith("_FILE") and key not in PATHS:
                key, value = key.removesuffix("_FILE"), _content(key, value)
            if value and settings.get(key):
                raise BadSetting(key, "既直接给出，又以文件给出")
            settings[key] = settings.get(key) or value
    for key in list(settings):
        what, _, kind = key.rpartition("_")
        if kind in ("URL", "URI") and settings[key]:
            settings[key] = _with_password(key, settings[key], settings.pop(f"{what}_PASSWORD", ""))
    return settings


def _content(key: str, path: str) -> str:
    if not path:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(key, f"文件 {path} 读不到（{type(error).__name__}）") from None


def _with_password(key: str, address: str, password: str) -> str:
    if not password:
        return address
    parts = urlsplit(address)
    if parts.password is not None or parts.username is None:
        raise BadSetting(key, "口令另行给出时，地址中须有用户名、不得再有口令")
    netloc = parts.netloc.replace("@", f":{quote(password, safe='')}@", 1)
    return urlunsplit(parts._replace(netloc=netloc))


def refuse_what_is_unsafe(values: Mapping[str, str]) -> None:
    """What no process of a real installation may run with; names the first such setting."""
    if values.get("DEMO") == "1":
        if values.get("KEY_ROOTS"):
            raise BadSetting("DEMO", "已有真实钥匙盘的根证书，不能再当作演示")
        return
    for name, what in DEMO_ONLY.items():
        if values.get(name, "") not in ("", "0"):
            raise BadSetting(name, f"{what}只供演示（演示须设 {PREFIX}DEMO=1）")
    for name in ("DATABASE_URL", "AMQP_URI"):
        password = urlsplit(values.get(name, "")).password
        if password is not None:
            strong(name, password)
    for name in ("INTERNAL_TOKEN", "AUDIT_KEY"):
        if values.get(name):
            strong(name, values[name])
    for key in values.get("SEALING_KEYS", "").replace(";", ",").split(","):
        if key:
            strong("SEALING_KEYS", key.partition(":")[2])


def strong(name: str, secret: str) -> str:
    """The secret itself, if nobody can guess it; raises `BadSetting` otherwise."""
    if len(secret) < SHORTEST or len(set(secret)) < FEWEST:
        raise BadSetting(
            name,
            f"太弱：至少 {SHORTEST} 个字符、其中 {FEWEST} 个不同，请由 deploy/make-secrets 生成",
        )
    return secret


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
