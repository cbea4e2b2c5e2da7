"""Rows by their key: SQLAlchemy's session, which makes the statement of `get` once for each class.

The session's own `get` makes it anew each time, which costs the processor a third of the whole.
"""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session

__all__ = ["KeyedSession"]


class KeyedSession(Session):
    """`get` with a lock or without; asked for anything else, it is SQLAlchemy's own."""

    def get(
        self,
        entity: Any,
        ident: Any,
        *,
        with_for_update: Any = None,
        populate_existing: bool | None = None,
        **rest: Any,
    ) -> Any:
        if any(rest.values()) or with_for_update not in (None, True):
            rest |= {"with_for_update": with_for_update, "populate_existing": populate_existing}
            return super().get(entity, ident, **rest)
        key = ident if isinstance(ident, tuple) else (ident,)
        if not (with_for_update or populate_existing):
            known = self.identity_map.get(inspect(entity).identity_key_from_primary_key(key))
            if known is not None:
                return super().get(entity, ident)  # it may have to be read anew
        values = {f"key_{n}": part for n, part in enumerate(key)}
        options = {"populate_existing": True} if populate_existing else {}
        statement = _by_key(entity, bool(with_for_update))
        return self.scalar(statement, values, execution_options=options)


@cache
def _by_key(kind: Any, locked: bool) -> Select[Any]:
    """key_0, key_1 …: the row with this key, locked if so wished."""
    columns = enumerate(inspect(kind).primary_key)
    found = select(kind).where(*(column == bindparam(f"key_{n}") for n, column in columns))
    return found.with_for_update() if locked else found
