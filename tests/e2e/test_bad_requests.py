"""Bytes that are no form, files that are no photograph, keys that do not fit."""

import pytest
from bad_input import BODIES, PHOTOS
from raw_http import raw, stream

from bench import MONDAY, refused


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_is_no_form(bench, unharmed, what):
    body, media, length, status, code = BODIES[what]
    said = raw(bench, "/applications", body, media, length)
    assert (said.status, said.code) == (status, code)


@pytest.mark.parametrize("path", ["/applications", "/applications/search"])
def test_50_mb_without_saying_so(bench, unharmed, path):
    said = stream(bench, path, 50)
    assert (said.status, said.code) in ((411, "length-required"), (413, "too-large"))


@pytest.mark.parametrize("what", PHOTOS)
def test_a_photograph_that_is_none(bench, what):
    content, media, status, code = PHOTOS[what]
    case = bench.east.submit(bench.person(), MONDAY.date())
    before = bench.written()
    path = f"/applications/{case}/photos/identity_card"
    said = refused(lambda: bench.east.clerk.put_photo(path, content, media))
    assert (said.status, said.code) == (status, code)
    assert bench.written() == before


def test_acceptance_without_photographs(bench):
    case = bench.east.submit(bench.person(), MONDAY.date())
    before = bench.written()
    said = refused(lambda: bench.east.accept(case))
    assert (said.status, said.code) == (409, "photos-missing")
    assert len(said.fields) == 3
    assert bench.written() == before


def test_writing_without_a_key(bench, unharmed):
    said = raw(bench, "/applications", b"{}", "application/json", key="")
    assert (said.status, said.code) == (400, "idempotency-key-missing")


def test_a_key_used_for_something_else(bench):
    bench.east.clerk.post("/applications", bench.form({}), key="once")
    before = bench.written()
    said = refused(lambda: bench.east.clerk.post("/applications", bench.form({}), key="once"))
    assert (said.status, said.code) == (422, "idempotency-key-reused")
    assert bench.written() == before


def test_another_officers_key_opens_nothing(bench, unharmed):
    who = {"account": "dongcheng-post2", "key_serial": "SW-dongcheng-post1"}
    thief = bench.lingbu.officer("dongcheng-post1")
    challenge = bench.lingbu.ask("POST", "/api/v1/sessions/challenges", who)
    form = who | {"password": "lingbu-demo", "proof": thief.proof(challenge)}
    said = refused(lambda: bench.lingbu.ask("POST", "/api/v1/sessions", form))
    assert (said.status, said.code) == (401, "wrong-credentials")
