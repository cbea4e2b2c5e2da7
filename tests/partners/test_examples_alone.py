"""The examples stand by themselves: nothing of ours inside, everything they need pinned."""

import ast
import json
import re
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PYTHON, NODE = EXAMPLES / "partner-python", EXAMPLES / "partner-node"
OWN = {path.stem for path in PYTHON.glob("*.py")}


@pytest.mark.parametrize("path", sorted(PYTHON.glob("*.py")), ids=lambda path: path.name)
def test_the_python_example_imports_kombu_and_joserfc_alone(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module).partition(".")[0])
    assert found <= {"kombu", "joserfc", *OWN, *sys.stdlib_module_names}


def test_its_requirements_are_pinned_with_hashes_and_no_address():
    text = (PYTHON / "requirements.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    names = [line for line in lines if not line.startswith(" ")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+ \\", line) for line in names)
    assert {line.split("==")[0] for line in names} >= {"kombu", "joserfc"}
    assert "://" not in "".join(lines)


def test_they_are_the_versions_lingbu_is_tested_with():
    ours = (EXAMPLES.parent / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    theirs = (PYTHON / "requirements.txt").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9-]+==[0-9.]+", theirs, re.MULTILINE)
    assert pinned and set(pinned) <= set(re.findall(r"^[a-z0-9-]+==[0-9.]+", ours, re.MULTILINE))


def test_the_node_example_imports_its_two_packages_alone():
    text = "".join(path.read_text(encoding="utf-8") for path in NODE.glob("*.js"))
    found = set(re.findall(r'(?:from|import) "([^"]+)"', text))
    assert {one for one in found if not one.startswith(("node:", "./"))} == {"amqplib", "jose"}


def test_its_lock_is_exact_and_records_no_address():
    package = json.loads((NODE / "package.json").read_text(encoding="utf-8"))
    text = (NODE / "package-lock.json").read_text(encoding="utf-8")
    lock = json.loads(text)
    assert all(re.fullmatch(r"[0-9.]+", version) for version in package["dependencies"].values())
    installed = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") for one in installed.values())
    assert "://" not in text
    assert lock["packages"][""]["dependencies"] == package["dependencies"]
