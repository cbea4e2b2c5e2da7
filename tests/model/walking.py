"""Runs a machine for as many steps as were asked for, and proves that it did."""

import os
import time
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

LENGTH = 150  # steps of one walk
FRESH = 10  # walks of one run: later ones Hypothesis makes by changing earlier ones a little


def wanted(steps: int) -> int:
    """The steps of one machine: `make soak` asks for ten times as many and more."""
    return int(os.environ.get("LINGBU_STEPS", steps))


def walk(machine: Any, steps: int, *, shrink: bool = True, length: int = LENGTH) -> None:
    """Walks until the machine has counted `steps`; prints the seed that repeats the walks."""
    number = int(os.environ.get("LINGBU_SEED", "20190401"))
    began, machine.steps = time.monotonic(), 0
    print(f"{machine.__name__}: seed {number} (LINGBU_SEED), {steps} steps")
    while machine.steps < steps:
        run_state_machine_as_test(seed(number)(machine), settings=_settings(shrink, length))
        number += 1
    assert machine.steps >= steps
    spent = time.monotonic() - began
    print(f"{machine.__name__}: {machine.steps} steps, {machine.steps / spent:.0f} each second")


def _settings(shrink: bool, length: int) -> settings:
    return settings(
        max_examples=FRESH,
        stateful_step_count=length,
        deadline=None,
        database=None,
        print_blob=False,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
