"""The sealing key is changed while applications are taken: nobody at a counter notices.

The steps of docs/runbooks/settings.md: everybody can read the new key, everybody writes with it,
old values are sealed anew, the old key is taken out.
"""

import base64
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Event

import pytest
from cryptography.exceptions import InvalidTag
from town import clerk, photo

from contracts import wire
from contracts.intake import (
    PHOTO_KINDS,
    AcceptApplication,
    AttachPhoto,
    GetApplication,
    GetCommitmentText,
    GetPhoto,
    SubmitApplication,
)
from servicekit.resealing import reseal, sealed_columns, waiting
from servicekit.sealing import KeyRing, Sealer, use_sealer
from servicekit.testing.house import SEALER
from simulators.story.answers import until
from simulators.story.people import forms

COUNTERS = 2


def secret():
    return base64.b64encode(os.urandom(32)).decode()


OLD, NEW, SEARCH = secret(), secret(), secret()


@pytest.fixture
def rotating(town):
    """A town whose services can be given other keys, as a restart of each gives them."""
    opened = town(datetime(2021, 7, 5, 10))

    def give(*keys):
        named = {"old": OLD, "new": NEW}
        ring = ",".join(f"{key}:{named[key]}" for key in keys)
        sealer = Sealer(KeyRing.from_text(f"{ring};search:{SEARCH}"))
        use_sealer(sealer)
        for room in opened.house.rooms.values():
            room.desk.world = replace(room.desk.world, sealer=sealer)
        return sealer

    yield opened, give
    use_sealer(SEALER)


class Counters:
    """Clerks who go on taking applications until they are told to stop."""

    def __init__(self, town, pool):
        self.town, self.taken, self.stop = town, [], Event()
        self.picture = photo()
        self.work = [pool.submit(self._serve, first) for first in range(1, COUNTERS + 1)]

    def _serve(self, number):
        while not self.stop.is_set():
            self.taken.append(self._take(number))
            number += COUNTERS

    def _take(self, number):
        town, me = self.town, clerk(self.town.street)
        person = town.person(number)
        text = town.house.ask(GetCommitmentText(agency=town.agency), me)
        papers = forms(person, town.clock.today(), wire.dump(text))
        place = {"street_code": town.street, "residence_basis": "household"}
        form = wire.load(SubmitApplication, place | papers)
        case = town.house.ask(form, me, key=f"take {number}").application_id
        for kind in PHOTO_KINDS:
            picture = AttachPhoto(application_id=case, kind=kind, content=self.picture)
            town.house.ask(picture, me, key=f"{kind} {number}")
        town.house.ask(AcceptApplication(application_id=case), me, key=f"accept {number}")
        return case, person

    def more(self, many=2):
        """Waits for so many applications begun after now."""
        goal = len(self.taken) + many + COUNTERS
        until(lambda: len(self.taken) >= goal or any(w.done() for w in self.work), 120, "受理")


def test_the_key_is_changed_while_applications_are_taken(rotating):
    town, give = rotating
    give("old")
    rooms = town.house.rooms.values()
    with ThreadPoolExecutor(COUNTERS) as pool:
        counters = Counters(town, pool)
        try:
            counters.more()
            give("old", "new")
            counters.more()
            sealer = give("new", "old")
            before, changed = len(counters.taken), 0
            for room in rooms:
                for work in sealed_columns(room.desk.store.metadata):
                    changed += reseal(room.engine, work, sealer)
            counters.more()
        finally:
            counters.stop.set()
        for work in counters.work:
            work.result()  # raises what anybody at a counter would have seen
    assert before >= 6 and len(counters.taken) > before and changed > before
    town.house.settle()
    for room in rooms:
        for work in sealed_columns(room.desk.store.metadata):
            assert waiting(room.engine, work, sealer) == 0, work.name

    give("new")
    town.house.settle()
    for case, person in counters.taken:
        reason = {"clear": True, "reason": "核对换钥"}
        view = town.house.ask(GetApplication(application_id=case, **reason), clerk(town.street))
        assert (view.form["name"], view.form["id_number"]) == (person.name, person.id_number)
    case, _ = counters.taken[0]
    seen = GetPhoto(application_id=case, kind=PHOTO_KINDS[0])
    assert town.house.ask(seen, clerk(town.street)).content
    give("old")
    with pytest.raises((InvalidTag, KeyError, ValueError)):
        town.house.ask(GetApplication(application_id=case, **reason), clerk(town.street))
