"""The database, built by its migrations alone, is what the models say."""

from partners.store import store
from servicekit.migrate import differences, upgrade
from servicekit.testing.postgres import fresh_database


def test_migrations_equal_models():
    url = fresh_database()
    upgrade(url, "partners", store.metadata)
    assert differences(url, "partners", store.metadata) == []
