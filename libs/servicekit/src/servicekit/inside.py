"""The HTTP server between processes: where services share one process, it does not listen."""

import logging
from typing import Any

from nameko.web.handlers import HttpRequestHandler
from nameko.web.server import WebServer

log = logging.getLogger(__name__)
HANDSHAKE_SECONDS = 10


class InsideServer(WebServer):
    """nameko's server of a service process; silent in the embedded house (`DIRECT`)."""

    def start(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().start()

    def stop(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().stop()

    def process_request(self, sock: Any, address: Any) -> None:
        """In a greenthread of its own; a caller whose certificate is not ours goes no further."""
        context = self.container.config.get("TLS")
        if context is not None:
            sock.settimeout(HANDSHAKE_SECONDS)
            try:
                sock = context.wrap_socket(sock, server_side=True)
            except OSError as error:
                log.warning("caller refused: %s", type(error).__name__)
                sock.close()
                return
            sock.settimeout(None)
        super().process_request(sock, address)


class InsideHandler(HttpRequestHandler):
    """One address of that server."""

    server: Any = InsideServer()

    def setup(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().setup()

    def stop(self) -> None:
        if not self.container.config.get("DIRECT"):
            super().stop()
