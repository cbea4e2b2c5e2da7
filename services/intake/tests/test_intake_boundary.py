"""The last second of the old flow and the first of the new (附件1 四.1), at the counter."""

from datetime import datetime

import pytest

from contracts.intake import PHOTO_KINDS, ApplicationAccepted
from kernel.clock import SHANGHAI


@pytest.mark.parametrize(
    ("moment", "version"),
    [((2019, 3, 31, 23, 59, 59), "legacy"), ((2019, 4, 1, 0, 0, 0), "2019")],
)
def test_the_flow_is_fixed_by_the_second_of_acceptance(counter, moment, version):
    case = counter.submit()
    for kind in PHOTO_KINDS:
        counter.attach(case, kind)
    counter.clock.set(datetime(*moment, tzinfo=SHANGHAI))
    counter.accept(case)
    [accepted] = counter.said(ApplicationAccepted)
    assert accepted.process_version == version
    assert accepted.accepted_at == counter.clock.now()
