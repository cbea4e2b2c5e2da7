"""Whoever started the shares hears at once when one ends, and does not wait for ever to begin."""

import subprocess
import sys

import pytest

from simulators.simulation import run
from simulators.simulation.plan import Plan
from simulators.simulation.run import ShareFailed

PLAN = Plan(persons=2, months=1, seed=1, first="2022-01")
SAYS_WHERE_IT_IS = 'print(\'{"days": 1, "day": "2022-01-01"}\', flush=True)\n'
SAYS_ALL = 'print(\'{"days": 31, "day": "2022-01-31", "counts": {}}\', flush=True)\n'
STAYS = "import sys; sys.stdin.read()\n"


@pytest.fixture
def shares():
    started = []

    def start(*scripts):
        for script in scripts:
            command = [sys.executable, "-c", script]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            started.append(subprocess.Popen(command, text=True, **pipes))
        return started

    yield start
    for process in started:
        process.kill()
        process.communicate()


def listen(workers):
    return run._listen(PLAN, workers, lambda part, day: None)


def test_what_all_shares_said_last_is_the_result(shares):
    found = listen(shares(SAYS_WHERE_IT_IS + SAYS_ALL, SAYS_ALL))
    assert [words["days"] for words in found] == [31, 31]


def test_a_share_that_ends_is_not_outwaited_by_the_other(shares):
    with pytest.raises(ShareFailed, match="第 2 个进程意外结束"):
        listen(shares(SAYS_WHERE_IT_IS + STAYS, SAYS_WHERE_IT_IS))


def test_a_share_that_never_begins_is_told(shares, monkeypatch):
    monkeypatch.setattr(run, "STARTING", 2.0)
    with pytest.raises(ShareFailed, match="第 2 个进程 2 秒内没有准备好数据库"):
        listen(shares(SAYS_WHERE_IT_IS + STAYS, STAYS))
