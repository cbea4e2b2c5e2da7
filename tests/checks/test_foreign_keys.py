"""Every foreign key is led by an index: else whatever removes a row reads the whole other table."""

import pytest
from databases import owners
from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, UniqueConstraint, text


def bare_keys(metadata):
    """Foreign keys whose first column begins no index that holds all rows."""
    return [
        f"{table.name}.{next(iter(key.columns)).name}"
        for table in metadata.tables.values()
        for key in table.foreign_key_constraints
        if next(iter(key.columns)) not in _leading(table)
    ]


def _leading(table):
    """The first column of every whole index of a table, its keys included."""
    keys = [table.primary_key, *(c for c in table.constraints if isinstance(c, UniqueConstraint))]
    whole = [
        index for index in table.indexes if index.dialect_kwargs.get("postgresql_where") is None
    ]
    return {next(iter(each.columns)) for each in (*keys, *whole) if len(each.columns)}


@pytest.mark.parametrize("name", sorted(owners()))
def test_every_foreign_key_has_an_index(name):
    assert bare_keys(owners()[name]) == []


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ((), ["child.parent"]),
        ((Index("other", "id", "parent"),), ["child.parent"]),
        ((Index("some", "parent", postgresql_where=text("id > 0")),), ["child.parent"]),
        ((Index("all", "parent", "id"),), []),
        ((UniqueConstraint("parent", "id"),), []),
    ],
)
def test_a_bare_key_is_seen(words, bare):
    metadata = MetaData()
    Table("parents", metadata, Column("id", Integer, primary_key=True))
    key = Column("parent", Integer, ForeignKey("parents.id"))
    Table("child", metadata, Column("id", Integer, primary_key=True), key, *words)
    assert bare_keys(metadata) == bare
