"""Alerts and the dashboard ask for numbers that are told, and every alert says what to do."""

import ast
import json
import re
from pathlib import Path

import pytest
import yaml

from servicekit.measured import REGISTRY

ROOT = Path(__file__).parents[2]
MONITORING, RUNBOOKS = ROOT / "deploy" / "monitoring", ROOT / "docs" / "runbooks"
RULES = yaml.safe_load((MONITORING / "alerts.yml").read_text())["groups"][0]["rules"]
NAME = re.compile(r"\blingbu_[a-z_]+")


def readings():
    """First argument of every `Reading(…)` in the kit and the services."""
    for path in (*ROOT.glob("libs/servicekit/src/**/*.py"), *ROOT.glob("services/*/src/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reading":
                name = node.args[0]  # the audit has readings of its own, without a name
                yield from (
                    f"lingbu_{name.value}" for _ in [name] if isinstance(name, ast.Constant)
                )


def told():
    measured = {family.name for family in REGISTRY.collect()}
    parts = {f"{name}_{part}" for name in measured for part in ("bucket", "count", "sum")}
    return {*readings(), *parts}


def asked():
    panels = json.loads((MONITORING / "dashboard.json").read_text())["panels"]
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in panels for target in panel["targets"])


def test_what_is_asked_for_is_told():
    names = {name for text in asked() for name in NAME.findall(text)}
    assert len(names) > 15
    assert names - told() == set()


def test_what_is_told_is_explained():
    page = (RUNBOOKS / "metrics.md").read_text(encoding="utf-8")
    measured = {family.name for family in REGISTRY.collect()}
    assert {name for name in {*readings(), *measured} if f"`{name}`" not in page} == set()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_says_what_to_do_and_is_shown_firing(rule):
    anchor = f"docs/runbooks/alerts.md#{rule['alert'].lower()}"
    assert rule["annotations"]["runbook"] == anchor
    sections = (RUNBOOKS / "alerts.md").read_text(encoding="utf-8").split("\n## ")
    [section] = [text for text in sections if text.startswith(f"{rule['alert']}\n")]
    assert len(section) > 40
    shown = yaml.safe_load((MONITORING / "alerts_test.yml").read_text())["tests"]
    mine = [t for one in shown for t in one["alert_rule_test"] if t["alertname"] == rule["alert"]]
    assert {bool(one["exp_alerts"]) for one in mine} == {True, False}


def test_no_section_outlives_its_alert():
    text = (RUNBOOKS / "alerts.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## (\w+)$", text, re.M)) == {rule["alert"] for rule in RULES}
