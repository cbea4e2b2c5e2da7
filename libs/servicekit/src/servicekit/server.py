"""The WSGI server of production: waitress, with an end to slow requests, and refusals as ours."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import waitress
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask

ANYWHERE = "0.0.0.0:8080"
MIB = 1024 * 1024
# Above the gateway's own limit, so that a body too large is told so in problem+json; waitress keeps
# what it has received in a temporary file.
MOST_SPOOLED = 64 * MIB
HEADER_BYTES = 16 * 1024
CLEANUP_SECONDS = 5
SENTENCES = {
    400: ("bad-request", "请求不完整或格式不正确。"),
    413: ("too-large", "提交的内容过大。"),
    431: ("headers-too-large", "请求头过大。"),
    501: ("not-implemented", "不支持这种传输方式。"),
}


class Parser(HTTPRequestParser):
    """Refuses a body whose end is told in two ways: the proxy before us may see another end."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("both Content-Length and Transfer-Encoding")


class Told(ErrorTask):
    """What the server itself refuses, before there is a request, in the words of `problems`."""

    def execute(self) -> None:
        error = self.request.error
        code, detail = SENTENCES.get(error.code, SENTENCES[400])
        told = {
            "type": f"/problems/{code}",
            "title": "请求格式不正确",
            "status": error.code,
            "code": code,
            "detail": detail,
        }
        body = json.dumps(told, ensure_ascii=False).encode()
        self.status = f"{error.code} {error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.response_headers.append(("X-Content-Type-Options", "nosniff"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """A connection whose request must be whole in time: single bytes do not buy more of it."""

    error_task_class, parser_class = Told, Parser
    last_activity: float

    def handle_read(self) -> None:
        began, unfinished = self.last_activity, self.request is not None
        super().handle_read()
        if unfinished and self.request is not None:
            self.last_activity = began


def make_server(app: Callable[..., Any], values: Mapping[str, str]) -> Any:
    """waitress over the application; `run` serves."""
    host, _, port = values.get("BIND", ANYWHERE).rpartition(":")
    sockets: dict[int, Any] = {}
    server = waitress.create_server(
        app,
        map=sockets,
        host=host,
        port=int(port),
        threads=int(values.get("THREADS", "16")),
        connection_limit=int(values.get("CONNECTIONS", "1000")),
        channel_timeout=int(values.get("REQUEST_SECONDS", "120")),
        cleanup_interval=CLEANUP_SECONDS,
        asyncore_use_poll=True,
        max_request_header_size=HEADER_BYTES,
        max_request_body_size=MOST_SPOOLED,
        clear_untrusted_proxy_headers=False,  # `forwarded` does, and knows networks
        ident=None,
    )
    for one in sockets.values():
        if isinstance(one, TcpWSGIServer):
            one.channel_class = Channel
    return server
