"""Several processes prepare their databases on one server at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from servicekit.embedded.postgres import EmbeddedPostgres
from servicekit.testing.postgres import server_url


@pytest.fixture
def server():
    """One that runs already."""
    found = object.__new__(EmbeddedPostgres)
    found._uri, found._password = server_url(), "x"
    return found


def test_a_role_that_all_make_at_once_is_made(server):
    role = f"r_{uuid4().hex[:12]}"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(server._make_role, [role] * 8))
    assert server._rows("SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    server._run("DROP ROLE {}", [role])
