"""No value of the rule packs is written for nobody: each is read somewhere in the code."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from policy.names import Names
from policy.rulebase import TABLES
from policy.value import Value

ROOT = Path(__file__).parents[2]
FOLDERS = ("libs", "services", "gateway", "simulators")
WRITTEN_HERE = {"names.py", "known.py"}  # that a name is allowed is no reading
NAMES = sorted(name for name, value in vars(Names).items() if isinstance(value, Value))
COLUMNS = sorted(
    {(table, column.name) for table, row in TABLES.items() for column in fields(row)}
    - {(table, name) for table in TABLES for name in ("code", "clause")}
)


def sources():
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("src/**/*.py"):
            if path.name not in WRITTEN_HERE and "migrations" not in path.parts:
                yield ast.parse(path.read_text(encoding="utf-8"))


def read():
    """Attributes, texts, and patterns of names put together, of all the code."""
    whole, patterns = set(), set()
    for node in (node for tree in sources() for node in ast.walk(tree)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            whole.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            whole.add(node.value)
        elif isinstance(node, ast.JoinedStr):
            patterns.add(_pattern(node))
    return whole, {one for one in patterns if one}


def _pattern(text):
    """`f"{insurance}_base"` as a pattern; nothing where too little is fixed to tell a name."""
    parts = [
        re.escape(part.value) if isinstance(part, ast.Constant) else r"[a-z0-9_]+"
        for part in text.values
    ]
    fixed = [part.value for part in text.values if isinstance(part, ast.Constant)]
    named = all(re.fullmatch("[a-z0-9_]+", part) for part in fixed)
    return "".join(parts) if named and sum(map(len, fixed)) > len("_x") else ""


WHOLE, PATTERNS = read()


def known(name):
    return name in WHOLE or any(re.fullmatch(pattern, name) for pattern in PATTERNS)


def test_the_search_tells_a_name_that_is_read_from_one_that_is_not():
    assert known("publicity_working_days")  # an attribute
    assert known("pension_rate_personal")  # put together
    assert not known("publicity_woking_days")
    assert not known("nobody_reads_this_months")


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_the_pack_is_read(name):
    assert known(name)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_a_column_of_a_table_is_read(table, column):
    assert known(column)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read(table):
    assert known(table)
