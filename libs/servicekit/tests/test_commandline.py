"""`lingbu` has every command there is, and a process loads what it is going to use."""

import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points

import pytest
from click.testing import CliRunner

from servicekit.commandline import OWN, lingbu

HEAVY = {"alembic", "eventlet", "flask", "nameko"}
SERVICES = entry_points(group="lingbu.services").names


@pytest.mark.parametrize("module", sorted(set(OWN.values())))
def test_the_kits_commands_are_named_where_they_are_found(module):
    held = {command.name for command in import_module(f"servicekit.{module}").commands}
    assert held == {name for name, where in OWN.items() if where == module}


def test_the_help_names_every_command_and_each_can_be_asked():
    added = entry_points(group="lingbu.commands").names
    listed = lingbu.list_commands(None)
    assert {"run", "up", "clock", *OWN, *added} == set(listed)
    shown = CliRunner().invoke(lingbu, ["--help"])
    assert shown.exit_code == 0
    for name in listed:
        assert f"  {name} " in shown.output
        assert lingbu.get_command(None, name).name == name


def test_an_unknown_command_and_the_relay_of_an_unknown_service_are_refused():
    assert CliRunner().invoke(lingbu, ["fly"]).exit_code == 2
    refused = CliRunner().invoke(lingbu, ["run", "relay", "nobody"])
    assert refused.exit_code == 1 and "intake" in str(refused.exception)


def test_a_relay_loads_neither_services_nor_what_migrates_them():
    script = (
        "import sys, servicekit.commandline, servicekit.relay_process;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert set(said.stdout.split()) & {*HEAVY, *SERVICES, "gateway"} == set()
