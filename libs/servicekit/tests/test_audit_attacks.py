"""Whoever changes the record, with every right on the database, is found and named."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from servicekit.audit.canonical import START
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer
from servicekit.audit.verify import notebook
from servicekit.audit.verify.finding import (
    BACK_DATED,
    CHAIN_REMOVED,
    DAY,
    DAY_ROLLED_BACK,
    EDITED,
    INSERTED,
    REMOVED,
    REORDERED,
    WITNESS,
)
from servicekit.core import Core
from servicekit.testing.kept import CLERK, FIRST, KIT, MINUTE


@pytest.fixture
def lived(kept):
    kept.live()
    return kept


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_honest_record_is_whole(lived, jobs):
    lived.add("a")
    proof = lived.proved(jobs=jobs)
    assert (proof.found, proof.rows, proof.chains, proof.days) == ([], 37, 3, 3)
    assert proof.unkept == 1


def test_an_empty_record_is_whole(kept):
    kept.pass_(timedelta(days=3))
    assert kept.named() == []


def test_a_witness_that_stopped_is_told_with_since_when(lived):
    """Rows wait for the next look; ten minutes later somebody has stopped looking."""
    lived.add("a")
    lived.now += timedelta(minutes=10)
    assert lived.proved().found == []
    lived.now += timedelta(seconds=1)
    [told] = lived.proved().found
    assert told.kind == WITNESS
    assert told.message.count("2026-11-21 10:00") == 2
    lived.witness.look()
    assert lived.proved().found == []


def test_a_witness_that_kept_nothing_at_all_is_told(kept):
    kept.add("a")
    kept.now += timedelta(hours=1)
    [told] = kept.proved().found
    assert told.kind == WITNESS and "从未另存" in told.message


def roll_everything_back(kept, rows):
    """To the moment when there were so many rows: record, heads, days and the witness's own end."""
    with kept.with_every_right() as run:
        for chain in "abc":
            run(f"DELETE FROM audit WHERE chain = '{chain}' AND n > {rows}")
            kept.recompute(run, chain)
        run("DELETE FROM audit_days WHERE day > '2026-11-18'")
    for path in sorted(kept.folder.glob("counter/*.jsonl")):
        lines = path.read_text().splitlines(keepends=True)
        whole = [line for line in lines if json.loads(line)["at"] <= "2026-11-19T02:00:00"]
        path.write_text("".join(whole))


def test_a_witness_that_ran_on_does_not_follow_a_rollback(lived):
    roll_everything_back(lived, 4)
    lived.add("a")
    lived.pass_(MINUTE)
    assert WITNESS in {kind for kind, *_ in lived.named()}


def test_record_and_witness_rolled_back_together_are_told_by_the_auditors_notebook(lived):
    """The witness was started anew too: nothing that is left contradicts anything else."""
    seen = lived.proved().newest
    roll_everything_back(lived, 4)
    lived.now = FIRST + timedelta(days=1)
    lived.witness = lived.a_witness()
    assert lived.proved().found == []
    [told] = lived.proved(seen=seen).found
    assert told.kind == WITNESS and f"第 {seen.number} 条" in told.message


def test_the_notebook_goes_on_with_an_honest_witness(lived, tmp_path):
    path, seen = tmp_path / "notebook.json", lived.proved().newest
    assert notebook.read(path) == {}
    notebook.write(path, {"counter": seen})
    lived.add("a")
    lived.pass_(MINUTE)
    again = lived.proved(seen=notebook.read(path)["counter"])
    assert again.found == [] and again.newest.number > seen.number


# -- Attacks that leave the hashes as they are: found even without a witness.

SIMPLE = {
    "edited": ("UPDATE audit SET actor = 'wang' WHERE chain = 'b' AND n = 5", (EDITED, "b", 5, 5)),
    "its clause edited": (
        "UPDATE audit SET clause = '' WHERE chain = 'b' AND n = 5",
        (EDITED, "b", 5, 5),
    ),
    "the first edited": (
        "UPDATE audit SET title = 'x' WHERE chain = 'a' AND n = 1",
        (EDITED, "a", 1, 1),
    ),
    "the last edited": (
        "UPDATE audit SET detail = '{}' || ' ' WHERE chain = 'c' AND n = 12",
        (EDITED, "c", 12, 12),
    ),
    "back-dated": (
        "UPDATE audit SET at = at - interval '2 days' WHERE chain = 'b' AND n = 9",
        (EDITED, "b", 9, 9),
    ),
    "removed": ("DELETE FROM audit WHERE chain = 'a' AND n = 4", (REMOVED, "a", 4, 4)),
    "the last removed": ("DELETE FROM audit WHERE chain = 'a' AND n = 12", (REMOVED, "a", 12, 12)),
    "reordered": (
        "UPDATE audit SET n = 13 - n WHERE chain = 'c' AND n IN (6, 7)",
        (REORDERED, "c", 6, 6),
    ),
    "removed and numbered anew": (
        "DELETE FROM audit WHERE chain = 'a' AND n = 4;"
        "UPDATE audit SET n = n - 1 WHERE chain = 'a' AND n > 4",
        (REMOVED, "a", 4, 4),
    ),
    "inserted": (
        "UPDATE audit SET n = n + 1 WHERE chain = 'b' AND n > 6;"
        "INSERT INTO audit SELECT chain, 7, at, written, 'wang', key_serial, origin, action, title,"
        " clause, detail, why, hash, md5(hash) || md5(prev) FROM audit"
        " WHERE chain = 'b' AND n = 6",
        (INSERTED, "b", 7, 7),
    ),
    "a chain removed, its head forgotten": (
        "DELETE FROM audit WHERE chain = 'b'",
        (CHAIN_REMOVED, "b", None, None),
    ),
    "the head turned back": (
        "UPDATE audit_heads h SET n = 11, hash = a.hash FROM audit a"
        " WHERE h.chain = 'b' AND a.chain = 'b' AND a.n = 11",
        (INSERTED, "b", 12, 12),
    ),
}


