"""Not eligible is a decision (不予批准): reason, clause and message T2, through all services."""

from datetime import datetime

import pytest
from town import clerk

from contracts.intake import GetApplication
from contracts.notify import ListMessages
from contracts.review import GetCase, PassInitialReview, RejectCase
from kernel.errors import Conflict


@pytest.mark.parametrize(
    ("other", "reason", "phrase", "said"),
    [
        ({"worked_days": 20}, "R-30D", "灵活就业未满30日", "灵活就业须满30日，至申请之日20日"),
        ({"category": "PRURAL"}, "R-CAT", "不属于就业困难人员", "自2020-10-01起方可申请"),
    ],
)
def test_the_street_takes_it_down_and_refuses_it_with_the_reason(town, other, reason, phrase, said):
    place = town(datetime(2019, 4, 1, 10))
    case = place.apply(place.person(**other))
    street = clerk(place.street)

    steps = place.ask(GetApplication(application_id=case), street).history
    [taken] = [step for step in steps if step.what == "submitted"]
    assert said in taken.basis[0].sentence and taken.basis[0].clause

    passing = PassInitialReview(application_id=case, second_reader="孙复核", dossier_version=1)
    with pytest.raises(Conflict) as refused:
        place.ask(passing, street)
    assert refused.value.code == "not-eligible"
    assert said in refused.value.fields[reason] and "（" in refused.value.fields[reason]

    place.ask(RejectCase(application_id=case, reason_code=reason), street)
    assert place.house.ask(GetCase(application_id=case), street).state == "rejected"
    told = place.house.ask(ListMessages(application_id=case), street).items
    [refusal] = [message for message in told if message.template == "T2"]
    assert f"因{phrase}原因，不同意享受" in refusal.text
