"""Statements planned once for each connection: the same answers, and no transaction harmed."""

import pytest
from sqlalchemy import bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from servicekit.database import make_engine
from servicekit.testing.postgres import drop_database, fresh_database

AGAIN = 3


@pytest.fixture
def engine():
    url = fresh_database()
    engine = make_engine(url, pool_size=1, ping=False)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (n integer PRIMARY KEY, word varchar(20))"))
    yield engine
    engine.dispose()
    drop_database(url)


def planned(connection) -> int:
    found = connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements")
    return found.scalar_one()


def test_a_statement_said_again_is_planned_once_and_answers_the_same(engine):
    add = text("INSERT INTO kept VALUES (:n, :word) RETURNING word || '%'")
    with engine.begin() as connection:
        said = [connection.scalar(add, {"n": n, "word": f"w{n}"}) for n in range(AGAIN)]
        assert said == ["w0%", "w1%", "w2%"]
        assert planned(connection) == 1
    with engine.begin() as connection:  # the plan outlives the transaction
        connection.execute(add, {"n": AGAIN, "word": None})
        assert planned(connection) == 1


def test_a_broken_rule_is_told_by_its_name_as_before(engine):
    add = text("INSERT INTO kept (n) VALUES (:n)")
    for n in range(AGAIN):
        with engine.begin() as connection:
            connection.execute(add, {"n": n})
    with pytest.raises(IntegrityError) as broken, engine.begin() as connection:
        connection.execute(add, {"n": 0})
    assert broken.value.orig.diag.constraint_name == "kept_pkey"


@pytest.mark.parametrize("level", ["READ COMMITTED", "AUTOCOMMIT"])
def test_values_without_a_type_are_said_as_they_stand(engine, level):
    kind = select(func.pg_typeof(bindparam("value")).op("::")(text("text")))
    with engine.connect().execution_options(isolation_level=level) as connection:
        connection.execute(text("INSERT INTO kept (n) VALUES (1)"))
        for _ in range(AGAIN):
            assert connection.scalar(kind, {"value": 5}) == "integer"
        assert planned(connection) == 0
        assert connection.scalar(text("SELECT count(*) FROM kept")) == 1


def test_after_a_migration_the_connection_is_replaced(engine):
    look = text("SELECT word FROM kept WHERE n = :n")
    with engine.connect() as connection:
        for n in range(AGAIN):
            connection.execute(look, {"n": n})
    with make_engine(str(engine.url)).begin() as owner:
        owner.execute(text("ALTER TABLE kept ALTER word TYPE text"))
    with pytest.raises(DBAPIError) as outdated, engine.connect() as connection:
        connection.execute(look, {"n": 1})
    assert outdated.value.connection_invalidated  # the desk does it again
    with engine.connect() as connection:
        assert connection.execute(look, {"n": 1}).all() == []
