"""Supervision of the streets (督办): what is overdue, where, and for how long."""

from collections import Counter
from typing import Any

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.posts import DISTRICT
from portal.session import ask

STEPS = {
    "initial": "街道初审",
    "returned": "街道补正",
    "first": "区第一次复核",
    "publicity": "公示",
    "second": "区第二次复核",
}
PAGE = 50


def streets() -> str:
    """Counts by street and step, and the cases, the longest overdue first."""
    street = request.args.get("street", "")
    counted = _counted(ask().get("/queue-counts", by="street")["items"])
    asked: dict[str, Any] = {
        "street_code": street,
        "cursor": request.args.get("cursor", ""),
        "limit": PAGE,
    }
    found = ask().get("/cases", queue="overdue", **asked)
    return render_template(
        "district/streets.html",
        rows=counted,
        steps=STEPS,
        lines=found["items"],
        next_cursor=found["next_cursor"],
        street=street,
        names=dict(codes.choices("divisions")),
    )


def _counted(told: list[dict[str, Any]]) -> list[tuple[str, Counter[str], int]]:
    """(street, counts by step, all of them), the most overdue first."""
    by_street: dict[str, Counter[str]] = {}
    for one in told:
        if one["overdue"]:
            by_street.setdefault(one["street_code"], Counter())[one["step"]] += one["overdue"]
    rows = [(code, counts, counts.total()) for code, counts in by_street.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


PAGES = (
    Page(
        name="district.streets",
        rule="/district/streets",
        view=streets,
        title="街道督办",
        who=DISTRICT,
        menu="街道督办",
    ),
)
