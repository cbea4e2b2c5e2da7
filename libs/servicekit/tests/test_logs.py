"""What reaches a log: no value of any row, and an outage once, not twice a second."""

import io
import json
import logging
import traceback
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from kernel.clock import SHANGHAI, FixedClock
from servicekit.discreet import LINE, Discreet, Structured
from servicekit.outage import Outage
from servicekit.testing.house import House
from servicekit.testing.toy import CounterService, KeeperService
from servicekit.tracing import Kind, number, span

SECRET = "张三110101197802310021"


@pytest.fixture
def house():
    house = House(
        FixedClock(datetime(2019, 4, 1, 9, tzinfo=SHANGHAI)), CounterService, KeeperService
    )
    yield house
    house.close()


def lines_of(log):
    """What a process writes when this is done with its logger."""
    logger, written = logging.getLogger(uuid4().hex), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Discreet(LINE))
    logger.addHandler(handler)
    logger.propagate = False
    log(logger)
    return written.getvalue()


def unread():
    """An exception that quotes what it could not read, and one that arose from it."""
    try:
        return {}[SECRET]
    except KeyError as error:
        raise ValueError(f"not a person: {SECRET}") from error


def test_an_exception_does_not_quote_in_a_log_what_it_could_not_read():
    def fail(log):
        try:
            unread()
        except ValueError as error:
            log.exception("error handling worker %s: %s", "take", error)  # as nameko does
            log.error(error)
            log.error("%(why)s", {"why": error})

    told = lines_of(fail)
    assert SECRET not in told
    assert told.count(" ERROR ") == 3 and "KeyError" in told and "in unread" in told


def test_a_handler_before_it_does_not_make_it_speak():
    def fail(log):
        first = logging.StreamHandler(io.StringIO())
        log.handlers.insert(0, first)
        try:
            unread()
        except ValueError:
            log.exception("failed")

    assert SECRET not in lines_of(fail)


def test_what_keeps_a_process_from_its_servers_is_told():
    def fail(log):
        try:
            raise ConnectionRefusedError("no broker at 127.0.0.1:5672")
        except OSError:
            log.exception("failed")

    assert "no broker at 127.0.0.1:5672" in lines_of(fail)


@pytest.mark.parametrize(
    ("statement", "error", "stays"),
    [
        ("INSERT INTO streams VALUES (:s, 1, '{}'), (:s, 2, '{}')", IntegrityError, "streams_pkey"),
        ("INSERT INTO streams VALUES (:s, NULL, '{}')", IntegrityError, "sequence"),
        ("SELECT CAST(:s AS integer)", DataError, "22P02"),
        ("SELECT CAST(:s AS jsonb)", DataError, "22P02"),
    ],
)
def test_an_error_tells_its_kind_and_place_and_no_value(house, statement, error, stays):
    with house["counter"].engine.connect() as connection, pytest.raises(error) as raised:
        connection.execute(text(statement), {"s": SECRET})
    told = "".join(traceback.format_exception(raised.value))
    assert stays in told
    assert SECRET not in told
    assert raised.value.orig.pgcode in told


def test_a_named_constraint_still_becomes_its_refusal(house):
    with house["counter"].engine.connect() as connection, pytest.raises(IntegrityError) as raised:
        connection.execute(text("INSERT INTO streams VALUES ('a', 1, '{}'), ('a', 1, '{}')"))
    assert raised.value.orig.diag.constraint_name == "streams_pkey"


def test_an_outage_of_the_database_is_told_once_and_its_end_with_a_count(house, caplog):
    desk = house["keeper"].desk
    away, sessions = RuntimeError, desk.sessions

    def nobody(**_):
        raise OperationalError("SELECT 1", {}, away("connection refused"))

    with caplog.at_level(logging.WARNING):
        desk.sessions = nobody
        for _ in range(50):
            desk.tick()
        [begun] = caplog.records
        assert begun.message == "keeper, looking for what is due: failing"
        desk.sessions = sessions
        desk.tick()
        desk.tick()
    [_, ended] = caplog.records
    works_again = "keeper, looking for what is due: works again after 50 failures in "
    assert ended.message.startswith(works_again)


def test_another_failure_is_told_too(caplog):
    outage = Outage(logging.getLogger(__name__), "work")
    for error in (KeyError, KeyError, ValueError, ValueError):
        with outage.watching():
            raise error(uuid4().hex)
    assert [record.exc_info[0] for record in caplog.records] == [KeyError, ValueError]


def test_a_line_bears_the_number_of_the_request_and_can_be_json():
    logger, written = logging.getLogger(uuid4().hex), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Structured(LINE))
    logger.addHandler(handler)
    logger.propagate = False
    with span("work", Kind.INTERNAL):
        asked = number().hex
        try:
            raise KeyError(SECRET)
        except KeyError:
            logger.exception("letter kept: %s", "failed", extra={"service": "intake"})
    logger.warning("nobody asks")
    first, second = (json.loads(line) for line in written.getvalue().splitlines())
    assert (first["trace"], first["service"], first["level"]) == (asked, "intake", "ERROR")
    assert first["message"] == "letter kept: failed"
    assert first["exception"].endswith("KeyError")
    assert (second["trace"], "exception" in second) == ("-", False)
    assert SECRET not in written.getvalue()
    assert datetime.fromisoformat(second["time"]).tzinfo is not None
    with span("work", Kind.INTERNAL):
        assert f" {number().hex} hello" in lines_of(lambda log: log.warning("hello"))
