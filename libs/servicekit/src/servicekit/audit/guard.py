"""What the database itself refuses: the record is only ever added to.

First wall: rights. Tables belong to the role that migrates; the service's role may read and add
to the record, and change or remove nothing in it. Second wall: a trigger that refuses even where
rights were given too freely. Neither holds against whoever has every right on the server; for
that there is the witness.
"""

from sqlalchemy import DDL, Connection, Table, event, text

WITNESS_ROLE = "lingbu_witness"
PURGING = "lingbu.purging"  # set for one transaction by `lingbu purge`, which runs as the owner

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('{PURGING}', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit record is only ever added to' USING ERRCODE = '42501';
END $$
"""
_ROWS = """
CREATE OR REPLACE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION audit_only_grows()
"""
_WHOLE = """
CREATE OR REPLACE TRIGGER audit_never_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()
"""
GUARDED = ("audit", "audit_days")
_TAKEN = {
    "audit": "UPDATE, DELETE, TRUNCATE",
    "audit_words": "UPDATE, DELETE, TRUNCATE",
    "audit_heads": "DELETE, TRUNCATE",
    "audit_days": "INSERT, UPDATE, DELETE, TRUNCATE",
    "audit_purged": "INSERT, UPDATE, DELETE, TRUNCATE",
}
_REVOKE = """
DO $$
DECLARE other text;
BEGIN
  FOR other IN
    SELECT DISTINCT grantee FROM information_schema.role_table_grants
    WHERE table_schema = current_schema AND table_name = '{table}'
      AND grantee NOT IN (current_user, 'PUBLIC')
  LOOP
    EXECUTE format('REVOKE {rights} ON {table} FROM %I', other);
  END LOOP;
END $$
"""
_WITNESS = f"""
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '{WITNESS_ROLE}') THEN
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {WITNESS_ROLE};
    GRANT SELECT ON audit, audit_heads, audit_days, audit_purged TO {WITNESS_ROLE};
    GRANT INSERT ON audit_days TO {WITNESS_ROLE};
    GRANT SELECT, UPDATE ON runs TO {WITNESS_ROLE};
  END IF;
END $$
"""  # nosec B608 - a constant of this module


def guard(connection: Connection) -> None:
    """Puts both walls up again after every migration, as the owner of the tables."""
    for statement in (*_walls(), *_rights(), _WITNESS):
        connection.execute(text(statement))


def guard_when_made(table: Table) -> None:
    """The trigger also where tables are made without a migration, as in tests."""
    if table.name in GUARDED:
        for statement in (_FUNCTION, _ROWS, _WHOLE):
            words = statement.format(table=table.name).replace("%", "%%")
            made = DDL(words)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made)


def _walls() -> list[str]:
    triggers = [each.format(table=name) for name in GUARDED for each in (_ROWS, _WHOLE)]
    return [_FUNCTION, *triggers]


def _rights() -> list[str]:
    return [_REVOKE.format(table=name, rights=rights) for name, rights in _TAKEN.items()]
