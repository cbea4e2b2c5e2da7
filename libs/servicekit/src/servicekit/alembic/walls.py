"""Migrations carry the walls: a policy the models have and the database has not is a difference."""

from typing import Any

from alembic.autogenerate import comparators
from alembic.autogenerate.api import AutogenContext
from alembic.operations import ops
from alembic.util import DispatchPriority

from servicekit.walls import policies_of, put_up

_STANDING = """
SELECT tablename, policyname FROM pg_policies
JOIN pg_class ON pg_class.oid = (quote_ident(schemaname) || '.' || quote_ident(tablename))::regclass
WHERE schemaname = current_schema AND relrowsecurity
"""


class Statement(ops.ExecuteSQLOp):
    """One statement of a migration; going back, a table takes its walls along."""

    def reverse(self) -> "Statement":
        return Statement("SELECT 1")


@comparators.dispatch_for("schema", priority=DispatchPriority.LAST)
def compare_walls(context: AutogenContext, upgrade: ops.UpgradeOps, schemas: Any) -> None:
    """Adds what puts up the walls that are missing and takes down those that changed."""
    assert context.connection is not None and context.metadata is not None  # nosec B101 - tells the type checker what callers made sure of
    found = context.connection.exec_driver_sql(_STANDING)
    standing = {(table, policy) for table, policy in found}
    metadata: Any = context.metadata
    wanted = {
        (table.name, policy): clause
        for table in metadata.sorted_tables
        for policy, clause in policies_of(table).items()
    }
    for name, policy in sorted(standing - set(wanted)):
        upgrade.ops.append(Statement(f"DROP POLICY {policy} ON {name}"))
    for (name, policy), clause in wanted.items():
        if (name, policy) not in standing:
            upgrade.ops.extend(Statement(each) for each in put_up(name, policy, clause))
