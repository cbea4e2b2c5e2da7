"""A refused rule pack ends each command with one line: file, line and reason, and nothing begun."""

import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from packs import change, copy_of

from servicekit.commandline import lingbu
from servicekit.installation import settings_of
from servicekit.rulebook import refuse_examples, remember, rulebook

CLOSED = date(2021, 7, 5)
Secrets = SimpleNamespace(audit_key="", sealing_keys="")
COMMANDS = {
    "up": ("up", "--port", "0"),
    "run a service": ("run", "intake"),
    "run the gateway": ("run", "gateway"),
    "migrate": ("migrate",),
    "purge": ("purge", "--dry-run"),
    "simulate": ("simulate", "--persons", "1", "--months", "1"),
}


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """A pack with a number in quotes, named to every command; the line it stands on."""
    pack = copy_of("beijing", tmp_path / "mine")
    change(pack, "flow.toml", "value = 24", 'value = "24"')
    lines = (pack / "flow.toml").read_text(encoding="utf-8").splitlines()
    monkeypatch.setenv("LINGBU_POLICY", str(pack))
    return pack, lines.index('value = "24"') + 1


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_file_line_and_reason_and_begins_nothing(refused, tmp_path, command):
    pack, line = refused
    var = tmp_path / "var"
    words = COMMANDS[command]
    said = CliRunner().invoke(lingbu, [*words, *(["--var", str(var)] if words[0] != "run" else [])])
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        f"设置 LINGBU_POLICY 不能用：规则包 {pack} 未通过检查："
        f"flow.toml:{line}: cutoff_day row 1: value: a whole number is expected, not '24'。"
    ]
    assert not (var / "secrets.json").exists()


def test_the_real_command_ends_without_a_traceback(refused, tmp_path):
    words = [sys.executable, "-m", "servicekit.cli", "up", "--port", "0", "--var", str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "flow.toml:" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_pack_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("LINGBU_POLICY", str(tmp_path / "nowhere"))
    said = CliRunner().invoke(lingbu, ["migrate", "--var", str(tmp_path / "var")])
    assert said.exit_code == 1
    assert "known are beijing, guangdong, or a directory" in said.output


def test_a_purge_goes_by_the_pack_the_house_was_started_with(monkeypatch, tmp_path):
    pack = copy_of("guangdong", tmp_path / "mine")
    (tmp_path / "secrets.json").write_text("{}")
    monkeypatch.delenv("LINGBU_POLICY", raising=False)
    monkeypatch.setattr("servicekit.installation.demo_secrets", lambda var: Secrets)
    assert settings_of(tmp_path)["POLICY"] == "beijing"
    monkeypatch.chdir(tmp_path)
    remember({"POLICY": "./mine"}, tmp_path)  # from wherever it was started
    monkeypatch.chdir("/")
    assert settings_of(tmp_path)["POLICY"] == str(pack)
    assert rulebook(settings_of(tmp_path)).on(CLOSED).local_name == "本省"
    monkeypatch.setenv("LINGBU_POLICY", "beijing")
    assert settings_of(tmp_path)["POLICY"] == "beijing"


def test_a_purge_of_real_databases_asks_for_the_pack(monkeypatch, tmp_path):
    monkeypatch.delenv("LINGBU_POLICY", raising=False)
    monkeypatch.setenv("LINGBU_INTAKE_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/x")
    said = CliRunner().invoke(lingbu, ["purge", "--dry-run", "--var", str(tmp_path)])
    assert said.exit_code == 1
    assert "缺少设置 LINGBU_POLICY" in said.output


def test_a_simulation_lives_by_a_variant_of_beijings_pack_only(monkeypatch):
    monkeypatch.setenv("LINGBU_POLICY", "guangdong")
    said = CliRunner().invoke(lingbu, ["simulate", "--persons", "1", "--months", "1"])
    assert said.exit_code == 1
    assert "没有缴费银行 PSBC、BOB" in said.output


def test_invented_numbers_move_no_public_money(monkeypatch):
    for name, value in (("POLICY", "guangdong"), ("DEMO", "0")):
        monkeypatch.setenv(f"LINGBU_{name}", value)
    for words in (["run", "payments"], ["run", "gateway"]):
        said = CliRunner().invoke(lingbu, words)
        assert said.exit_code == 1
        assert "medical_base、" in said.output
        assert "虚构示例，不是公布的标准，只供演示" in said.output
    refuse_examples(rulebook({"POLICY": "guangdong"}), {"DEMO": "1"})
    refuse_examples(rulebook({"POLICY": "beijing"}), {})
