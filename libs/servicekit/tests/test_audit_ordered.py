"""Proofs ordered on the pages: in slices, stopped and resumed, with the findings of the command."""

import pytest
from sqlalchemy import text

from contracts.runs import DONE, RUNNING, STOPPED, VERIFY, WAITING
from servicekit.audit.signing import Verifier
from servicekit.audit.verify import ordered
from servicekit.audit.verify.finding import WITNESS
from servicekit.audit.verify.ordered import Prover
from servicekit.audit.verify.prove import Means
from servicekit.runs import Runs
from servicekit.testing.kept import KIT, SIGNER


@pytest.fixture
def ordering(kept, monkeypatch):
    monkeypatch.setattr(ordered, "SLICE", 12)  # a chain of three days at a time
    with kept.engine.begin() as connection:
        connection.execute(text("DELETE FROM runs"))
    return Ordering(kept)


class Ordering:
    """An order, and whoever works on it."""

    def __init__(self, kept):
        self.kept = kept
        self.prover = self.another()

    def another(self, store="kept"):
        means = Means(
            verifier=Verifier(SIGNER.public),
            store=self.kept.store if store == "kept" else store,
            turned=False,
            jobs=1,
            now=lambda: self.kept.now,
        )
        return Prover("counter", self.kept.engine, KIT.runs, means)

    def order(self):
        with self.kept.engine.begin() as connection:
            self.run_id = Runs(connection, KIT.runs).open(VERIFY, "auditor", total=36)

    def row(self):
        with self.kept.engine.begin() as connection:
            return Runs(connection, KIT.runs).get(self.run_id)

    def say(self, *states, **values):
        with self.kept.engine.begin() as connection:
            return Runs(connection, KIT.runs).change(self.run_id, *states, **values)

    def finish(self):
        for _ in range(50):
            if not self.prover.step():
                return self.row()
        raise AssertionError("it does not end")

    def sentences(self):
        return {(one["kind"], one["message"]) for one in self.row().found}


def test_an_honest_record_is_proved_slice_by_slice(ordering):
    ordering.kept.live()
    assert ordering.prover.step() is False  # nobody has ordered anything
    ordering.order()
    seen = []
    while ordering.prover.step():
        seen.append(ordering.row().done)
    row = ordering.row()
    assert seen[:4] == [0, 12, 24, 36]
    assert (row.state, row.done, row.total, row.findings, row.trouble) == (DONE, 36, 36, 0, "")
    assert (row.counts["chains"], row.counts["days"], row.counts["unwitnessed"]) == (3, 3, 0)
    assert row.ended_at is not None


def test_a_run_stops_between_slices_and_goes_on_in_another_process(ordering):
    ordering.kept.live()
    ordering.order()
    ordering.prover.step()
    ordering.prover.step()
    assert ordering.say(RUNNING, state=STOPPED, stopped_by="auditor")
    assert ordering.prover.step() is False
    assert (ordering.row().state, ordering.row().done) == (STOPPED, 12)
    ordering.prover = ordering.another()
    ordering.say(STOPPED, state=WAITING)
    row = ordering.finish()
    assert (row.state, row.done, row.findings, row.counts["chains"]) == (DONE, 36, 0, 3)


def test_a_slice_that_was_stopped_under_way_does_not_count(ordering, monkeypatch):
    ordering.kept.live()
    ordering.order()
    ordering.prover.step()
    look = ordered.RecordReader.look

    def stopped_meanwhile(self, *span):
        ordering.say(RUNNING, state=STOPPED)
        return look(self, *span)

    monkeypatch.setattr(ordered.RecordReader, "look", stopped_meanwhile)
    ordering.prover.step()
    assert (ordering.row().state, ordering.row().done) == (STOPPED, 0)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit SET title = 'other' WHERE chain = 'b' AND n = 5",
        "DELETE FROM audit WHERE chain = 'c' AND n > 10",
        "DELETE FROM audit WHERE chain = 'a'",
        "DELETE FROM audit_days WHERE day = '2026-11-19'",
        "UPDATE audit_days SET rows = rows + 1 WHERE day = '2026-11-18'",
        "UPDATE audit SET written = written - interval '1 day' WHERE chain = 'a' AND n = 9",
    ],
)
def test_what_it_finds_is_what_the_command_finds(ordering, deed):
    ordering.kept.live()
    with ordering.kept.with_every_right() as run:
        run(deed)
    proof = ordering.kept.proved()
    ordering.order()
    row = ordering.finish()
    assert proof.found
    assert row.findings == len(proof.found)
    assert ordering.sentences() == {(one.kind, one.message) for one in proof.found}


def test_a_witness_that_stopped_is_found_though_the_run_rests_in_between(ordering):
    ordering.kept.live()
    ordering.kept.add("a")
    ordering.kept.now += ordered.LIMIT * 2
    ordering.order()
    ordering.prover.step()
    ordering.prover.step()
    ordering.say(RUNNING, state=STOPPED)
    ordering.prover.step()
    ordering.say(STOPPED, state=WAITING)
    row = ordering.finish()
    assert (row.findings, [one["kind"] for one in row.found]) == (1, [WITNESS])
    assert row.counts["unwitnessed"] == 1


def test_trouble_stops_the_run_and_says_so_and_it_can_go_on(ordering):
    class Away:
        def entries(self, service):
            raise ConnectionError("the collector does not answer")

    ordering.kept.live()
    ordering.order()
    ordering.prover = ordering.another(Away())
    assert ordering.prover.step() is False
    row = ordering.row()
    assert row.state == STOPPED and "ConnectionError" in row.trouble
    ordering.prover = ordering.another()
    ordering.say(STOPPED, state=WAITING, trouble="")
    assert ordering.finish().state == DONE


def test_without_a_witness_the_run_says_what_it_cannot_know(ordering):
    ordering.kept.live()
    ordering.order()
    ordering.prover = ordering.another(None)
    row = ordering.finish()
    assert (row.state, row.findings) == (DONE, 0) and "未与见证对照" in row.trouble
