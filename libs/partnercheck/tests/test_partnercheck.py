"""What the check finds: nothing in a good partner, and each fault in its own line."""

import base64
import json
from contextlib import suppress

import pytest
from example import EXAMPLE, town

from partnercheck.command import letters_checked
from partnercheck.report import FAILED, PASSED, SKIPPED, as_json, as_text, judged, skipped

Partner = EXAMPLE["partner"].Partner
NotFromLingbu = EXAMPLE["letters"].NotFromLingbu


def check(name, folder, kind=None, **settings):
    lingbu, line = town(name, folder, kind)
    asked = {"wait": 0.2, "quiet": 0.0, "count": 3, "unasked_wait": 0.0, "person": None}
    return list(letters_checked(lingbu, line, asked | settings))


def outcomes(findings, outcome):
    return {one.code for one in findings if one.outcome == outcome}


@pytest.mark.parametrize("name", ["police", "banks", "centre"])
def test_a_good_partner_passes(name, tmp_path):
    findings = check(name, tmp_path)
    assert outcomes(findings, FAILED) == set()
    assert len(outcomes(findings, PASSED)) > 20
    assert all(code.startswith("unasked:") for code in outcomes(findings, SKIPPED))


def test_every_question_the_partner_may_be_asked_is_asked(tmp_path):
    asked = {one.code for one in check("centre", tmp_path) if one.code.startswith("answer:")}
    assert len(asked) == 5 + 6


class Silent(Partner):
    def take(self, body, answer):
        """Says nothing."""


class ForgetsWhatItSaid(Partner):
    """Another answer each time."""

    count = 0

    def _answer(self, envelope, data):
        message, said = super()._answer(envelope, data)
        if "result" in said:
            self.count += 1
            said = {**said, "result": "PASS" if self.count % 2 else "FAIL"}
        return message, said


class SignsWithAnotherKey(Partner):
    def take(self, body, answer):
        letters, fresh = EXAMPLE["letters"], EXAMPLE["letters"].fresh_keys("police", "1")
        own = letters.Letters("police", fresh, [])
        self.letters.close = own.close
        super().take(body, answer)


class ForgesTheNameOfItsKey(SignsWithAnotherKey):
    """Signs with a key nobody knows, which calls itself by another name."""

    def take(self, body, answer):
        letters = EXAMPLE["letters"]
        own = letters.Letters("police", letters.fresh_keys("police", "9"), [])
        self.letters.close = own.close
        Partner.take(self, body, answer)


class BelievesAnybody(Partner):
    """Reads the payload and does not look at the signature."""

    def __init__(self, settings):
        super().__init__(settings)
        self.letters.open = self.opened

    def opened(self, body):
        try:
            text = json.loads(body)["payload"]
            payload = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            return payload["envelope"], payload["data"]
        except (ValueError, KeyError, TypeError):
            raise NotFromLingbu("no letter") from None


class AnswersTheExpired(Partner):
    def _answer(self, envelope, data):
        return super()._answer({**envelope, "expires_at": None}, data)


class StrictAboutMembers(Partner):
    def _answer(self, envelope, data):
        if "added_later" in data:
            return "problem", {"code": "malformed"}
        return super()._answer(envelope, data)


class ForgetsMembers(Partner):
    """Its findings have no time."""

    def _answer(self, envelope, data):
        message, said = super()._answer(envelope, data)
        return message, {name: value for name, value in said.items() if name != "answered_at"}


class AnswersProblems(Partner):
    def take(self, body, answer):
        super().take(body, answer)
        with suppress(NotFromLingbu):
            envelope, _ = self.letters.open(body)
            if envelope["message"] == "problem":
                refused = self.letters.close("problem", envelope["request"], {"code": "refused"})
                answer("problem", refused)


class AnswersInTheWrongOrder(Partner):
    """Names the question before the last as the one it answers."""

    last = "nothing"

    def take(self, body, answer):
        close = self.letters.close

        def another(message, request, data):
            before, self.last = self.last, request
            return close(message, before, data)

        self.letters.close = another
        try:
            super().take(body, answer)
        finally:
            self.letters.close = close


BROKEN = {
    Silent: {"same-answer", "throughput", "additive", "unknown-message", "malformed"},
    ForgetsWhatItSaid: {"same-answer"},
    SignsWithAnotherKey: {"signature", "answer:check.request/CHK-GA-ID", "throughput"},
    ForgesTheNameOfItsKey: {"signature", "answer:check.request/CHK-GA-ID", "throughput"},
    BelievesAnybody: {"bad-signature", "stranger", "unsigned", "wrong-receiver"},
    AnswersTheExpired: {"expired"},
    StrictAboutMembers: {"additive"},
    ForgetsMembers: {"schema", "answer:check.request/CHK-GA-ID"},
    AnswersProblems: {"problem-loop"},
    AnswersInTheWrongOrder: {"same-answer"},
}
ALONE = {ForgetsWhatItSaid, AnswersTheExpired, StrictAboutMembers, AnswersProblems}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_partner_is_found_in_the_right_line(kind, tmp_path):
    failed = outcomes(check("police", tmp_path, kind), FAILED)
    assert BROKEN[kind] <= failed
    assert kind not in ALONE or failed <= BROKEN[kind] | {"redelivery"}


def test_the_report_is_readable_for_people_and_for_programs():
    findings = [
        judged("one", "第一项", [], "很快"),
        judged("two", "第二项", ["甲", "甲", "乙", "丙", "丁"]),
        skipped("three", "第三项", "未要求"),
    ]
    assert as_text("检查", findings).splitlines() == [
        "检查",
        "[通过] one    第一项：很快",
        "[未过] two    第二项：甲；乙；丙；另有 1 处",
        "[未查] three  第三项：未要求",
        "共 3 项：通过 1，未过 1，未查 1。",
    ]
    whole = json.loads(as_json("police", findings))
    assert (whole["passed"], whole["failed"], whole["skipped"]) == (1, 1, 1)
    assert whole["findings"][1]["detail"].startswith("甲")
