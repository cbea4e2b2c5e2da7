"""How far the demo caseload has got: told by the command that makes it, shown on the first page."""

from typing import Any

from flask import current_app, request

from gateway.reading import json_body
from kernel.errors import Invalid

_KEPT = "lingbu-demo-filling"


def filling() -> dict[str, Any]:
    """{"made": …, "of": …, "day": …} as told last; nothing told means 0 of 0.

    Kept by this process alone: it is a demonstration's, and at the next start told anew.
    """
    known: dict[str, Any] = current_app.extensions.get(_KEPT, {"made": 0, "of": 0, "day": ""})
    return known


def tell_filling() -> dict[str, Any]:
    """Takes {"made": 3, "of": 27, "day": "2026-03-01"}."""
    wish = json_body(request)
    told = wish if isinstance(wish, dict) else {}
    made, of, day = (told.get(name) for name in ("made", "of", "day"))
    counts = [number for number in (made, of) if type(number) is int and 0 <= number <= 10_000]
    if len(counts) != 2 or not isinstance(day, str) or len(day) > len("2019-04-01"):
        wrong = {"made": "应为件数。", "of": "应为件数。", "day": "应为日期。"}
        raise Invalid("应为 made、of 与 day。", fields=wrong, code="invalid-fields")
    current_app.extensions[_KEPT] = {"made": made, "of": of, "day": day}
    return filling()
