"""Each database, built by its migrations alone, is what the models say."""

import pytest
from alembic import command
from databases import owners
from sqlalchemy import inspect

from servicekit.database import make_engine
from servicekit.migrate import KIT, alembic_config, differences, upgrade
from servicekit.testing.postgres import fresh_database


def _standing(url):
    return inspect(make_engine(url)).get_table_names()


@pytest.mark.parametrize("name", sorted(owners()))
def test_migrations_equal_models(name):
    metadata = owners()[name]
    url = fresh_database()
    upgrade(url, name, metadata)
    upgrade(url, name, metadata)  # a second run changes nothing
    assert differences(url, name, metadata) == []
    assert set(_standing(url)) == {*metadata.tables, "alembic_version"}
    with alembic_config(url, name, metadata) as (config, _):
        command.downgrade(config, "base")
    assert _standing(url) == ["alembic_version"]
    upgrade(url, name, metadata)
    assert differences(url, name, metadata) == []


def test_everybody_is_here():
    services = {"intake", "review", "payments", "notify", "reporting", "partners"}
    assert services | {"simulators", "gateway", KIT} <= set(owners())
