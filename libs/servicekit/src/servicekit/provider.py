"""The desk as a nameko dependency: made once for a container, handed to every worker."""

from dataclasses import replace
from typing import Any

from nameko.extensions import DependencyProvider

from servicekit.desk import Desk


class DeskProvider(DependencyProvider):
    """Gives workers the service's desk, built from the container's configuration."""

    desk: Desk

    def setup(self) -> None:
        from servicekit.assembly import desk_for
        from servicekit.buses import bus_of

        config = self.container.config
        self.desk = config.get("DESK") or desk_for(self.container.service_cls, config)
        self.desk.world = replace(self.desk.world, bus=lambda: bus_of(self.container))
        config["PARK_RAW"] = self.desk.park_raw

    def get_dependency(self, worker_ctx: Any) -> Desk:
        return self.desk
