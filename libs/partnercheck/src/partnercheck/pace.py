"""Many questions at once, what was said unasked, and what is left in the queue."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping

from outside.catalogue import said_by
from partnercheck.answers import fault_of_answer
from partnercheck.line import Line
from partnercheck.lingbu import Lingbu
from partnercheck.questions import check
from partnercheck.report import Finding, judged, skipped

__all__ = ["emptied", "sample", "unasked"]


def sample(lingbu: Lingbu, person: Mapping[str, str], count: int, wait: float) -> Finding:
    """So many questions at once: every one answered in time, and how fast."""
    title = f"一次 {count} 件询问，全部按期答复"
    if not count:
        return skipped("throughput", "成批询问", "未要求（--sample 0）")
    codes = lingbu.partner.checks
    questions = [check(codes[n % len(codes)], lingbu.now(), person) for n in range(count)]
    begin = time.monotonic()
    asked = [lingbu.ask(question) for question in questions]
    lingbu.wait(asked, wait)
    faults = [fault for one in asked if (fault := fault_of_answer(lingbu, one))]
    waits = sorted(a[0].at - one.at for one in asked if (a := lingbu.answers(one.request)))
    if faults or not waits:
        return judged("throughput", title, faults)
    rate = count / (max(lingbu.answers(one.request)[0].at for one in asked) - begin)
    middle, slow = waits[len(waits) // 2], waits[min(len(waits) - 1, len(waits) * 99 // 100)]
    remark = f"每秒 {rate:.0f} 件，中位 {middle * 1000:.0f} 毫秒，p99 {slow * 1000:.0f} 毫秒"
    return judged("throughput", title, [], remark)


def unasked(lingbu: Lingbu, wait: float) -> Iterator[Finding]:
    """What the partner reports by itself, if there is time to wait for it."""
    said = said_by(lingbu.partner.name, lingbu.partner)
    kinds = {kind.message for kind in said if not kind.asked_by and kind.message != "problem"}
    end = time.monotonic() + wait
    while not kinds <= set(_heard(lingbu)) and (left := end - time.monotonic()) > 0:
        lingbu.listen(left)
    for kind in sorted(kinds):
        code, title, count = f"unasked:{kind}", f"主动报送 {kind}", _heard(lingbu)[kind]
        if count:
            yield judged(code, title, [], f"{count} 封")
        else:
            none = f"{wait:g} 秒内没有报送"
            yield skipped(code, title, none if wait else "未要求等候（--unasked 秒数）")


def _heard(lingbu: Lingbu) -> Counter[str]:
    return Counter(one.opened.letter.message for one in lingbu.heard if one.opened)


def emptied(line: Line) -> Finding:
    """Nothing is left lying in the partner's queue."""
    count, _ = line.inbox()
    left = [f"还有 {count} 封未取"] if count else []
    return judged("emptied", "信箱已读空", left)
