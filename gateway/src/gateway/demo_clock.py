"""The demo's clock: told, turned and set."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, request

from gateway.reading import json_body
from gateway.settings import Turnable, here
from kernel.clock import SHANGHAI
from kernel.errors import Conflict, Invalid

_TURN = re.compile(r"([+-]?)(\d{1,4})([dhm])")
_UNIT = {"d": "days", "h": "hours", "m": "minutes"}
FORM = "application/x-www-form-urlencoded"


def clock() -> Any:
    """The moment the demo lives in."""
    return {"now": here().clock.now().isoformat()}


def quiet() -> Any:
    """Whether every letter has been read and nothing is due: then the clock may be turned.

    null where the services are processes of their own and none sees all of them.
    """
    known = here().settings.quiet
    return {"quiet": known() if known else None}


def turn_clock() -> Any:
    """{"turn": "+5d"} or {"set": "2019-04-30T09:00"}; a form of the landing page does as well."""
    wish = _wish()
    if "turn" in wish:
        _turnable().turn(_delta(str(wish["turn"])))
    else:
        _turnable().set(_moment(str(wish.get("set", ""))))
    return redirect("/demo/", 303) if request.mimetype == FORM else clock()


def _wish() -> dict[str, Any]:
    if request.mimetype == FORM:
        return dict(request.form)
    wish = json_body(request)
    return wish if isinstance(wish, dict) else {}


def _turnable() -> Turnable:
    found = here().settings.turnable
    if found is None:
        raise Conflict("这里的时钟不能拨动。", code="clock-not-turnable")
    return found


def _delta(text: str) -> timedelta:
    parts = _TURN.fullmatch(text.strip())
    if parts is None:
        raise _wrong("turn", "应为 +5d、+3h 或 +30m 的形式。")
    sign, amount, unit = parts.groups()
    return timedelta(**{_UNIT[unit]: int(sign + amount)})


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise _wrong("set", "应为 2019-04-30T09:00 的形式。") from None
    if not 2000 <= moment.year <= 2100:
        raise _wrong("set", "年份应在 2000 与 2100 之间。")
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=SHANGHAI)


def _wrong(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, fields={field: sentence}, code="invalid-fields")
