"""What the answers of data matching (数据比对) mean, and what to do about them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from portal.pages.street.words import RESULTS, SEVERITIES

Told = Mapping[str, Any]
ASKED_AGAIN = ("FAIL", "NO_DATA", "ERROR", "TIMEOUT")
ADVICE = {
    "CHK-GA-ID": "核对身份证原件；录错的退回补正，公安登记有误的请本人到派出所更正后重新比对。",
    "CHK-GA-HK": "本市户籍是条件之一。户籍刚迁入的，登记更新后重新比对；确非本市户籍的，不予通过。",
    "CHK-GA-DEAD": "请当面核对本人；登记有误的请本人更正后重新比对。",
    "CHK-JY-UNEMP": "请本人先办失业登记，再重新比对；日期录错的退回补正。",
    "CHK-JY-FLEX": "请本人先办灵活就业登记，再重新比对。",
    "CHK-JY-30D": "灵活就业须满30日；未满的，满30日后再申请。",
    "CHK-JY-UNIT": "请本人到原单位办理解除登记后重新比对；仍在单位就业的，不予通过。",
    "CHK-JY-DIFF": "人员类型选错的退回补正；尚未认定的，先办认定再重新比对。",
    "CHK-JY-DUP": "同一人只能有一件在办申请或在享补贴；请先了结另一件。",
    "CHK-SB-EMP": "单位仍在缴费的，不是灵活就业；已停缴的，单位减员后重新比对。",
    "CHK-SB-RET": "已退休或领取养老金的，不予通过。",
    "CHK-DA-FILE": "请本人到存档机构办理个人委托存档，再重新比对。",
    "CHK-YH-ACC": "请看存折或卡：账号录错、不是本人账户、已销户或没有签代扣协议的，请更换账户。",
}
OTHERWISE = {
    "PENDING": "正在等对方答复，不必守着：答复一到，今日待办里就能看到。",
    "PASS": "",  # nosec B105 - the result of a check
    "FAIL": "请与本人核实；数据更正后重新比对，不符合条件的不予通过。",
    "NO_DATA": "查无记录不算通过：请本人先到相应部门登记，再重新比对。",
    "ERROR": "对方系统出错，与申请人无关：请重新比对。",
    "TIMEOUT": "对方没有按时答复，与申请人无关：请重新比对；一直不答的由市里催办。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check as it is shown: `tone` is bad, wait, good or plain; `acts` what may be done.

    `key` is the idempotency key of asking again: once for each time that it was asked.
    """

    code: str
    title: str
    weight: str
    result: str
    tone: str
    detail: str
    meaning: str
    explained: str
    acts: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """All checks, those that need somebody first, with one sentence on where it stands."""

    checks: tuple[Check, ...]
    waiting: int
    sentence: str


def matching(application: Told) -> Matching:
    """What is to be shown of an application's checks."""
    told = application["checks"]
    shown = sorted((_shown(one, application) for one in told), key=_order)
    waiting = sum(one["result"] == "PENDING" for one in told)
    return Matching(checks=tuple(shown), waiting=waiting, sentence=_sentence(shown, waiting))


def _shown(told: Told, application: Told) -> Check:
    result, weight = str(told["result"]), str(told["severity"])
    failed = result not in ("PASS", "PENDING")
    blocks = failed and weight == "B"
    explain = weight == "W" and result == "FAIL" and not told["overridden_by"]
    may = set(application["allowed"])
    acts = ["override_warning"] if explain and "override_warning" in may else []
    acts += ["resend_check"] if result in ASKED_AGAIN and "resend_check" in may else []
    return Check(
        code=told["code"],
        title=told["title"],
        weight=SEVERITIES.get(weight, weight),
        result=RESULTS.get(result, result),
        tone=_tone(result, blocks or explain),
        detail=told["detail"],
        meaning=_meaning(told, failed),
        explained=told["override_reason"],
        acts=tuple(acts),
        key=uuid5(UUID(application["application_id"]), f"{told['code']} {told['asked_at']}").hex,
    )


def _tone(result: str, needs_somebody: bool) -> str:
    if needs_somebody:
        return "bad"
    return {"PENDING": "wait", "PASS": "good"}.get(result, "plain")  # nosec B105 - the result of a check


def _meaning(told: Told, failed: bool) -> str:
    if not failed or told["severity"] == "I":
        return OTHERWISE["PENDING"] if told["result"] == "PENDING" else ""
    if told["overridden_by"]:
        return "已由经办人员说明，可以继续。"
    if told["severity"] == "W" and told["result"] == "FAIL":
        return "请核实后写明情况（须按钥匙盘），说明后可以继续；也可更正后重新比对。"
    if told["result"] in ("FAIL", "NO_DATA") and told["code"] in ADVICE:
        return ADVICE[told["code"]]
    return OTHERWISE.get(told["result"], "")


def _order(check: Check) -> tuple[int, str]:
    return ("bad", "wait", "plain", "good").index(check.tone), check.code


def _sentence(shown: Iterable[Check], waiting: int) -> str:
    tones = [check.tone for check in shown]
    bad, passed = tones.count("bad"), tones.count("good")
    if not tones:
        return "受理后系统自动发起数据比对，结果列在这里。"
    told = [f"共 {len(tones)} 项", f"通过 {passed} 项"]
    told += [f"需要处理 {bad} 项"] if bad else []
    told += [f"等待答复 {waiting} 项"] if waiting else []
    end = "。" if bad or waiting else "，没有需要处理的。"
    return "，".join(told) + end
