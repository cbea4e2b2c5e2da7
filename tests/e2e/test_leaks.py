"""After a full run, whatever was written is searched: nothing personal stands anywhere in clear.

Identity numbers (18 and 15 digits), telephones, accounts, addresses and names: in every table of
every database, the letters among them, in every log and file, the database server's own files
and write-ahead log included.
"""

import subprocess
from urllib.parse import quote

import pytest
from houses import LINGBU
from leaks import Secrets, database_texts, files

from policy.calendar import published_calendar
from servicekit.assembly import installed_services
from simulators.story.agenda import Agenda
from simulators.story.answers import Refused
from simulators.story.caseload import Beginning
from simulators.story.cast import CAST
from simulators.story.scene import heroine

BOOKS = (*installed_services(), "gateway")


def told(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{place}: {sorted(what)[:5]}" for place, what in found.items() if what)


def look_in_clear(lingbu, person, application_id: str) -> None:
    """What must leave a trace without leaving what was seen; and requests that are refused."""
    clerk = lingbu.officer("donghuamen-clerk")
    reason = {"X-Reason": quote(f"核对{person.name} {person.id_number}")}
    clerk._ask("GET", f"/applications/{application_id}?clear=true", **reason)
    for path in (
        f"/applications/{person.id_number}",
        f"/applications?id_number={person.id_number}",
    ):
        try:
            clerk.get(path)
        except Refused:
            continue
    for form in ({"form": {"id_number": person.id_number}}, {person.id_number: person.account}):
        with pytest.raises(Refused):
            clerk.post("/applications", form)


@pytest.mark.slow
def test_the_embedded_house_wrote_nothing_personal(embedded):
    house = embedded()
    words = [*LINGBU, "caseload", "--address", house.address, "--var", str(house.var)]
    with house.log.open("ab") as log:
        subprocess.run(words, check=True, timeout=400, stdout=log, stderr=log)
    agenda = Agenda(Beginning.of(house.lingbu, house.var).present, published_calendar())
    people = [role.person(number, agenda) for number, role in enumerate(CAST, 1)]
    [first, *_] = house.lingbu.officer("city").get("/applications", limit=100)["items"]
    look_in_clear(house.lingbu, people[0], first["application_id"])

    secrets, books = Secrets(people), {name: house.database(name) for name in BOOKS}
    found = {place: secrets.found(text) for place, text in database_texts(books)}
    assert len(found) > 60
    house.stop()
    # In binary files three bytes of a name may stand by chance: only numbers and addresses there.
    for place, content in files(house.var):
        found[place] = secrets.found(content, names=not place.startswith("pg/"))
    assert told(found) == ""


@pytest.mark.parametrize("kind", ["identity card", "15 digits", "account", "phone", "address"])
def test_the_search_finds_what_it_looks_for(kind):
    person = heroine()
    planted = {
        "identity card": person.id_number,
        "15 digits": person.id_number[:6] + person.id_number[8:17],
        "account": f'{{"account": "{person.account}"}}',
        "phone": f"call {person.contact}!",
        "address": "\\u793a\\u4f8b\\u80e1\\u540c3号",
    }
    assert Secrets([person]).found(f"…{planted[kind]}…".encode())
    assert not Secrets([person]).found(b"13900000000 110101190001010000 6210980000000000000")
