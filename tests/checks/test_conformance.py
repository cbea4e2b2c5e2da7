"""Every sentence of both documents has tests or a reason, and the page says so."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

CONFORMANCE = Path(__file__).resolve().parents[1] / "conformance"
sys.path.insert(0, str(CONFORMANCE))

import generate  # noqa: E402
import sentence_table  # noqa: E402
from sentence_table import Clause, Document, Sentence, Table  # noqa: E402

TABLE = sentence_table.read(CONFORMANCE / "sentences.toml")
HERE = "tests/checks/test_conformance.py"


def test_every_sentence_has_its_proof_or_its_reason():
    assert sentence_table.faults(TABLE, generate.ROOT) == []


def test_the_page_is_up_to_date():
    written = generate.PAGE.read_text(encoding="utf-8")
    assert written == generate.page(TABLE), "run: python tests/conformance/generate.py"


def test_both_documents_are_there_article_by_article():
    first, second = ([clause.name for clause in document.clauses] for document in TABLE.documents)
    digits = "一二三四五六七八九十"
    articles = [*digits, *(f"十{digit}" for digit in digits[:9]), "二十"]
    assert second == ["通知", *(f"第{article}条" for article in articles), "施行"]
    numbered = {"三": 5, "四": 4, "五": 5}
    paragraphs = {f"附件1 {part}.{n + 1}" for part, count in numbered.items() for n in range(count)}
    assert paragraphs | {f"附件3 二.{n + 1}" for n in range(7)} <= set(first)
    assert {name[:3] for name in first if name.startswith("附件")} == {
        f"附件{number}" for number in range(1, 7)
    }


GOOD = Sentence(id="x", says="s", kind="behaviour", tests=(f"{HERE}::test_the_page_is_up_to_date",))


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        (replace(GOOD, tests=()), "x: tests belongs to behaviour"),
        (replace(GOOD, tests=(f"{HERE}::test_nothing_of_the_kind",)), "x: there is no test"),
        (replace(GOOD, tests=("tests/checks/no_such_file.py::*",)), "x: there is no test"),
        (replace(GOOD, kind="none", tests=()), "x: why belongs to none"),
        (replace(GOOD, kind="later", tests=()), "x: plan belongs to later"),
        (replace(GOOD, why="because"), "x: why belongs to none"),
        (replace(GOOD, kind="missing", tests=()), "x: asks for behaviour and has no test"),
        (replace(GOOD, kind="perhaps", tests=()), "x: no such kind, perhaps"),
    ],
)
def test_a_sentence_without_proof_is_found(sentence, fault):
    found = sentence_table.faults(_table(sentence), generate.ROOT)
    assert [line for line in found if line.startswith(fault)]


def test_a_lost_a_double_and_a_forgiven_sentence_are_found():
    assert sentence_table.faults(_table(GOOD), generate.ROOT) == []
    assert "x: stands twice" in sentence_table.faults(_table(GOOD, GOOD), generate.ROOT)
    [lost] = sentence_table.faults(_table(GOOD, stops=2), generate.ROOT)
    assert lost == "D 第一条: fewer rows than sentences"
    [forgiven] = sentence_table.faults(_table(GOOD, allowed=frozenset({"x"})), generate.ROOT)
    assert forgiven == "x: in allow_missing for nothing"


def _table(*sentences, stops=1, allowed=frozenset()):
    document = Document("D", "n", "t", (Clause("第一条", stops, sentences),))
    return Table((document,), {}, allowed)
