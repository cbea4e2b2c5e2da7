"""The same small case in five ways: submitted, then four moves, each in a transaction of its own.

Every step locks the case, looks whether the move is allowed, writes the state and one row of a
record, and commits. Each module has `Case`, made with the address of an empty database;
`Case.live()` takes one case through, `pid` is the database process that served it.
"""

STATES = ("submitted", "checked", "first", "second", "paid")
TABLES = """
CREATE TABLE cases (id uuid PRIMARY KEY, state text NOT NULL, flow jsonb);
CREATE TABLE record (
  n bigserial PRIMARY KEY, case_id uuid NOT NULL, action text NOT NULL, actor text NOT NULL,
  at timestamptz NOT NULL
);
CREATE INDEX record_case ON record (case_id)
"""
SAID = "INSERT INTO record (case_id, action, actor, at) VALUES (%s, %s, 'clerk', now())"
