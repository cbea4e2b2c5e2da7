"""What is installed is what was locked, under licences we may use; the code holds no known trap.

All of it without a network. Whether a locked version has a published weakness is for `make audit`.
"""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions
from importlib.metadata import files as files_of
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("runtime", "dev", "bench")
CODE = (
    "libs",
    "services",
    "gateway",
    "portal",
    "simulators",
    "bench",
    "deploy/health",
    "deploy/make-secrets",
)
OURS = "lingbu-"
UNNAMED = ("axe-playwright-python",)  # tests only; the licence is in a file and not in the metadata
PINNED = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;]+)(?P<hashes>( --hash=sha256:\w{64})+)"
)
TOOLS = Path(sys.executable).parent


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(lock):
    """Its requirements, one a line, without remarks."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    joined = re.sub(r"\\\n\s*", "", text)
    return [line.strip() for line in joined.splitlines() if line.strip()]


def locked(lock):
    found = [PINNED.fullmatch(line) for line in lines(lock)]
    return [(plain(one["name"]), one["version"]) for one in found if one]


def tool(*words):
    return subprocess.run(
        [TOOLS / words[0], *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_its_hashes_and_nothing_else_stands_there(lock):
    assert [line for line in lines(lock) if not PINNED.fullmatch(line)] == []
    assert len(locked(lock)) > 5


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_is_locked_twice(lock):
    names = [name for name, _ in locked(lock)]
    assert sorted(names) == sorted(set(names))


def test_tests_run_with_the_versions_that_are_delivered():
    runtime, dev = dict(locked("runtime")), dict(locked("dev"))
    assert {n: v for n, v in dev.items() if n in runtime and runtime[n] != v} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_what_is_asked_for_names_no_place_to_get_it(lock):
    text = (ROOT / "requirements" / f"{lock}.in").read_text(encoding="utf-8")
    assert not re.search(r"://|^-(?!c (runtime|dev)\.txt)|\.whl", text, re.MULTILINE)


def test_everything_installed_is_ours_or_locked():
    allowed = set(locked("runtime")) | set(locked("dev"))
    installed = {(plain(one.metadata["Name"]), one.version) for one in distributions()}
    strangers = {one for one in installed if not one[0].startswith(OURS)} - allowed
    assert {name for name, _ in strangers} <= {"pip"}  # it installs the lock


def test_what_our_packages_need_is_locked():
    delivered = {name for name, _ in locked("runtime")}
    for path in ROOT.glob("*/*/pyproject.toml"):
        needed = tomllib.loads(path.read_text(encoding="utf-8"))["project"].get("dependencies", ())
        names = {plain(re.match(r"[A-Za-z0-9._-]+", one)[0]) for one in needed}
        assert {name for name in names if not name.startswith(OURS)} <= delivered, path


def test_licences_are_among_those_allowed():
    said = tool("pip-licenses", "--ignore-packages", *our_names(), *UNNAMED)
    assert said.returncode == 0, said.stderr
    assert "nameko" in said.stdout


@pytest.mark.parametrize("name", UNNAMED)
def test_a_package_that_names_no_licence_has_one_that_is_allowed(name):
    [text] = [file for file in files_of(name) or () if file.name == "LICENSE"]
    assert text.read_text().startswith("MIT License")


def our_names():
    return [
        one.metadata["Name"] for one in distributions() if one.metadata["Name"].startswith(OURS)
    ]


def test_bandit_finds_nothing_but_what_is_excepted_in_its_place():
    said = tool("bandit", "-q", "-c", "pyproject.toml", "-r", *CODE)
    assert said.returncode == 0, said.stdout


def test_every_exception_from_bandit_names_its_check_and_a_reason():
    found = [
        f"{path}:{number}: {line.strip()}"
        for folder in CODE
        for path in files(ROOT / folder)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "nosec" in line and not re.search(r"# nosec( B\d{3})+ - \w+", line)
    ]
    assert found == []


def files(place):
    return [place] if place.is_file() else place.rglob("*.py")
