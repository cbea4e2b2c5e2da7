"""Pages and API under one address: what begins like one of the API's paths is the API's."""

from collections.abc import Callable
from typing import Any

API_ROOMS = frozenset({"api", "callbacks", "demo", "livez", "readyz", "static"})
Wsgi = Callable[..., Any]


class Mounted:
    """WSGI; neither side sees a changed path."""

    def __init__(self, pages: Wsgi, api: Wsgi) -> None:
        self._pages, self._api = pages, api

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        room = environ.get("PATH_INFO", "").lstrip("/").partition("/")[0]
        return (self._api if room in API_ROOMS else self._pages)(environ, start_response)
