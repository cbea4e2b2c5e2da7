"""The house of notify alone, on a morning in April."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.clock import FixedClock
from notify.service import NotifyService
from servicekit.testing.house import House

sys.path.insert(0, str(Path(__file__).parent))  # modules beside these tests, by name

from notify_cases import MORNING  # noqa: E402
from operators import Operator  # noqa: E402

from notify.clients import sms  # noqa: E402


@pytest.fixture
def house() -> Iterator[House]:
    made = House(FixedClock(MORNING), NotifyService)
    yield made
    made.close()


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Operator:
    """The one provider of `outside`."""
    operator = Operator()
    monkeypatch.setitem(sms.PROVIDERS, "operator", operator)
    return operator


@pytest.fixture
def outside(operator: Operator) -> Iterator[House]:
    """Notify with a provider that tests can put in trouble."""
    made = House(FixedClock(MORNING), NotifyService, settings={"SMS_PROVIDER": "operator"})
    yield made
    made.close()
