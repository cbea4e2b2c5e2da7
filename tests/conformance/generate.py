"""Writes docs/conformance.md from sentences.toml: `python tests/conformance/generate.py`."""

import sys
from collections import Counter
from pathlib import Path

from sentence_table import KINDS, Clause, Sentence, Table, faults, read

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "conformance.md"

INTRO = """# Conformance: every sentence of the two documents

Generated from `tests/conformance/sentences.toml` by `python tests/conformance/generate.py`;
`make check` fails when a sentence has neither tests nor a reason, when a test named here does not
exist, or when this page is not what the table says. The sentences are told in our own words.

- **behaviour**: asks something of this system; the tests named prove it.
- **none**: asks nothing of this system; why.
- **later**: asks something that is planned; what. Not yet there.
- **missing**: asks something and no test proves it yet.

*Our reading* stands where a sentence leaves open what is to be done and we had to choose.
"""


def page(table: Table) -> str:
    """The whole page."""
    parts = [INTRO, _counts(table)]
    for document in table.documents:
        parts.append(f"## {document.id}: {document.number}\n\n{document.title}.\n")
        parts += [_clause(clause, table) for clause in document.clauses]
    return "\n".join(parts)


def _counts(table: Table) -> str:
    lines = ["| Document | " + " | ".join(KINDS) + " | all |", "|---" * (len(KINDS) + 2) + "|"]
    total: Counter[str] = Counter()
    for document in table.documents:
        counted = Counter(sentence.kind for sentence in document.sentences)
        total += counted
        lines.append(_row(f"{document.id} {document.number}", counted))
    lines.append(_row("Both", total))
    return "\n".join(lines) + "\n"


def _row(name: str, counted: Counter[str]) -> str:
    cells = [name, *(str(counted[kind]) for kind in KINDS), str(counted.total())]
    return "| " + " | ".join(cells) + " |"


def _clause(clause: Clause, table: Table) -> str:
    lines = [f"### {clause.name}\n", "| | Sentence | | Proof or reason |", "|---|---|---|---|"]
    for sentence in clause.sentences:
        cells = (sentence.id, sentence.says, sentence.kind, _proof(sentence, table))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _proof(sentence: Sentence, table: Table) -> str:
    proof = "<br>".join(_link(test, table) for test in sentence.tests)
    proof = proof or sentence.why or sentence.plan or "no test yet"
    return f"{proof}<br>Our reading: {sentence.reading}" if sentence.reading else proof


def _link(test: str, table: Table) -> str:
    file, _, name = test.partition("::")
    shown = Path(file).name if name == "*" else name
    return f"[{shown}](../{table.path(test)})"


def main() -> int:
    """Writes the page; says what is wrong and ends with 1 if anything is."""
    table = read(HERE / "sentences.toml")
    PAGE.write_text(page(table), encoding="utf-8")
    wrong = faults(table, ROOT)
    for line in wrong:
        print(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
