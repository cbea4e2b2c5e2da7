"""Putting a service together from its class and its settings."""

from collections.abc import Callable, Mapping
from importlib.metadata import entry_points
from typing import Any

from kernel.clock import Clock
from policy.calendar import published_calendar
from servicekit.clock import clock_from
from servicekit.database import make_engine, make_sessions
from servicekit.desk import Desk
from servicekit.errands import Go
from servicekit.green import elsewhere
from servicekit.premises import must_know_its_places
from servicekit.rulebook import rulebook
from servicekit.sealing import KeyRing, Sealer, use_sealer
from servicekit.signing.trust import Trust
from servicekit.uow import World

GROUP = "lingbu.services"
VARIANTS = "lingbu.variants"


def installed_services() -> dict[str, Any]:
    """Every service that is installed beside the kit, by name."""
    return {entry.name: entry.load() for entry in entry_points(group=GROUP)}


def find_service(name: str) -> Any:
    """One installed service's class; ends the process with the names there are."""
    for entry in entry_points(group=GROUP, name=name):
        return entry.load()
    known = "、".join(sorted(entry.name for entry in entry_points(group=GROUP)))
    raise SystemExit(f"没有安装名为 {name} 的服务。已安装：{known}")


def find_variant(name: str, which: str) -> Any:
    """A service in one of several shapes, such as `simulator police`."""
    for entry in entry_points(group=VARIANTS, name=name):
        return entry.load()(which)
    raise SystemExit(f"没有安装名为 {name} 的服务。")


def make_sealer(keys: str) -> Sealer:
    """The process's sealer, also given to sealed columns."""
    sealer = Sealer(KeyRing.from_text(keys))
    use_sealer(sealer)
    return sealer


def make_world(
    sealer: Sealer,
    clock: Clock,
    values: Mapping[str, str],
    wake: Callable[[], None] | None = None,
    go: Go | None = None,
) -> World:
    """What a service is handed besides its database."""
    return World(
        clock=clock,
        sealer=sealer,
        calendar=published_calendar(),
        policy=rulebook(values),
        settings=values,
        wake=wake,
        trust=Trust.from_settings(values),
        go=go,
    )


def make_desk(service: Any, url: str, world: World, pool_size: int = 8) -> Desk:
    """A service's desk over its database.

    A service may have settings of its own without which it must not start: its `demands` ends the
    process, naming what is missing.
    """
    if hasattr(service, "demands"):
        service.demands(world)
    return Desk.of(service, make_sessions(make_engine(url, pool_size, ping=False)), world)


def desk_for(service: Any, config: Mapping[str, Any]) -> Desk:
    """The desk of a service process, from the container's configuration.

    Ends the process when the database holds places that the pack does not know.
    """
    values: dict[str, str] = config["SETTINGS"]
    sealer = make_sealer(values["SEALING_KEYS"])
    world = make_world(sealer, clock_from(values), values, go=elsewhere)
    desk = make_desk(service, values["DATABASE_URL"], world)
    must_know_its_places(desk)
    return desk
