"""The daily root when the machine's clock jumps, and a database that comes back from a backup."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.engine import make_url

from servicekit.audit.signing import Verifier
from servicekit.audit.verify.finding import DAY, DAY_ROLLED_BACK
from servicekit.audit.verify.prove import Means, prove
from servicekit.testing.kept import MINUTE, SIGNER
from servicekit.testing.postgres import drop_database, fresh_database

DAYS = timedelta(days=1)


def roots(kept):
    with kept.engine.connect() as connection:
        return list(connection.scalars(text("SELECT day::text FROM audit_days ORDER BY day")))


def test_a_jump_forward_closes_every_day_between_once(kept):
    kept.live(1)
    kept.pass_(5 * DAYS)
    kept.add("a")
    kept.pass_(MINUTE)
    days = [f"2026-11-{number}" for number in range(18, 24)]
    assert roots(kept) == days[: len(roots(kept))] and len(roots(kept)) >= 5
    assert kept.named() == []


def test_a_jump_back_closes_nothing_again_and_rows_in_closed_days_are_told(kept):
    kept.live(1)
    kept.pass_(3 * DAYS)
    closed = roots(kept)
    kept.pass_(-2 * DAYS)
    assert roots(kept) == closed and kept.named() == []
    kept.add("d", "written into a day that is closed")
    kept.pass_(MINUTE)
    assert roots(kept) == closed
    assert {kind for kind, *_ in kept.named()} == {DAY}
    kept.pass_(3 * DAYS)
    assert len(set(roots(kept))) == len(roots(kept)) > len(closed)


def test_a_database_restored_from_an_older_backup_is_told(kept):
    """The database itself is in order; only the witness knows of the days that are gone."""
    kept.live(1)
    kept.engine.dispose()
    backup = fresh_database(make_url(kept.url).database)
    kept.live(2)
    try:
        means = Means(verifier=Verifier(SIGNER.public), store=None, turned=False, jobs=1)
        assert prove("counter", backup, means).found == []
        means = Means(verifier=Verifier(SIGNER.public), store=kept.store, turned=False, jobs=1)
        found = prove("counter", backup, means).found
    finally:
        drop_database(backup)
    assert [f.day for f in found if f.kind == DAY_ROLLED_BACK]
    assert {f.chain for f in found if f.chain} == {"a", "b", "c"}
