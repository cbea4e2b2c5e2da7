"""What operators ask on the command line is answered beside a running house of one process."""

import subprocess

import pytest
from houses import LINGBU


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calendar", "list"), "共 0 份。"),
        (("parked",), "共 0 封。"),
        (("officers", "list"), "donghuamen-clerk"),
        (("waiting",), "police"),
        (("sms",), ""),
        (("clock",), "20"),
    ],
)
def test_a_command_that_only_reads(bench, words, said):
    run = [*LINGBU, *words, "--var", str(bench.house.var)]
    told = subprocess.run(run, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stdout + told.stderr
    assert said in told.stdout
