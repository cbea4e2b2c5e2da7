"""A record of the toy service over a database of its own."""

from datetime import datetime

import pytest
from sqlalchemy import text

from servicekit.audit import record
from servicekit.testing.kept import METADATA, Kept
from servicekit.testing.postgres import database_for, give_back


@pytest.fixture
def kept(tmp_path, monkeypatch):
    url = database_for(METADATA)
    kept = Kept(url, tmp_path / "witness")

    class Machine(datetime):
        @classmethod
        def now(cls, tz=None):
            return kept.now

    monkeypatch.setattr(record, "datetime", Machine)
    yield kept
    with kept.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("DELETE FROM audit"))
        connection.execute(text("ALTER TABLE audit DROP CONSTRAINT IF EXISTS audit_pkey"))
        connection.execute(text("ALTER TABLE audit ADD PRIMARY KEY (chain, n)"))
    kept.engine.dispose()
    give_back(METADATA, url)
