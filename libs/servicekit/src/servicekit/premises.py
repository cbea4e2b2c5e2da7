"""Whether the pack knows every place that a database holds; asked before a service serves.

Another province's pack over a database with cases, or a pack from which a division in use was
deleted, would answer those cases with a street that does not exist. So neither starts.
"""

from collections.abc import Iterator

from sqlalchemy import Column, select
from sqlalchemy.exc import OperationalError

from servicekit.desk import Desk

__all__ = ["must_know_its_places"]

PLACES = frozenset({"street_code", "agency", "division"})  # columns that hold division codes
SHOWN = 5


def must_know_its_places(desk: Desk) -> None:
    """Ends the process where rows name divisions that the pack does not have."""
    places = desk.world.policy.divisions
    try:
        unknown = sorted(set(_stored(desk)) - places.rows.keys())
    except OperationalError:
        raise SystemExit(f"{desk.name} 的数据库没有应答，不能核对区划，暂不启动。") from None
    if unknown:
        more = "等" if len(unknown) > SHOWN else ""
        raise SystemExit(
            f"{desk.name} 的数据库里有规则包（{places.root.name}）没有的区划代码："
            f"{'、'.join(unknown[:SHOWN])}{more}，共{len(unknown)}个，不能启动。"
            "如果换错了规则包，请把 LINGBU_POLICY 改回去；如果区划已撤销，"
            "请在 divisions.csv 里保留该行并写明 valid_to。"
        )


def _stored(desk: Desk) -> Iterator[str]:
    tables = desk.store.metadata.tables.values()
    columns: list[Column[str]] = [c for table in tables for c in table.c if c.name in PLACES]
    with desk.uow() as uow:
        for column in columns:
            yield from (code for code in uow.session.scalars(select(column).distinct()) if code)
