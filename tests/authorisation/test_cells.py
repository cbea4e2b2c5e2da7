"""Every operation on a case × everybody × every stage, judged by an oracle of the documents.

What one may not see must be answered word for word as what does not exist.
"""

import attempts
import oracle
import people
import pytest
from trying import CELLS, said, words

LEAST = 20_000


def test_every_stage_is_there(world):
    assert set(world.cases) == oracle.STAGES


@pytest.mark.parametrize("operation", oracle.DUTIES)
def test_every_cell(operation, world, tried):
    command, wrong = world.commands()[operation], []
    for caller in (*people.everybody(), people.SOMEBODY_ELSE):
        wrong += row(operation, command, world.cases, caller, world, tried)
    for stage, case in world.cases.items():
        wrong += row(operation, command, (stage,), people.applicant(case), world, tried)
    assert wrong == []


def row(operation, command, stages, caller, world, tried):
    """One person before these cases and before one that does not exist; what was not as due."""
    nowhere, wrong = tried(command(attempts.NOWHERE, attempts.NOWHERE), caller), []
    for stage in (None, *stages):
        case = world.at(stage)
        seen = oracle.sees(caller, str(case), people.HOME, people.DISTRICT_CODE)
        due = oracle.judge(operation, caller, stage, seen)
        refusal = tried(command(case, world.objection(stage)), caller, operation)
        if said(refusal) != due:
            wrong.append((caller.subject, stage, f"due {due}, was {said(refusal)}", words(refusal)))
        elif (
            due == oracle.ABSENT and words(refusal) != words(nowhere) and not named(operation, seen)
        ):
            wrong.append((caller.subject, stage, "other words than for what does not exist"))
    return wrong


def named(operation, seen):
    """Whoever sees the case is told that it is the objection or report which is not there."""
    own = ("resolve_objection", "dismiss_suspicion", "resend_sweep_check", "close_finding")
    return operation in own and seen


def test_there_were_enough_cells():
    """Runs after the cells."""
    print(f"{sum(CELLS.values())} cells of {len(CELLS)} operations")
    assert sum(CELLS.values()) >= LEAST
