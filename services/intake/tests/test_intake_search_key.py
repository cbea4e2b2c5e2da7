"""After the search key was changed a person is still known: found, and not let in twice."""

from dataclasses import replace

import pytest

from contracts.intake import ListApplications
from intake.store import store
from kernel.errors import Conflict
from servicekit.resealing import rehash
from servicekit.sealing import Sealer
from servicekit.testing.house import RING


@pytest.mark.parametrize("kind", ["sha256", "sm3"])
def test_a_person_is_known_under_the_new_search_key(counter, kind):
    case = counter.submit()
    paper = counter.paper()
    room = counter.house["intake"]
    fresh = Sealer(replace(RING, search=bytes(range(32)), search_kind=kind))
    assert rehash(room.engine, store, fresh) == 1

    room.desk.world = replace(room.desk.world, sealer=fresh)
    found = counter.ask(ListApplications(id_number=paper.id_number))
    assert [item.application_id for item in found.items] == [case]
    with pytest.raises(Conflict) as refusal:
        counter.submit(paper)
    assert refusal.value.code == "open-application-exists"
