"""Letters with something wrong: some are answered with a problem, some not at all."""

import base64
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from outside.envelope import signed
from outside.keys import KeyBook, fresh_keys, public
from outside.letters import LINGBU
from outside.partners import PARTNERS
from outside.problem import Problem
from partnercheck.answers import fault_of_answer
from partnercheck.lingbu import Asked, Heard, Lingbu, payload_of
from partnercheck.questions import check
from partnercheck.report import Finding, judged

__all__ = ["all_of_them"]

LONG_AGO = timedelta(hours=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One wrong letter. With `problem` that answer is wanted; `silence` is (also) right."""

    code: str
    title: str
    send: Callable[[], Asked]
    problem: tuple[str, ...] = ()
    silence: bool = False


class Wrong:
    """Ways to spoil a good question."""

    def __init__(self, lingbu: Lingbu, person: Mapping[str, str]) -> None:
        self.lingbu = lingbu
        self.question = check(lingbu.partner.checks[0], lingbu.now(), person)

    def cases(self) -> Iterator[Case]:
        """Every wrong letter there is."""
        yield from self._of_no_use()
        yield from self._not_lingbus()

    def _of_no_use(self) -> Iterator[Case]:
        unknown, partner = ("unknown-message",), self.lingbu.partner.name
        yield Case(
            code="unknown-message",
            title="不认识的消息，答复 problem/unknown-message",
            send=self._changed(lambda p: p["envelope"].update(message="pension.query")),
            problem=unknown,
        )
        yield Case(
            code="next-version",
            title="不认识的版本，答复 problem/unknown-message",
            send=self._changed(lambda p: p["envelope"].update(version=9)),
            problem=unknown,
        )
        yield Case(
            code="malformed",
            title="缺少必有的内容，答复 problem/malformed",
            send=self._changed(lambda p: p["data"].pop("subject")),
            problem=("malformed",),
        )
        yield Case(
            code="sealed-elsewhere",
            title="为别人加密的内容，答复 problem/malformed",
            send=lambda: self.lingbu.ask(self.question, keys=self._others_keys(partner)),
            problem=("malformed",),
        )
        yield Case(
            code="expired",
            title="过期的询问，不答复或答复 problem/expired",
            send=lambda: self.lingbu.ask(self.question, worth=LONG_AGO),
            problem=("expired",),
            silence=True,
        )

    def _not_lingbus(self) -> Iterator[Case]:
        ask, question = self.lingbu.ask, self.question
        yield Case(
            code="bad-signature",
            title="签名损坏，不答复",
            send=lambda: ask(question, spoil=_damaged),
            silence=True,
        )
        yield Case(
            code="tampered",
            title="内容被改动，不答复",
            send=lambda: ask(question, spoil=_tampered),
            silence=True,
        )
        yield Case(
            code="stranger",
            title="陌生密钥签名，不答复",
            send=lambda: ask(question, keys=self._strangers_keys()),
            silence=True,
        )
        yield Case(
            code="unsigned",
            title="没有签名（alg 为 none），不答复",
            send=lambda: ask(question, spoil=_unsigned),
            silence=True,
        )
        other = next(p.name for p in PARTNERS if p is not self.lingbu.partner)
        yield Case(
            code="wrong-receiver",
            title="写给别人的信，不当作询问答复",
            send=self._changed(lambda p: p["envelope"].update(receiver=other)),
            problem=("refused", "malformed", "unknown-message"),
            silence=True,
        )
        yield Case(
            code="problem-loop",
            title="收到 problem，不再以信作答",
            send=lambda: ask(Problem(code="malformed")),
            silence=True,
        )

    def grown(self) -> Asked:
        """A question with members that nobody knows yet."""

        def grow(payload: Any) -> None:
            payload["envelope"]["urgency"] = "normal"
            payload["data"]["added_later"] = {"note": "以后增加的内容", "list": [1, 2]}

        return self._changed(grow)()

    def _changed(self, change: Callable[[Any], Any]) -> Callable[[], Asked]:
        """The question with another content, signed as Lingbu signs."""

        def spoil(body: dict[str, Any]) -> dict[str, Any]:
            payload = payload_of(body)
            change(payload)
            return signed(payload, self.lingbu.keys)

        return lambda: self.lingbu.ask(self.question, spoil=spoil)

    def _strangers_keys(self) -> KeyBook:
        """Signs with a key nobody has registered, and seals as Lingbu does."""
        mine = fresh_keys(LINGBU, "stranger")
        return self._book(mine, [_public(self.lingbu.keys.sealing(self.lingbu.partner.name))])

    def _others_keys(self, partner: str) -> KeyBook:
        """Signs as Lingbu does, and seals for a key the partner does not have."""
        mine = [self.lingbu.keys.signing().as_dict(private=True)]
        return self._book(mine, public(fresh_keys(partner, "unknown")))

    def _book(self, own: Any, theirs: Any) -> KeyBook:
        text = json.dumps({"own": own, "others": {self.lingbu.partner.name: theirs}})
        return KeyBook.from_text(text, LINGBU)


def all_of_them(
    lingbu: Lingbu, person: Mapping[str, str], wait: float, quiet: float
) -> Iterator[Finding]:
    """Says every wrong letter and a good one after them, then listens for what should not come."""
    wrong = Wrong(lingbu, person)
    sent = [(case, case.send()) for case in wrong.cases()]
    lingbu.say_bytes(b"\xff\x00 no letter")
    lingbu.say_bytes(b'{"payload": 1}')
    grown, after = wrong.grown(), lingbu.ask(wrong.question, str(uuid4()))
    wanted = [asked for case, asked in sent if case.problem and not case.silence]
    lingbu.wait([*wanted, grown, after], wait)
    lingbu.hush(quiet)
    fault = fault_of_answer(lingbu, grown)
    yield judged("additive", "询问多出不认识的内容，照常答复", [fault] if fault else [])
    for case, asked in sent:
        yield judged(case.code, case.title, _faults(case, lingbu.answers(asked.request)))
    fault = fault_of_answer(lingbu, after)
    yield judged("garbage", "收到不是信件的内容之后，仍能答复", [fault] if fault else [])


def _faults(case: Case, heard: list[Heard]) -> Iterator[str]:
    if not heard and not case.silence:
        yield "没有答复"
    for one in heard:
        letter = one.opened.letter if one.opened else None
        if not isinstance(letter, Problem):
            yield f"答复了 {letter.message if letter else one.fault}"
        elif letter.code not in case.problem:
            yield f"答复 problem/{letter.code}"


def _damaged(body: dict[str, Any]) -> dict[str, Any]:
    text = body["signature"]
    middle = len(text) // 2
    other = "A" if text[middle] != "A" else "B"
    return {**body, "signature": text[:middle] + other + text[middle + 1 :]}


def _tampered(body: dict[str, Any]) -> dict[str, Any]:
    payload = payload_of(body)
    payload["envelope"]["correlation"] = "changed on the way"
    return {**body, "payload": _encoded(payload)}


def _unsigned(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "protected": _encoded({"alg": "none"}), "signature": ""}


def _encoded(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def _public(key: Any) -> Any:
    return dict(key.as_dict(private=False))
