"""The gateway against its own OpenAPI document, by everybody: schemathesis asks and judges.

No 5xx, no status, content type or shape that is not written down, no invalid body taken, nobody
let in without a session. Each operation is gone through at every bound of every field by one who
may do it; others ask each a little and follow the links from the answers: nobody, the city and
an applicant here, everybody in `make soak`.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from openapi_town import APPLICANT, EVERYBODY, NOBODY, Town, owned, settle  # noqa: E402

from simulators.story.client import Lingbu  # noqa: E402
from simulators.story.house import HouseProcess  # noqa: E402

HERE = Path(__file__).parent
ST = str(Path(sys.executable).with_name("st"))
THOROUGH = "LINGBU_EXAMPLES" in os.environ  # as in `make soak`
SEED = os.environ.get("SEED") or str(secrets.randbelow(10**9))
OWNED = owned()
pytestmark = pytest.mark.timeout(3600)  # asked for longer in `make soak`


def examples(few: int) -> tuple[str, ...]:
    """How many requests are invented for each operation: `make soak` asks for more."""
    return ("--max-examples", os.environ.get("LINGBU_EXAMPLES", str(few)))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One house for everybody."""
    with HouseProcess(tmp_path_factory.mktemp("openapi") / "var") as house:
        yield settle(Lingbu(house.address))


def ask(town: Town, who: str, *words: str) -> None:
    """`st run` in somebody's name; fails with what schemathesis found."""
    command = [ST, "--config-file", str(HERE / "schemathesis.toml"), "--no-color", "run"]
    command += [f"{town.address}/api/openapi.json", "--seed", SEED, *words]
    hooks = {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE)}
    env = os.environ | hooks | town.environment(who)
    done = subprocess.run(command, env=env, cwd=HERE, capture_output=True, text=True)
    assert done.returncode == 0, f"SEED={SEED}, {who}\n{done.stdout}\n{done.stderr}"


def named(operations: Sequence[str]) -> Iterator[str]:
    for operation in operations:
        yield from ("--include-operation-id", operation)


@pytest.mark.parametrize("who", [who for who in EVERYBODY if OWNED[who]])
def test_what_one_may_do(town, who):
    ask(town, who, "--phases", "coverage,fuzzing", *examples(2), *named(OWNED[who]))


@pytest.mark.parametrize("who", EVERYBODY if THOROUGH else (NOBODY, "city", APPLICANT))
def test_everything_there_is(town, who):
    ask(town, who, "--phases", "fuzzing,stateful", *examples(1))


def test_every_operation_is_gone_through():
    from gateway.routes import CONTENTS

    routes = {route.operation for _, _, routes in CONTENTS for route in routes}
    assert {one for operations in OWNED.values() for one in operations} == routes
