"""The driver yields: under eventlet, waiting queries wait side by side."""

import os
import subprocess
import sys

from servicekit.testing.postgres import server_url

SCRIPT = """
from servicekit.cli import _go_green
_go_green()
import os, time, eventlet
from sqlalchemy import text
from servicekit.database import make_engine
engine = make_engine(os.environ["URL"])
def nap(_):
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(0.4)"))
list(eventlet.GreenPool().imap(nap, range(5)))
begin = time.monotonic()
list(eventlet.GreenPool().imap(nap, range(5)))
print(time.monotonic() - begin)
"""


def test_five_waiting_queries_take_the_time_of_one():
    environ = os.environ | {"URL": server_url(), "EVENTLET_NO_GREENDNS": "yes"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environ, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 1.2  # one after the other they would take 2.0


HEAVY = """
from servicekit.cli import _go_green
_go_green()
import eventlet
from eventlet.patcher import original
from servicekit.green import aside
nap, ticks = original("time").sleep, []
def tick():
    while True:
        ticks.append(1)
        eventlet.sleep(0.01)
eventlet.spawn(tick)
aside(nap, 0.5)
print(len(ticks))
"""


def test_heavy_work_aside_lets_the_others_run():
    environ = os.environ | {"EVENTLET_NO_GREENDNS": "yes"}
    done = subprocess.run(
        [sys.executable, "-c", HEAVY], env=environ, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 5  # called directly, the nap lets nobody run
