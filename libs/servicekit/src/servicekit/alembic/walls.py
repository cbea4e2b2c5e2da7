"""Migrations carry the walls: a policy the models have and the database has not is a difference."""

from typing import Any

from alembic.autogenerate import comparators, renderers, rewriter
from alembic.autogenerate.api import AutogenContext
from alembic.operations import MigrateOperation, Operations, ops
from alembic.util import DispatchPriority

from servicekit.walls import policies_of, put_up

written = rewriter.Rewriter()
_STANDING = """
SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies
JOIN pg_class ON pg_class.oid = (quote_ident(schemaname) || '.' || quote_ident(tablename))::regclass
WHERE schemaname = current_schema AND relrowsecurity
"""


@Operations.register_operation("put_up_wall")
class PutUpWall(MigrateOperation):
    """`op.put_up_wall(table, policy, clause)`: row-level security and one policy of a table."""

    def __init__(self, table: str, policy: str, clause: str) -> None:
        self.table, self.policy, self.clause = table, policy, clause

    @classmethod
    def put_up_wall(cls, operations: Operations, table: str, policy: str, clause: str) -> None:
        operations.invoke(cls(table, policy, clause))

    def reverse(self) -> "TakeDownWall":
        return TakeDownWall(self.table, self.policy, self.clause)

    def to_diff_tuple(self) -> tuple[str, str, str]:
        return ("put_up_wall", self.table, self.policy)


@Operations.register_operation("take_down_wall")
class TakeDownWall(MigrateOperation):
    """`op.take_down_wall(table, policy)`; the way back knows the clause."""

    def __init__(self, table: str, policy: str, clause: str = "") -> None:
        self.table, self.policy, self.clause = table, policy, clause

    @classmethod
    def take_down_wall(cls, operations: Operations, table: str, policy: str) -> None:
        operations.invoke(cls(table, policy))

    def reverse(self) -> PutUpWall:
        return PutUpWall(self.table, self.policy, self.clause)

    def to_diff_tuple(self) -> tuple[str, str, str]:
        return ("take_down_wall", self.table, self.policy)


@Operations.implementation_for(PutUpWall)
def _up(operations: Operations, wall: PutUpWall) -> None:
    for statement in put_up(wall.table, wall.policy, wall.clause):
        operations.execute(statement)


@Operations.implementation_for(TakeDownWall)
def _down(operations: Operations, wall: TakeDownWall) -> None:
    operations.execute(f"DROP POLICY {wall.policy} ON {wall.table}")


@renderers.dispatch_for(PutUpWall)
def _render_up(context: AutogenContext, wall: PutUpWall) -> str:
    return f"op.put_up_wall({wall.table!r}, {wall.policy!r}, {wall.clause!r})"


@renderers.dispatch_for(TakeDownWall)
def _render_down(context: AutogenContext, wall: TakeDownWall) -> str:
    return f"op.take_down_wall({wall.table!r}, {wall.policy!r})"


def _clause(command: str, qual: str | None, with_check: str | None) -> str:
    """A standing policy's clause, as it was or in PostgreSQL's words for it."""
    seen = f" USING ({qual})" if qual else ""
    written = f" WITH CHECK ({with_check})" if with_check else ""
    return f"FOR {command}{seen}{written}"


@comparators.dispatch_for("schema", priority=DispatchPriority.LAST)
def compare_walls(context: AutogenContext, upgrade: ops.UpgradeOps, schemas: Any) -> None:
    """Adds what puts up the walls that are missing and takes down those that changed."""
    assert context.connection is not None and context.metadata is not None  # nosec B101 - tells the type checker what callers made sure of
    found = context.connection.exec_driver_sql(_STANDING)
    standing = {(table, policy): _clause(*how) for table, policy, *how in found}
    metadata: Any = context.metadata
    wanted = {
        (table.name, policy): clause
        for table in metadata.sorted_tables
        for policy, clause in policies_of(table).items()
    }
    for name, policy in sorted(set(standing) - set(wanted)):
        upgrade.ops.append(TakeDownWall(name, policy, standing[name, policy]))
    for (name, policy), clause in wanted.items():
        if (name, policy) not in standing:
            upgrade.ops.append(PutUpWall(name, policy, clause))


@written.rewrites(ops.CreateTableOp)
def without_info(context: Any, revision: Any, made: ops.CreateTableOp) -> ops.CreateTableOp:
    """What the models note beside a table stays with them; its wall is an operation of its own."""
    made.info = {}
    return made
