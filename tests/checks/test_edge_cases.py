"""The edge cases of the domain notes (§16): each is found by its number, each has its tests."""

import sys
import tomllib
from pathlib import Path

import pytest

CONFORMANCE = Path(__file__).resolve().parents[1] / "conformance"
sys.path.insert(0, str(CONFORMANCE))

import generate  # noqa: E402
import sentence_table  # noqa: E402
from sentence_table import Clause, Document, Sentence, Table  # noqa: E402

EDGES = tomllib.loads((CONFORMANCE / "edge_cases.toml").read_text(encoding="utf-8"))
FOLDERS = sentence_table.read(CONFORMANCE / "sentences.toml").folders


def test_every_number_is_there():
    assert list(EDGES) == [str(number) for number in range(1, 33)]
    assert all(set(edge) <= {"says", "tests", "rest"} for edge in EDGES.values())


@pytest.mark.parametrize("number", EDGES)
def test_its_tests_exist(number):
    edge = Sentence(id=number, says="", kind="behaviour", tests=tuple(EDGES[number]["tests"]))
    table = Table((Document("D", "", "", (Clause("§16", 0, (edge,)),)),), FOLDERS, frozenset())
    assert sentence_table.faults(table, generate.ROOT) == []
