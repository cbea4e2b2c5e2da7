"""Code lists (代码表) as choices; asked of the API once in a while."""

import threading
import time
from typing import Any

from portal.forms import Choices
from portal.session import ask

SECONDS = 300
_lock = threading.Lock()
Rows = tuple[dict[str, Any], ...]
_kept: dict[str, tuple[float, Rows]] = {}


def rows(list_name: str) -> Rows:
    """A list in force as the API has it: code, name, more; raises `Problem`."""
    with _lock:
        at, found = _kept.get(list_name, (0.0, ()))
    if found and time.monotonic() - at < SECONDS:
        return found
    found = tuple(ask().get(f"/codes/{list_name}")["items"])
    with _lock:
        _kept[list_name] = (time.monotonic(), found)
    return found


def choices(list_name: str) -> Choices:
    """(code, name) of a list in force; raises `Problem`."""
    return tuple((one["code"], one["name"]) for one in rows(list_name))


def terms() -> dict[str, dict[str, Any]]:
    """法定期限 in force: code -> `words` (“5个工作日”) and `clause`; raises `Problem`."""
    return {one["code"]: one["more"] for one in rows("terms")}


def today() -> str:
    """The day the API lives in: a demonstration's clock is turned."""
    return str(ask().get("/codes/banks")["on"])


def name_of(list_name: str, code: str) -> str:
    """The Chinese name of a code; the code itself where it is in no list."""
    return dict(choices(list_name)).get(code, code)
