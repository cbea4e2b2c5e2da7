"""docs/runbooks/settings.md names every setting that the code reads, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("libs", "services", "gateway", "portal", "simulators")
READ = re.compile(
    r"(?:values|settings|from_environment\(\))(?:\.get\(|\[)\s*f?\"([A-Z_{}a-z.()]+)\""
    r"|need\(\s*\w+,\s*f?\"([A-Z_{}a-z.()]+)\""
    r"|environ\.get\(\"LINGBU_([A-Z_]+)\""
)
ENVIRONMENT = re.compile(r"LINGBU_([A-Z_]+)")
TESTS = {"TEST_AMQP", "TEST_POSTGRES", "TEST_SUBMISSIONS", "TEST_NGINX", "STEPS", "RACES", "SEED"}
PAGE = (ROOT / "docs" / "runbooks" / "settings.md").read_text(encoding="utf-8")


def names():
    """As they stand in the code; one that is put together has a `{`."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("src/**/*.py"):
            for match in READ.finditer(path.read_text(encoding="utf-8")):
                yield match[1] or match[2] or match[3]


def read_by_code():
    """Without what one process of ours tells its own child."""
    said = {name for name in names() if "{" not in name and name.upper() == name}
    return said - {"PARENT"}


def families():
    """What begins or ends the names that are put together: `RATE_…`, `…_DATABASE_URL`."""
    whole = [re.fullmatch(r"([A-Z_]*)\{.*\}([A-Z_]*)", name) for name in names()]
    return {found.groups() for found in whole if found}


def test_the_search_finds_settings():
    assert {"DATABASE_URL", "INTERNAL_TOKEN", "SMS_PROVIDER", "TLS_CERT"} <= read_by_code()


@pytest.mark.parametrize("name", sorted(read_by_code()))
def test_a_setting_that_is_read_is_on_the_page(name):
    assert re.search(rf"LINGBU_{name}(_FILE)?\b", PAGE)


def test_the_page_names_nothing_that_nobody_reads():
    named = {name.removesuffix("_FILE") for name in ENVIRONMENT.findall(PAGE)} - {"X", ""}
    passwords = {"DATABASE_PASSWORD", "AMQP_PASSWORD"}  # put into their addresses
    rest = named - read_by_code() - TESTS - passwords - {"CLOCK"}
    known = [*families(), ("", "_DATABASE_PASSWORD")]
    assert {
        n for n in rest if not any(n.startswith(a) and n.endswith(b) for a, b in known)
    } == set()


def test_the_search_finds_names_that_are_put_together():
    assert {("", "_ADDRESS"), ("", "_DATABASE_URL")} <= families()
    assert ("", "") not in families()
