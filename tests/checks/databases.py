"""Everybody who keeps a database, and what their models say."""

from importlib.metadata import entry_points

from sqlalchemy import MetaData

from servicekit.assembly import installed_services
from servicekit.migrate import KIT
from servicekit.tables import kit_tables


def owners() -> dict[str, MetaData]:
    """Name -> metadata of the kit alone, and of everything installed that has a database."""
    found = {KIT: MetaData()}
    kit_tables(found[KIT])
    found |= {name: service.store.metadata for name, service in installed_services().items()}
    for entry in entry_points(group="lingbu.apps"):
        metadata = getattr(entry.load(), "metadata", None)
        if metadata is not None:
            found[entry.name] = metadata
    return found
