"""政策: every value in force on a day with its clause and trust, and one value's history."""

from collections import Counter
from datetime import date
from typing import Any

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.posts import CITY, OPERATORS
from portal.session import ask

TRUST = {
    "stated": "原文",
    "computed": "推算",
    "reading": "我方理解",
    "weak": "待核实",
    "example": "虚构示例",
}


def policy() -> str:
    """In force on the day asked for; filtered by words of name, title or clause."""
    today = codes.today()
    on = _day(request.args.get("on", "")) or today
    words = request.args.get("words", "").strip()
    trust = request.args.get("trust", "")
    every = ask().get("/policy-values", on=on)["items"]
    return render_template(
        "operator/policy.html",
        on=on,
        today=today,
        words=words,
        trust=trust,
        total=len(every),
        lines=[one for one in every if _fits(one, words, trust)],
        documents=Counter(one["document"] or "未写明" for one in every).most_common(),
        counts=Counter(one["trust"] for one in every),
        trusts=TRUST,
    )


def value(name: str) -> str:
    """One value from its first day on."""
    found = ask().get(f"/policy-values/{name}")
    return render_template(
        "operator/policy_value.html", found=found, today=codes.today(), trusts=TRUST
    )


def _fits(one: dict[str, Any], words: str, trust: str) -> bool:
    told = f"{one['name']} {one['title']} {one['document']} {one['paragraph']}"
    return (not trust or one["trust"] == trust) and all(w in told for w in words.split())


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


PAGES = (
    Page(
        name="operator.policy",
        rule="/operator/policy",
        view=policy,
        title="政策规则",
        who=CITY | OPERATORS,
        menu="政策规则",
    ),
    Page(
        name="operator.policy_value",
        rule="/operator/policy/<name>",
        view=value,
        title="一项政策规则",
        who=CITY | OPERATORS,
        walk="value",
    ),
)
