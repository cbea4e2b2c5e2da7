"""docs/runbooks/settings.md names every setting that the code reads, and no other."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("libs", "services", "gateway", "simulators")
READ = re.compile(
    r"(?:values|settings|from_environment\(\))(?:\.get\(|\[)\s*f?\"([A-Z_{}a-z.()]+)\""
    r"|need\(\s*\w+,\s*f?\"([A-Z_{}a-z.()]+)\""
)
ENVIRONMENT = re.compile(r"LINGBU_([A-Z_]+)")
NAMED_BY_VARIABLE = {"AMQP_CA", "AMQP_CERT", "AMQP_KEY"}  # see servicekit.tls
TESTS = {"TEST_AMQP", "TEST_POSTGRES", "TEST_SUBMISSIONS", "TEST_NGINX", "STEPS", "RACES", "SEED"}
PAGE = (ROOT / "docs" / "runbooks" / "settings.md").read_text(encoding="utf-8")


def read_by_code():
    found = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("src/**/*.py"):
            for match in READ.finditer(path.read_text(encoding="utf-8")):
                name = match[1] or match[2]
                if "{" not in name and name.upper() == name:
                    found.add(name)
    return found


def test_the_search_finds_settings():
    assert {"DATABASE_URL", "INTERNAL_TOKEN", "SMS_PROVIDER", "TLS_CERT"} <= read_by_code()


@pytest.mark.parametrize("name", sorted(read_by_code()))
def test_a_setting_that_is_read_is_on_the_page(name):
    assert re.search(rf"LINGBU_{name}(_FILE)?\b", PAGE)


def test_the_page_names_nothing_that_nobody_reads():
    named = {name.removesuffix("_FILE") for name in ENVIRONMENT.findall(PAGE)} - {"X", ""}
    known = read_by_code() | TESTS | {"CLOCK", "DATABASE_PASSWORD", "AMQP_PASSWORD"}
    of_one = re.compile(r"([A-Z]+)_(ADDRESS|DATABASE_URL|DATABASE_PASSWORD|AMQP_PASSWORD)")
    assert {name for name in named - known if not of_one.fullmatch(name)} == set()
