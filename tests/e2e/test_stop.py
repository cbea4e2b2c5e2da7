"""SIGTERM ends the embedded house cleanly, whatever it happens to be doing."""

from datetime import datetime
from urllib.parse import urlsplit

import psutil

from kernel.clock import SHANGHAI
from simulators.story.counters import Counter
from simulators.story.people import invent
from simulators.story.places import DONGHUAMEN

MONDAY = datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)


def test_a_busy_house_stops_when_told(embedded):
    house = embedded()
    house.lingbu.set_clock(MONDAY)
    counter = Counter(house.lingbu, DONGHUAMEN)
    for number in (1, 2, 3):
        counter.take(invent(number, MONDAY.date()), MONDAY.date())
    house.process.terminate()
    assert house.process.wait(30) == 0
    assert not (house.var / "pg" / "postmaster.pid").exists()
    assert "Traceback" not in house.log.read_text()
    assert Counter(house.start(), DONGHUAMEN).clerk.get("/applications")["items"]


def test_nothing_but_the_gateway_listens(embedded):
    house = embedded()
    open_ports = {
        known.laddr.port
        for known in psutil.Process(house.process.pid).net_connections("inet")
        if known.status == psutil.CONN_LISTEN
    }
    assert open_ports == {urlsplit(house.lingbu.address).port}
