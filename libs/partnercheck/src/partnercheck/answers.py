"""Good questions: answered, in the right form, the same again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts import wire
from outside.catalogue import answers_to
from outside.letters import Letter
from outside.problem import Problem
from outside.registries import CheckResponse
from partnercheck.lingbu import Asked, Heard, Lingbu
from partnercheck.questions import check, every_question, named
from partnercheck.report import Finding, judged, skipped

__all__ = ["asked_and_answered", "asked_twice", "fault_of_answer", "form"]

ENVELOPE = {"not-a-letter", "wrong-partner", "too-large"}
SIGNATURE = {"bad-signature", "unknown-key"}


def asked_and_answered(lingbu: Lingbu, person: Mapping[str, str], wait: float) -> Iterator[Finding]:
    """Each kind of question once, all at the same moment."""
    questions = every_question(lingbu.partner, lingbu.now(), person)
    asked = {name: lingbu.ask(question) for name, question in questions}
    lingbu.wait(asked.values(), wait)
    for name, one in asked.items():
        fault = fault_of_answer(lingbu, one)
        yield judged(f"answer:{name}", f"答复 {named(one.question)}", [fault] if fault else [])
    yield _deadline(lingbu, list(asked.values()))


def fault_of_answer(lingbu: Lingbu, asked: Asked) -> str:
    """What is wrong with the answer to a good question; empty where nothing is."""
    heard = lingbu.answers(asked.request)
    if not heard:
        return "没有答复"
    first = heard[0]
    if first.opened is None:
        return f"答复不能采用：{first.fault} {first.detail}".rstrip()
    letter = first.opened.letter
    if isinstance(letter, Problem):
        return f"答复 problem：{letter.code} {letter.detail}".rstrip()
    if not isinstance(letter, answers_to(asked.question.message)):
        return f"以 {letter.message} 作答，与所问不符"
    if isinstance(letter, CheckResponse):
        return _fault_of_finding(letter, asked)
    return ""


def _fault_of_finding(letter: CheckResponse, asked: Asked) -> str:
    if letter.check_code != named(asked.question):
        return f"所答为 {letter.check_code}，与所问不符"
    return "答复 ERROR，未能查询" if letter.result == "ERROR" else ""


def _deadline(lingbu: Lingbu, asked: Sequence[Asked]) -> Finding:
    title = f"在 {lingbu.partner.patience_seconds} 秒内答复"
    waits = [heard[0].at - one.at for one in asked if (heard := lingbu.answers(one.request))]
    if not waits:
        return skipped("deadline", title, "没有收到任何答复")
    slowest = max(waits)
    late = [f"最慢 {slowest:.1f} 秒"] if slowest > lingbu.partner.patience_seconds else []
    return judged("deadline", title, late, f"最慢 {slowest:.2f} 秒")


def asked_twice(lingbu: Lingbu, person: Mapping[str, str], wait: float) -> Iterator[Finding]:
    """A question under the same number in a new letter, and the very same letter again."""
    question = check(lingbu.partner.checks[0], lingbu.now(), person)
    first, redelivered = lingbu.ask(question), lingbu.ask(question)
    lingbu.wait([first, redelivered], wait)
    answered = [one for one in (first, redelivered) if lingbu.answers(one.request)]
    lingbu.again(redelivered)
    lingbu.ask(question, first.request)
    lingbu.wait([first], wait if first in answered else 0, times=2)
    title = "同一编号再问一次，答复相同"
    yield judged("same-answer", title, _differences(lingbu, first, 2))
    title = "同一封信投递两次，答复不变"
    yield judged("redelivery", title, _differences(lingbu, redelivered, 1))


def _differences(lingbu: Lingbu, asked: Asked, least: int) -> Iterator[str]:
    heard = lingbu.answers(asked.request)
    if len(heard) < least:
        yield f"应有 {least} 次答复，收到 {len(heard)} 次"
    opened = [_said(one.opened.letter) for one in heard if one.opened]
    if any(one != opened[0] for one in opened[1:]):
        yield "两次答复不同：" + "、".join(str(one.get("result", one)) for one in opened)


def _said(letter: Letter) -> dict[str, Any]:
    """What is answered; when it was looked up may differ."""
    said: dict[str, Any] = wire.dump(letter)
    return {name: value for name, value in said.items() if name != "answered_at"}


def form(heard: Sequence[Heard]) -> Iterator[Finding]:
    """The form of everything that was heard."""
    if not heard:
        for code, title in TITLES.items():
            yield skipped(code, title, "没有收到任何信件")
        return
    faults: dict[str, list[str]] = {code: [] for code in TITLES}
    for one in heard:
        for code, fault in _faults_of_form(one):
            faults[code].append(fault)
    faults["numbers"] += _used_twice(heard)
    for code, title in TITLES.items():
        yield judged(code, title, faults[code], f"{len(heard)} 封")


TITLES = {
    "signature": "签名有效（ES256，已登记的密钥）",
    "envelope": "信封齐全，收发双方无误",
    "schema": "内容符合合同",
    "routing-key": "路由键与消息、版本一致",
    "persistent": "信件为持久信件",
    "numbers": "信件编号不重复使用",
}


def _faults_of_form(one: Heard) -> Iterator[tuple[str, str]]:
    if one.fault:
        yield _kind_of(one), f"{one.fault} {one.detail}".rstrip()
    if one.opened and one.routing_key != one.opened.letter.routing_key():
        said = one.opened.letter.routing_key()
        yield "routing-key", f"{said} 以 {one.routing_key or '空'} 发出"
    if not one.persistent:
        yield "persistent", "delivery_mode 不是 2"


def _kind_of(one: Heard) -> str:
    if one.fault in SIGNATURE:
        return "signature"
    return "envelope" if one.fault in ENVELOPE or one.detail == "envelope" else "schema"


def _used_twice(heard: Sequence[Heard]) -> Iterator[str]:
    """The same number is the same letter: answers to two questions cannot share one."""
    seen: dict[Any, str] = {}
    for one in heard:
        if one.opened:
            number = one.opened.envelope.letter
            if seen.setdefault(number, one.request) != one.request:
                yield f"编号 {number} 用于不同的答复"
