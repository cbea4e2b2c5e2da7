"""The sentence table as values: read from TOML, checked against the tests that exist."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

KINDS = ("behaviour", "none", "later", "missing")
_TEST = re.compile(r"^\s*def (test_\w+)", re.MULTILINE)
_WORDS = {"behaviour": "tests", "none": "why", "later": "plan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence in our own words, its kind, and what that kind asks for.

    `reading`: what we take it to mean where it does not say, and why.
    """

    id: str
    says: str
    kind: str
    tests: tuple[str, ...] = ()
    why: str = ""
    plan: str = ""
    reading: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered piece of a document and the full stops it has there."""

    name: str
    stops: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One of the two documents."""

    id: str
    number: str
    title: str
    clauses: tuple[Clause, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of them, in order."""
        return tuple(sentence for clause in self.clauses for sentence in clause.sentences)


@dataclass(frozen=True, slots=True)
class Table:
    """Both documents, where tests lie, and which sentences may still miss theirs."""

    documents: tuple[Document, ...]
    folders: Mapping[str, str]
    allow_missing: frozenset[str]

    def path(self, test: str) -> str:
        """The file of a test, from the root of the repository."""
        folder, _, rest = test.partition("/")
        return f"{self.folders.get(folder, folder)}/{rest.partition('::')[0]}"


def read(path: Path) -> Table:
    """The table of a TOML file; raises TypeError or KeyError when a key is wrong or absent."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    documents = tuple(
        Document(found["id"], found["number"], found["title"], tuple(_clauses(found)))
        for found in content["document"]
    )
    return Table(documents, content["folders"], frozenset(content["allow_missing"]))


def _clauses(document: Mapping[str, list[dict[str, object]]]) -> Iterator[Clause]:
    for found in document["clause"]:
        sentences = tuple(
            Sentence(**{**row, "tests": tuple(row.get("tests", ()))}) for row in found["sentence"]
        )
        yield Clause(found["name"], found["stops"], sentences)


def faults(table: Table, root: Path) -> list[str]:
    """What is wrong, a line each; empty when every sentence has its proof or its reason."""
    sentences = [sentence for document in table.documents for sentence in document.sentences]
    found = [fault for sentence in sentences for fault in _faults(sentence, table, root)]
    ids = [sentence.id for sentence in sentences]
    found += [f"{double}: stands twice" for double in sorted({i for i in ids if ids.count(i) > 1})]
    missing = {sentence.id for sentence in sentences if sentence.kind == "missing"}
    found += [f"{name}: in allow_missing for nothing" for name in table.allow_missing - missing]
    for document in table.documents:
        for clause in document.clauses:
            if len(clause.sentences) < clause.stops:
                found.append(f"{document.id} {clause.name}: fewer rows than sentences")
    return sorted(found)


def _faults(sentence: Sentence, table: Table, root: Path) -> Iterator[str]:
    if sentence.kind not in KINDS:
        yield f"{sentence.id}: no such kind, {sentence.kind}"
    if sentence.kind == "missing" and sentence.id not in table.allow_missing:
        yield f"{sentence.id}: asks for behaviour and has no test"
    for kind, word in _WORDS.items():
        if bool(getattr(sentence, word)) is not (sentence.kind == kind):
            yield f"{sentence.id}: {word} belongs to {kind} and to nothing else"
    for test in sentence.tests:
        name = test.partition("::")[2]
        there = _tests_in(root / table.path(test))
        if not there or name not in ("*", *there):
            yield f"{sentence.id}: there is no test {test}"


@cache
def _tests_in(file: Path) -> frozenset[str]:
    if not file.is_file():
        return frozenset()
    return frozenset(_TEST.findall(file.read_text(encoding="utf-8")))