@pytest.mark.parametrize("witnessed", [True, False])
@pytest.mark.parametrize("attack", SIMPLE)
def test_it_is_named(lived, attack, witnessed):
    statement, named = SIMPLE[attack]
    with lived.with_every_right() as run:
        run(statement)
    found = lived.named(witnessed=witnessed)
    assert named in found
    assert {chain for _, chain, _, _ in found if len(chain) == 1} == {named[1]}


# -- Attacks by one who recomputes every hash and every head: found against the witness.


def test_an_edited_row_with_all_hashes_recomputed_is_named(lived):
    with lived.with_every_right() as run:
        run("UPDATE audit SET actor = 'wang' WHERE chain = 'b' AND n = 5")
        lived.recompute(run, "b")
    assert lived.named() == [(EDITED, "b", 5, 5), *_days("2026-11-19", "2026-11-20")]


def test_a_row_removed_from_the_middle_with_all_hashes_recomputed_is_named(lived):
    with lived.with_every_right() as run:
        run("DELETE FROM audit WHERE chain = 'b' AND n = 5")
        lived.recompute(run, "b")
    assert (EDITED, "b", 5, 5) in lived.named()
    assert (REMOVED, "b", 12, 12) in lived.named()


def test_the_last_row_removed_with_its_head_is_named(lived):
    with lived.with_every_right() as run:
        run("DELETE FROM audit WHERE chain = 'b' AND n = 12")
        lived.recompute(run, "b")
    assert lived.named() == [(REMOVED, "b", 12, 12), *_days("2026-11-20")]


@pytest.fixture
def shortened(lived):
    """The last of rows that one look had found together is gone at the looks from then on."""
    for _ in range(3):
        lived.add("b")
    lived.pass_(MINUTE)
    lived.add("a")
    lived.pass_(10 * MINUTE)
    with lived.with_every_right() as run:
        run("CREATE TABLE elsewhere AS SELECT * FROM audit WHERE chain = 'b'")
        run("CREATE TABLE elsewhere_head AS SELECT * FROM audit_heads WHERE chain = 'b'")
        run("DELETE FROM audit WHERE chain = 'b' AND n = 15")
        lived.recompute(run, "b")
    lived.pass_(MINUTE)
    yield lived
    with lived.with_every_right() as run:
        run("DROP TABLE elsewhere, elsewhere_head")


def put_back(kept):
    with kept.with_every_right() as run:
        for table, copy in (("audit", "elsewhere"), ("audit_heads", "elsewhere_head")):
            run(f"DELETE FROM {table} WHERE chain = 'b'")
            run(f"INSERT INTO {table} SELECT * FROM {copy}")
    kept.pass_(MINUTE)


def test_a_row_removed_before_a_look_names_no_other(shortened):
    assert shortened.named() == [(REMOVED, "b", 15, 15)]


def test_what_was_put_back_exactly_is_whole_and_what_was_done_is_told_of_the_chain(shortened):
    put_back(shortened)
    for _ in range(2):
        proof = shortened.proved()
        assert proof.found == []
        [told] = proof.past
        assert (told.chain, told.n) == ("b", None)
        assert "只有 14 行，此前已有 15 行" in told.message
        shortened.add("b")
        shortened.pass_(timedelta(minutes=12))


def test_a_row_put_in_the_place_of_one_removed_before_a_look_is_named(shortened):
    shortened.add("b", "another")
    shortened.pass_(MINUTE)
    assert (EDITED, "b", 13, 15) in shortened.named()
    assert shortened.proved().past == []


def test_hashes_recomputed_before_a_look_and_put_back_name_no_row(shortened):
    put_back(shortened)
    with shortened.with_every_right() as run:
        run("UPDATE audit SET actor = 'wang' WHERE chain = 'b' AND n = 14")
        shortened.recompute(run, "b")
    shortened.pass_(MINUTE)
    assert (EDITED, "b", 13, 15) in shortened.named()
    put_back(shortened)
    assert shortened.named() == []


