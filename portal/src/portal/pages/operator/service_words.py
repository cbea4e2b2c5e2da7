"""What the services' numbers mean: what is wrong and what to do next, in sentences. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

SERVICES = {
    "intake": "受理",
    "review": "审核",
    "payments": "享受",
    "notify": "消息",
    "reporting": "统计",
    "partners": "外部系统",
    "gateway": "网关",
}
REASONS = {
    "failed": ("办理时出错", "请开发人员看该服务的日志，排除原因（多半要换新版本）后重发。"),
    "malformed": ("信件的格式或封口不对", "查来源；密钥不对的，补上旧密钥后重发。"),
    "unknown-message": ("不认识的消息或版本", "先升级本服务，再重发。"),
    "undecodable": ("不是信件", "查是谁投递的；不能重发，只能作废。"),
    "crashed": ("反复使进程退出", "交开发人员修复后再重发。"),
    "held": ("等着前面的信件", "前面的信件办完后自动办理，不用做什么。"),
}
REFUSED = ("按业务规则不能办理", "查这件案子为什么走到这一步；改正后重发，或作废。")
SLOW_SECONDS, LATE_SECONDS = 60, 300
BUSES = {
    "connected": "已连接",
    "away": "连不上",
    "memory": "同一进程内（内存）",
    "none": "只发不收",
}
GOOD, SLOW, TROUBLE = "good", "slow", "trouble"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worry:
    """One thing that is not as it should be; `page` is where something can be done about it."""

    tone: str
    what: str
    what_next: str
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One service; `told` is what it answered, None if it did not."""

    name: str
    title: str
    tone: str
    worries: tuple[Worry, ...]
    told: Mapping[str, Any] | None


def card(name: str, told: Mapping[str, Any] | None) -> Card:
    """Judges one service."""
    worries = tuple(_worries(told)) if told else (UNANSWERED,)
    tones = {worry.tone for worry in worries}
    tone = TROUBLE if TROUBLE in tones else SLOW if tones else GOOD
    return Card(name=name, title=SERVICES[name], tone=tone, worries=worries, told=told)


UNANSWERED = Worry(
    tone=TROUBLE,
    what="没有应答",
    what_next="请看该服务的进程是否在运行、数据库是否可以连接；恢复后积压的信件自动办理。",
)


def _worries(told: Mapping[str, Any]) -> Iterator[Worry]:
    yield from _versions(told)
    if told["parked"]:
        yield Worry(
            tone=TROUBLE,
            what=f"有 {told['parked']} 封信件停放，等人处理",
            what_next="打开停放的信件看原因，排除后重发。",
            page="operator.letters",
        )
    yield from _ways(told)
    yield from _carrying(told)
    yield from _ringing(told)


def _versions(told: Mapping[str, Any]) -> Iterator[Worry]:
    if told["migrations"] and sorted(told["migrations"]) != sorted(told["expected"]):
        yield Worry(
            tone=TROUBLE,
            what=f"数据库版本（{'、'.join(told['migrations'])}）与程序不一致",
            what_next=f"程序需要 {'、'.join(told['expected'])}：请执行 lingbu migrate 后重启。",
        )


def _ways(told: Mapping[str, Any]) -> Iterator[Worry]:
    """The relay, by which letters leave, and the bus, from which they come."""
    if not told["relay"]:
        yield Worry(
            tone=TROUBLE if told["unsent"] else SLOW,
            what="没有投递进程",
            what_next="请看该服务的投递进程（lingbu relay）是否在运行；恢复后信件自行发出。",
        )
    if told["bus"] == "away":
        yield Worry(
            tone=TROUBLE,
            what="连不上消息总线，收不到信件",
            what_next="请看 RabbitMQ 和网络；业务照常受理，恢复后积压的信件自动办理。",
        )


def _carrying(told: Mapping[str, Any]) -> Iterator[Worry]:
    if told["unsent"] and told["unsent_seconds"] >= SLOW_SECONDS:
        waited = span(told["unsent_seconds"])
        tone = TROUBLE if told["unsent_seconds"] >= LATE_SECONDS else SLOW
        what_next = "请看消息总线（RabbitMQ）和该服务的投递进程是否在运行；恢复后自行发出。"
        if told["unsent_error"] == "unroutable":
            what_next = "没有服务登记接收这些信件：请对新装的服务执行 lingbu migrate。"
        yield Worry(
            tone=tone,
            what=f"有 {told['unsent']} 封信件没有发出，最久的已等 {waited}",
            what_next=what_next,
        )
    if told["delayed"]:
        yield Worry(
            tone=SLOW,
            what=f"有 {told['delayed']} 封信件办理出错，系统正在自动重试",
            what_next="不用做什么；六次不成才停放，等人处理。",
            page="operator.letters",
        )


def _ringing(told: Mapping[str, Any]) -> Iterator[Worry]:
    if told["overdue"] and told["overdue_seconds"] >= SLOW_SECONDS:
        waited = span(told["overdue_seconds"])
        yield Worry(
            tone=TROUBLE if told["overdue_seconds"] >= LATE_SECONDS else SLOW,
            what=f"有 {told['overdue']} 项到期事项没有按时触发，最久的已过 {waited}",
            what_next="请看该服务是否在运行、是否过忙；不断增多的，请开发人员看日志。",
        )
    if told["failing"]:
        yield Worry(
            tone=SLOW,
            what=f"有 {told['failing']} 项到期事项触发时出错，系统正在自动重试",
            what_next="请开发人员看该服务的日志；排除原因后自行办理。",
        )


def span(seconds: int) -> str:
    """As people say it."""
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        return f"{seconds // 60} 分钟"
    return f"{seconds // 3600} 小时" if seconds < 48 * 3600 else f"{seconds // 86400} 天"


def reason_of(code: str) -> tuple[str, str]:
    """What a reason for parking means, and what to do."""
    return REASONS.get(code, REFUSED)
