"""The HTTP server between processes: where services share one process, it does not listen."""

from typing import Any

from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import WebServer


class InsideServer(WebServer):
    """nameko's server of a service process; silent in the embedded house (`DIRECT`)."""

    def start(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().start()

    def stop(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().stop()


class InsideHandler(HttpRequestHandler):
    """One address of that server."""

    server: Any = InsideServer()

    def setup(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().setup()

    def stop(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().stop()
