"""Decisions too early, too late, by the wrong hand: refused, and nothing is half-written."""

from datetime import datetime

import pytest

from bench import MONDAY, refused
from kernel.clock import SHANGHAI
from simulators.story.answers import ready_for_second, until


@pytest.fixture
def later(bench):
    """Turns the clock to after publicity, and back when the test is over."""
    yield lambda: bench.lingbu.set_clock(datetime(2019, 4, 10, 9, tzinfo=SHANGHAI))
    bench.lingbu.set_clock(MONDAY)


def test_the_second_post(bench, later):
    """Too early, by the hand of the first post, on a dossier not read; then too late."""
    case = bench.published()
    rotating = bench.lingbu.officer("dongcheng-rotating")
    bench.east.first_post(case, officer=rotating)
    bench.settle()
    is_refused(bench, bench.east.post2, case, "publicity-running")

    later()
    until(lambda: ready_for_second(bench.east.case(case)), what="公示期满")
    bench.settle()
    is_refused(bench, rotating, case, "same-officer")
    is_refused(bench, bench.east.post2, case, "dossier-changed", version=7)

    decide(bench.east.post2, case, "second-post")
    bench.settle()
    is_refused(bench, bench.east.post2, case, "case-moved-on")
    is_refused(bench, bench.east.post1, case, "case-moved-on", step="first-post")


def test_an_objection_after_publicity(bench, later):
    case = bench.published()
    later()
    until(lambda: bench.east.case(case)["publicity_closed"], what="公示期满")
    bench.settle()
    before = bench.written()
    form = {"objector_name": "赵示例", "objector_contact": "13700002222", "content": "请核实情况"}
    path = f"/publicity/{case}/objections"
    said = refused(lambda: bench.lingbu.public.post(path, form))
    assert (said.status, said.code) == (404, "publicity-not-running")
    assert bench.written() == before


def is_refused(bench, officer, case: str, code: str, version: int = 1, step="second-post"):
    before = bench.written()
    said = refused(lambda: decide(officer, case, step, version))
    assert (said.status, said.code) == (409, code)
    assert bench.written() == before


def decide(officer, case: str, step: str, version: int = 1):
    return officer.post(f"/cases/{case}/{step}", {"dossier_version": version})


def test_another_district_sees_nothing(bench, unharmed):
    case = bench.east.lingbu.officer("city").get("/applications")["items"][0]["application_id"]
    for path in (f"/applications/{case}", f"/cases/{case}"):
        said = refused(lambda path=path: bench.south.clerk.get(path))
        assert (said.status, said.code) == (404, "not-found")


def test_nothing_was_parked_by_all_this(bench):
    assert bench.house.parked() == []
