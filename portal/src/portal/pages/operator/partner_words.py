"""How the waiting room reads: questions, errors, and what a line's state asks for. Pure."""

from collections.abc import Mapping
from typing import Any

MESSAGES = {
    "check.request": "数据比对",
    "contrib.query": "社保缴费查询",
    "refund.request": "个人缴费退费",
    "enroll.batch": "增员名单",
    "leave.batch": "减员名单",
    "account.update": "代扣账户变更",
    "difference.request": "补差",
}
STATES = {
    "waiting": "等候答复",
    "abandoned": "已放弃，须人工处理",
    "refused": "对方不收，须人工处理",
    "answered": "已答复",
}
ERRORS = {
    "": "尚无结果",
    "kept-back": "线路断开，暂不发出",
    "no-key": "对方尚未交来公钥",
    "resent": "已要求重发",
}
FINDINGS = {
    "PASS": "通过",  # nosec B105 - the result of a check
    "FAIL": "不通过",
    "NO_DATA": "查无记录",
}


def explained(line: Mapping[str, Any]) -> str:
    """What is wrong with an outside system and what to do next, in one sentence."""
    if line["line"] == "open":
        return (
            "对方不答复，系统只定时试探，其余询问暂不发出。请联系对方；确认已恢复的，合闸立即恢复。"
        )
    if line["refused"]:
        return "对方不收其中的询问：请打开看原因，更正后重发，或人工录入。"
    if line["abandoned"]:
        return "有询问到期仍无答复，已不再自动重发：请联系对方，再重发或人工录入。"
    if line["error"] == "no-key":
        return "对方尚未交来公钥，询问不能加密发出：请催对方交来。"
    return "正常" if not line["waiting"] else "正在等候答复，系统会自动重发。"
