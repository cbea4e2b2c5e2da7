"""Metrics of the two processes whose own port is the public one: on another port, or nowhere."""

from collections.abc import Mapping

from prometheus_client import start_http_server
from prometheus_client.registry import Collector

from servicekit.config import BadSetting
from servicekit.measured import REGISTRY

__all__ = ["serve_metrics"]


def serve_metrics(values: Mapping[str, str], *more: Collector) -> None:
    """Answers GET /metrics at `LINGBU_METRICS` (`0.0.0.0:9100`); without it nothing listens.

    Beside the counts of the process stands what `more` collects at each reading.
    """
    where = values.get("METRICS", "")
    if not where:
        return
    host, _, port = where.rpartition(":")
    if not host or not port.isdecimal():
        raise BadSetting("METRICS", "应为监听地址和端口，如 0.0.0.0:9100")
    for collector in more:
        REGISTRY.register(collector)
    start_http_server(
        int(port),
        host,
        REGISTRY,
        certfile=values.get("TLS_CERT") or None,
        keyfile=values.get("TLS_KEY") or None,
        client_cafile=values.get("TLS_CA") or None,
        client_auth_required=bool(values.get("TLS_CERT")),
    )
