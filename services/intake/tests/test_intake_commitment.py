"""承诺书文本: districts add, never take away; a signature keeps its version."""

from datetime import date, timedelta

import pytest

from contracts.intake import (
    AddCommitmentClauses,
    GetCommitmentText,
)
from kernel import identity
from kernel.errors import Forbidden, Invalid, NotFound


def test_a_district_adds_to_the_commitment_and_never_takes_away(counter):
    before = counter.ask(GetCommitmentText(agency="110101"))
    counter.clock.turn(days=10)
    added = counter.ask(AddCommitmentClauses(clauses=("每月五日前存款。",)), counter.district)
    more = counter.ask(AddCommitmentClauses(clauses=("配合回访。",)), counter.district)

    assert (before.version, added.version) == ("2019-03-29", "2019-03-29+110101.1")
    assert more.additions == ("每月五日前存款。", "配合回访。")
    assert more.items == before.items and more.digest == before.digest
    assert counter.ask(GetCommitmentText(agency="110102")).additions == ()
    with pytest.raises(Invalid):
        counter.ask(AddCommitmentClauses(clauses=(before.items[0],)), counter.district)
    with pytest.raises(Forbidden):
        counter.ask(AddCommitmentClauses(clauses=("x",)))
    with pytest.raises(NotFound):
        counter.ask(GetCommitmentText(agency="999999"))


def test_a_text_signed_while_it_was_in_force_stays_good(counter):
    old = counter.city_text.version
    counter.clock.turn(days=10)  # 2019-04-11
    counter.ask(AddCommitmentClauses(clauses=("每月五日前存款。",)), counter.district)
    counter.clock.turn(days=1)
    changed = date(2019, 4, 11)

    for version, day, fine in [
        (old, changed, True),
        (f"{old}+110101.1", changed, True),
        (old, changed + timedelta(days=1), False),
        (f"{old}+110101.1", changed - timedelta(days=1), False),
    ]:
        person = identity.compose(
            "110101", date(1970, 3, 7), 2 * day.day + 101 + 2 * (version != old)
        )
        signed = counter.promise(text_version=version, promised_on=day)
        try:
            counter.submit(counter.paper(id_number=person), signed)
            assert fine
        except Invalid as refusal:
            assert not fine and list(refusal.fields) == ["commitment.text_version"]
