"""What is kept no longer goes; what stays proves that nothing else went."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from servicekit.audit.signing import Signer
from servicekit.audit.verify.finding import REMOVED
from servicekit.retention import KINDS, old_chains, old_rows, purge_chains, purge_rows
from servicekit.testing.kept import KIT, MINUTE, SIGNER


@pytest.fixture
def aged(kept):
    """Chains a, b and c ended long ago; d goes on."""
    kept.live()
    kept.pass_(timedelta(days=3660))
    kept.add("d")
    kept.pass_(MINUTE)
    return kept


def purge(kept, signer=SIGNER):
    before = kept.now - timedelta(days=3650)
    with kept.engine.begin() as connection:
        chains = old_chains(connection, before)
        rows = purge_chains(
            connection, KIT, chains, signer, service="counter", clause="档案保管期限", now=kept.now
        )
    return chains, rows


@pytest.mark.parametrize("witnessed", [True, False])
def test_a_purged_record_is_whole(aged, witnessed):
    assert purge(aged) == (["a", "b", "c"], 36)
    aged.pass_(MINUTE)
    proof = aged.proved(witnessed=witnessed)
    assert (proof.found, proof.rows) == ([], 2)  # the chain that goes on, and the purge itself
    with aged.engine.connect() as connection:
        assert old_chains(connection, aged.now - timedelta(days=3650)) == []


def test_a_purged_chain_may_go_on(aged):
    purge(aged)
    aged.add("a")
    aged.pass_(timedelta(days=2))
    assert aged.named() == []


def test_a_purge_that_nobody_signed_is_named(aged):
    purge(aged, Signer("IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE="))
    assert (REMOVED, "a", 1, 12) in aged.named()


def test_a_row_slipped_into_a_signed_purge_is_named(aged):
    """With every right: d is thrown away, and what stays of it put beside what was signed."""
    purge(aged)
    with aged.with_every_right() as run:
        run(
            "INSERT INTO audit_purged SELECT chain, n, written::date, hash, 1,"
            " (SELECT min(batch) FROM audit_purged) FROM audit WHERE chain = 'd'"
        )
        run("DELETE FROM audit WHERE chain = 'd'")
    assert any(kind == REMOVED for kind, *_ in aged.named())


def test_rows_go_by_their_kind(aged):
    now, kind = aged.now, KINDS[0]
    with aged.engine.begin() as connection:
        for age in (1, 6, 8, 30):
            connection.execute(
                text(
                    "INSERT INTO idempotency (principal, key, command, request_hash, created_at)"
                    " VALUES ('li', :key, 'count', '', :at)"
                ),
                {"key": str(age), "at": now - timedelta(days=age)},
            )
        before = now - timedelta(days=7)
        assert old_rows(connection, kind, before) == 2 == purge_rows(connection, kind, before)
        assert connection.scalar(text("SELECT count(*) FROM idempotency")) == 2
