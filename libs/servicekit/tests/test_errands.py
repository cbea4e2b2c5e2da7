"""A call to the outside is made once, after the commit; its answer is settled until it is."""

import logging

import pytest
from psycopg2.errors import DeadlockDetected
from sqlalchemy.exc import OperationalError

from servicekit.errands import Errands


class Uow:
    """A unit of work that writes down what becomes of it."""

    def __init__(self, said):
        self.said = said

    def __enter__(self):
        self.said.append("open")
        return self

    def __exit__(self, *_):
        self.said.append("close")

    def commit(self):
        self.said.append("commit")


class Deadlock(DeadlockDetected):
    pgcode = "40P01"


def deadlock():
    return OperationalError("SELECT", {}, Deadlock())


@pytest.fixture
def said():
    return []


def run(said, call, settle, go=None):
    errands = Errands(go)
    errands.add(call, settle)
    assert said == []
    errands.run(lambda: Uow(said))
    return said


def test_the_answer_is_settled_in_a_transaction_of_its_own(said):
    settled = []
    run(said, lambda: "yes", lambda answer, uow: settled.append(answer))
    assert (said, settled) == (["open", "commit", "close"], ["yes"])


def test_a_deadlock_settles_again_and_asks_only_once(said):
    calls, troubles = [], [deadlock(), deadlock()]

    def settle(answer, uow):
        if troubles:
            raise troubles.pop()

    run(said, lambda: calls.append(1), settle)
    assert (len(calls), said.count("open"), said.count("commit")) == (1, 3, 1)


@pytest.mark.parametrize("trouble", [deadlock, lambda: ValueError("13800000000")])
def test_what_cannot_be_settled_is_told_by_its_kind_alone(said, trouble, caplog):
    def settle(answer, uow):
        raise trouble()

    caplog.set_level(logging.DEBUG)
    run(said, lambda: None, settle)
    assert "commit" not in said
    assert "13800000000" not in caplog.text
    assert type(trouble()).__name__ in caplog.text


def test_it_may_run_elsewhere_and_runs_once(said):
    waiting, calls = [], []
    errands = Errands(waiting.append)
    errands.add(lambda: calls.append(1), lambda answer, uow: None)
    errands.run(lambda: Uow(said))
    errands.run(lambda: Uow(said))
    assert (len(waiting), calls) == (1, [])
    waiting[0]()
    assert calls == [1]
