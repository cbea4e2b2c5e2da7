"""Each database, built by its migrations alone, is what the models say."""

from importlib.metadata import entry_points

import pytest

from servicekit.assembly import installed_services
from servicekit.migrate import differences, upgrade
from servicekit.testing.postgres import fresh_database


def owners():
    """Name -> metadata of every service and application that has a database."""
    found = {name: service.store.metadata for name, service in installed_services().items()}
    for entry in entry_points(group="lingbu.apps"):
        metadata = getattr(entry.load(), "metadata", None)
        if metadata is not None:
            found[entry.name] = metadata
    return found


@pytest.mark.parametrize("name", sorted(owners()))
def test_migrations_equal_models(name):
    metadata = owners()[name]
    url = fresh_database()
    upgrade(url, name, metadata)
    upgrade(url, name, metadata)  # a second run changes nothing
    assert differences(url, name, metadata) == []


def test_everybody_is_here():
    services = {"intake", "review", "payments", "notify", "reporting", "partners"}
    assert services | {"simulators", "gateway"} <= set(owners())


@pytest.mark.parametrize("name", sorted(owners()))
def test_every_foreign_key_has_an_index(name):
    bare = []
    for table in owners()[name].tables.values():
        led = {tuple(column.name for column in index.columns)[:1] for index in table.indexes}
        led.add(tuple(column.name for column in table.primary_key.columns)[:1])
        led |= {
            tuple(column.name for column in constraint.columns)[:1]
            for constraint in table.constraints
            if type(constraint).__name__ == "UniqueConstraint"
        }
        bare += [
            f"{table.name}.{next(iter(key.columns)).name}"
            for key in table.foreign_key_constraints
            if (next(iter(key.columns)).name,) not in led
        ]
    assert bare == []
