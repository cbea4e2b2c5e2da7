"""Writes docs/authorisation.md from the table of rights: `python tests/authorisation/page.py`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from contracts import caller
from contracts.caller import APPLICANT
from contracts.message import Command
from contracts.rights import CASE, RIGHTS, Right
from intake.domain import states as intake
from payments.domain import states as payments
from review.domain import moves as review
from servicekit.assembly import installed_services

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "authorisation.md"

NAMES = {
    caller.STREET_CLERK: "街道经办人",
    caller.STREET_READER: "街道复核人",
    caller.POST_ONE: "区岗1",
    caller.POST_TWO: "区岗2",
    caller.DISTRICT_CLERK: "区经办人",
    caller.CITY_OFFICER: "市级人员",
    caller.APPLICANT: "申请人本人",
    caller.PUBLIC: "公众",
    caller.SYSTEM_ADMIN: "系统管理员",
    caller.SECURITY_ADMIN: "安全管理员",
    caller.AUDIT_ADMIN: "审计管理员",
    caller.SYSTEM: "系统",
}
SERVICES = {
    "intake": "受理",
    "review": "审核",
    "payments": "享受",
    "notify": "消息",
    "reporting": "统计",
    "partners": "外部系统",
    "each": "各服务的运行（每个服务各自应答）",
    "simulators": "外部系统模拟器（仅演示）",
}
STATES_OF_PAYMENTS = {
    payments.START_CHECK: "待确认社保状态",
    payments.QUERYING: "查询中",
    payments.FINDING: "已有查询结果",
    payments.REFUND_PENDING: "退费中",
    payments.CONFIRMED: "开始月份已确认",
    payments.ENLISTED: "已列入增员名单",
    payments.ACTIVE: "享受中",
}
FINDINGS = tuple(payments._BY_FINDING)
INTRO = """# 权限表：谁可以办什么

Generated from `libs/contracts/src/contracts/rights.py` and the states of the services' domains by
`python tests/authorisation/page.py`; `make check` fails when this page is not what they say or
when a command has no row.

- **谁**：岗位只在本级有效（街道岗位在区里不算数）；运维和各类管理员不办案、不看案。
  系统内部的定时、来信处理不受岗位限制。
- **何处**：街道看本街道（乡镇），区看本区，市看全市，申请人看本人。
  看不见的，答复与不存在相同（404，同样的文字）；
  岗位不符在看案件之前就拒绝（403），因此不透露案件是否存在。
- **何时**：案件处于哪些状态才能办；空白为不看状态。
  其余条件（公示期满、两人两钥匙等）由各服务的规则再判。
- **明文**：谁可以附理由查看未遮盖的个人信息；每次查看都留痕。

三道墙：办理之前先查本表（`Desk.perform`）；办理时核对案件所在地（`Caller.must_see`）；
数据库的行级安全再核对一次（`servicekit.walls`），业务代码漏查时，案件仍然看不见、改不了。
"""
HEAD = "| 业务 | 谁 | 何处 | 何时 | 依据 |\n|---|---|---|---|---|"


def page() -> str:
    """The whole page."""
    parts = [INTRO]
    for service, title in SERVICES.items():
        rows = [(c, r) for c, r in RIGHTS.items() if c.service == service]
        lines = [_line(command, right) for command, right in rows]
        parts.append("\n".join([f"## {title}\n", HEAD, *lines]) + "\n")
    return "\n".join(parts)


def _line(command: type[Command], right: Right) -> str:
    said = (command.__doc__ or "").partition("\n")[0].replace("|", "/")
    who = _names(right.posts)
    if right.clear:
        who += f"；明文：{_names(right.clear)}"
    where = right.where + (
        "；本人的案件" if right.where == CASE and APPLICANT in right.posts else ""
    )
    cells = (f"`{command.__name__}` {said}", who, where, _when(command), right.clause)
    return "| " + " | ".join(cells) + " |"


def _names(posts: Iterable[str]) -> str:
    return "、".join(name for post, name in NAMES.items() if post in posts)


def _when(command: type[Command]) -> str:
    step = command.command_name()
    if command.service == "intake":
        return "、".join(intake.NAMES[state] for state in intake.COMMANDS.get(step, ()))
    if command.service == "review":
        found = review.FROM.get(step, frozenset())
        return "、".join(name for state, name in review.NAMES.items() if state in found)
    if command.service == "payments" and command.reads_only is False:
        ways = STATES_OF_PAYMENTS.items()
        return "、".join(name for state, name in ways if _payments_admit(step, state))
    return ""


def _payments_admit(step: str, state: str) -> bool:
    """In some finding, with months left to grant or not."""
    return any(
        step in payments.allowed(state, finding, refusable=refusable)
        for finding in FINDINGS
        for refusable in (False, True)
    )


def faults() -> list[str]:
    """Commands without a row, and rows without a command."""
    obeyed = {c for service in installed_services().values() for c in service.obey.table}
    bare = [f"{c.__name__}: no row in contracts/rights.py" for c in obeyed - set(RIGHTS)]
    idle = [f"{c.__name__}: a row for what nobody obeys" for c in set(RIGHTS) - obeyed]
    return sorted(bare + idle)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    wrong = faults()
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)
