"""The gateway as a process: under waitress beside the services, or inside the embedded house."""

import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import FrameType
from typing import Any

from sqlalchemy.orm import Session, sessionmaker

from gateway import store as cellar
from gateway.app import create_app
from gateway.demo_accounts import PASSWORD, accounts_of, seed
from gateway.genuine import read_callbacks
from gateway.limits import UNLIMITED, Limits
from gateway.officers.desk import make_desk
from gateway.officers.desk import store as store  # for `lingbu purge`
from gateway.settings import GatewaySettings
from gateway.store import Base
from servicekit.clock import TurnableClock, clock_from
from servicekit.config import BadSetting, need
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.doors import Doors, HttpDoors
from servicekit.forwarded import Network, networks
from servicekit.fronts import serve_metrics
from servicekit.metrics import kept_of
from servicekit.premises import must_know_its_places
from servicekit.relay_child import RelayChild
from servicekit.server import ANYWHERE, make_server
from servicekit.signing.software import NOTICE, SoftwareKeys
from servicekit.tls import inside_client
from servicekit.tracing import follow

SERVICES = ("intake", "review", "payments", "notify", "reporting", "partners", "simulators")
metadata, kit = Base.metadata, cellar.kit


def own_desk(
    sessions: "sessionmaker[Session]",
    clock: Any,
    values: Mapping[str, str],
    wake: Callable[[], None] | None = None,
) -> Desk:
    """The gateway's own desk: officers and keys; in a demonstration its accounts are there."""
    desk = make_desk(sessions, clock, values, wake)
    must_know_its_places(desk)
    if values.get("SOFTWARE_SEED"):
        seed(desk, SoftwareKeys(values["SOFTWARE_SEED"]))
    return desk


def embedded(
    doors: Doors,
    desk: Desk,
    clock: TurnableClock,
    values: Mapping[str, str],
    quiet: Callable[[], bool],
) -> Any:
    """The WSGI application of the demo: accounts are there, the clock can be turned."""
    settings = replace(_demo(values, clock), quiet=quiet)
    return create_app(doors, desk.sessions, clock, settings, desk)


def accounts_line(desk: Desk) -> str:
    """The demo's accounts for the terminal."""
    names = "、".join(
        one.account for one in accounts_of(desk.world.policy, desk.world.clock.today())
    )
    return f"  演示账户（口令 {PASSWORD}，{NOTICE} SW-账户名）：{names}"


def serve(values: Mapping[str, str]) -> None:
    """Serves until SIGTERM; requests in hand are finished first."""
    clock = clock_from(dict(values))
    need(values, "POLICY", "本省的规则包：名称或目录，如 beijing")
    sessions = make_sessions(
        make_engine(need(values, "DATABASE_URL", "网关的 PostgreSQL 地址"), pool_size=16)
    )
    token = need(values, "INTERNAL_TOKEN", "服务之间的口令")
    doors = HttpDoors(_addresses(values), token, context=inside_client(values))
    settings = _settings(values, clock)
    desk = own_desk(sessions, clock, values)
    app = create_app(doors, sessions, clock, settings, desk)
    follow("gateway", values)
    serve_metrics(values, kept_of(desk))
    need(values, "AMQP_URI", "RabbitMQ 地址")  # of the child that carries the letters
    relay = RelayChild("gateway")
    threading.Thread(target=relay.keep_alive, daemon=True).start()
    server = make_server(app, values)

    def stop(signum: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    print(f"gateway ready on {values.get('BIND', ANYWHERE)}", flush=True)  # noqa: T201
    try:
        server.run()
    finally:
        relay.stop()


def _addresses(values: Mapping[str, str]) -> dict[str, str]:
    """`LINGBU_INTAKE_ADDRESS=http://intake:8000` and so on; one that is missing is refused."""
    found = {name: values.get(f"{name.upper()}_ADDRESS", "") for name in SERVICES}
    for name in SERVICES[:-1]:
        need(values, f"{name.upper()}_ADDRESS", f"{name} 服务的地址")
    for name, address in found.items():
        if values.get("TLS_CERT") and address and not address.startswith("https://"):
            raise BadSetting(f"{name.upper()}_ADDRESS", "内部已启用 TLS，地址须以 https:// 开头")
    return {name: address for name, address in found.items() if address}


def _settings(values: Mapping[str, str], clock: Any) -> GatewaySettings:
    """A demonstration has both: its own switch, and the seed of its software keys."""
    if values.get("DEMO") != "1":
        return GatewaySettings(
            limits=Limits.read(values, Limits()),
            proxies=_proxies(values),
            callbacks=read_callbacks(values),
        )
    return _demo(values, clock)


def _demo(values: Mapping[str, str], clock: Any) -> GatewaySettings:
    """In a demonstration everybody comes from one machine, so there are limits only where set."""
    return GatewaySettings(
        demo=True,
        turnable=clock if isinstance(clock, TurnableClock) else None,
        software=SoftwareKeys(need(values, "SOFTWARE_SEED", "演示用软件钥匙的种子")),
        limits=Limits.read(values, UNLIMITED),
        proxies=_proxies(values),
        callbacks=read_callbacks(values),
    )


def _proxies(values: Mapping[str, str]) -> tuple[Network, ...]:
    try:
        return networks(values.get("PROXIES", ""))
    except ValueError as error:
        raise SystemExit(f"LINGBU_PROXIES 应为地址或网段，以逗号分隔：{error}") from None