def test_a_row_inserted_with_all_hashes_recomputed_is_named(lived):
    with lived.with_every_right() as run:
        run("UPDATE audit SET n = n + 1 WHERE chain = 'b' AND n > 6")
        run(
            "INSERT INTO audit SELECT chain, 7, at, written, 'wang', key_serial, origin, action,"
            " title, clause, detail, why, hash, 'x' FROM audit WHERE chain = 'b' AND n = 6"
        )
        lived.recompute(run, "b")
    assert (EDITED, "b", 7, 7) in lived.named()


def test_a_removed_chain_is_named(lived):
    with lived.with_every_right() as run:
        run("DELETE FROM audit WHERE chain = 'c'")
        run("DELETE FROM audit_heads WHERE chain = 'c'")
    found = lived.named()
    assert (CHAIN_REMOVED, "c", None, None) in found
    assert _days("2026-11-18", "2026-11-19", "2026-11-20") == found[1:]


def test_a_row_added_under_an_old_date_is_named(lived):
    """By the service's own role, even: nothing stands in the way of adding a row."""
    lived.pass_(MINUTE)
    now, lived.now = lived.now, FIRST + timedelta(days=2, hours=3)
    lived.add("b", "a decision that nobody made then")
    lived.now = now
    assert (BACK_DATED, "b", 13, 13) in lived.named()
    lived.pass_(MINUTE)  # kept elsewhere by now, and still it could not have been there
    assert (BACK_DATED, "b", 13, 13) in lived.named()


def test_a_row_whose_business_time_is_not_its_own_is_named(lived):
    lived.add("b", at=lived.now - timedelta(days=30))
    assert lived.named() == [(BACK_DATED, "b", 13, 13)]


def test_a_new_chain_under_an_old_date_is_named(lived):
    now, lived.now = lived.now, FIRST + timedelta(hours=3)
    lived.add("d")
    lived.now = now
    lived.pass_(MINUTE)
    assert (BACK_DATED, "d", 1, 1) in lived.named()


def test_a_rolled_back_day_is_named(lived):
    """The database as it was a day ago, from a backup, whole in itself."""
    with lived.with_every_right() as run:
        run("DELETE FROM audit WHERE n > 8")
        run("DELETE FROM audit_days WHERE day = '2026-11-20'")
        for chain in "abc":
            lived.recompute(run, chain)
    assert lived.named(witnessed=False) == []
    assert lived.named() == [
        *((REMOVED, chain, 9, 12) for chain in "abc"),
        (DAY_ROLLED_BACK, "2026-11-20", None, None),
    ]


def test_a_missing_day_and_an_edited_day_are_named(lived):
    with lived.with_every_right() as run:
        run("DELETE FROM audit_days WHERE day = '2026-11-19'")
        run("UPDATE audit_days SET rows = 99 WHERE day = '2026-11-18'")
    found = lived.named(witnessed=False)
    assert (DAY_ROLLED_BACK, "2026-11-19", None, None) in found
    assert (DAY, "2026-11-18", None, None) in found


def test_a_day_signed_by_another_key_is_named(lived):
    other = Signer("IB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgE=")
    with lived.with_every_right() as run:
        run(f"UPDATE audit_days SET key = '{other.key_id}' WHERE day = '2026-11-19'")
    assert lived.named() == [(DAY, "2026-11-19", None, None)]


# -- The witness itself.


def _lines(kept):
    [path] = kept.store._files("counter")
    return path, path.read_text().splitlines(keepends=True)


def test_an_edited_or_missing_entry_of_the_witness_is_named(lived):
    path, lines = _lines(lived)
    edited = json.loads(lines[3])
    edited["heads"][0][2] = START
    path.write_text("".join([*lines[:3], json.dumps(edited) + "\n", *lines[4:]]))
    assert (WITNESS, "", None, None) in lived.named()
    path.write_text("".join(lines[:3] + lines[4:]))
    assert (WITNESS, "", None, None) in lived.named()


def test_a_minute_without_changes_writes_nothing(lived):
    before = _lines(lived)
    for _ in range(5):
        lived.pass_(MINUTE)
    assert _lines(lived) == before


def test_a_minute_keeps_what_moved_and_a_new_process_goes_on_where_the_last_stopped(lived):
    lived.add("b")
    lived.witness = lived.a_witness()
    lived.pass_(MINUTE)
    newest = lived.store.last("counter")
    assert [head[:2] for head in newest["heads"]] == [["b", 13]]
    assert lived.named() == []


def test_what_an_open_transaction_writes_is_kept_when_it_has_committed(lived):
    with Session(lived.engine) as slow:
        Audit(Core(slow), KIT).add("a", "stepped", "slow", at=lived.now, caller=CLERK)
        lived.add("b")
        lived.pass_(MINUTE)
        slow.commit()
    lived.pass_(MINUTE)
    assert ["a", 13] in [head[:2] for head in lived.store.last("counter")["heads"]]
    assert lived.named() == []


def _days(*days):
    return [(DAY, day, None, None) for day in days]
