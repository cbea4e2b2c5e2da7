"""The portal as a process: under waitress beside the gateway, or in the embedded house."""

import secrets
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from portal.api import Api
from portal.app import create_app
from portal.mounting import Mounted
from portal.settings import PortalSettings
from servicekit.config import need, strong
from servicekit.forwarded import networks
from servicekit.fronts import serve_metrics
from servicekit.server import ANYWHERE, make_server
from servicekit.tracing import follow

KEY_FILE = "portal-key"


def serve(values: Mapping[str, str]) -> None:
    """Serves until SIGTERM; requests in hand are finished first."""
    key = strong("PORTAL_KEY", need(values, "PORTAL_KEY", "门户页面的会话密钥"))
    address = need(values, "GATEWAY_ADDRESS", "网关的地址，如 http://gateway:8000")
    settings = PortalSettings(
        key=key,
        demo=values.get("DEMO") == "1",
        proxies=networks(values.get("PROXIES", "")),
    )
    follow("portal", values)
    serve_metrics(values)
    server = make_server(create_app(Api(address), settings), values)

    def stop(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    print(f"portal ready on {values.get('BIND', ANYWHERE)}", flush=True)  # noqa: T201
    server.run()


def embedded(api: Callable[..., Any], address: str, values: Mapping[str, str]) -> Any:
    """The embedded house's WSGI application: pages here, the API behind the same address.

    The portal asks the API over loopback HTTP, as it would in production.
    """
    pages = create_app(Api(address), PortalSettings(key=values["PORTAL_KEY"], demo=True))
    return Mounted(pages, api)


def demo_settings(var: Path) -> dict[str, str]:
    """The portal's secret of an embedded installation, made at its first start."""
    path = var / KEY_FILE
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(32), encoding="utf-8")
    return {"PORTAL_KEY": path.read_text(encoding="utf-8").strip()}
