"""Whatever a list may be asked with, an officer of one district sees nothing of another.

The questions are generated from the OpenAPI document: for each list and each parameter it names,
officers next door ask with the home district's codes, numbers, identifiers, months and pages.
"""

from collections.abc import Iterator
from typing import Any

import people
import pytest
from foreign_gateway import Counter, Document, Listing, Parameter, counter

from contracts.intake import ListApplications
from contracts.notify import ListMessages

HOME = ("dongcheng-clerk", "dongcheng-post1")
FOREIGN = ("chaoyang-clerk", "chaoyang-post1")
FOR_EVERYBODY = {  # of the whole city, on its own page or in print (M§7.4, M§12, A附件3)
    "list_publicity",
    "get_codes",
    "get_commitment_text",
    "list_announced_bases",
    "list_holiday_notices",
}
# without these the questions would prove nothing: the home district sees its own by them
SEEN_AT_HOME = {
    "list_applications",
    "list_cases",
    "list_entitlements",
    "list_messages",
    "list_deduction_files",
    "list_samples",
    "list_inspections",
    "get_counts",
    "get_subsidy_sums",
}
ELSEWHERE = {"list_partners", "list_waiting"}  # of the service partners, not in these tests' city
LISTINGS = [one for one in Document().listings() if one.operation not in FOR_EVERYBODY | ELSEWHERE]
MONTHS, STATES = ("2019-04", "2019-05"), ("active", "approved", "accepted", "delivered", "queued")


@pytest.fixture(scope="module")
def gate(world) -> Iterator[Counter]:
    with counter(world.house) as found:
        yield found


@pytest.fixture(scope="module")
def theirs(world, gate) -> dict[str, set[str]]:
    """What is the home district's alone, by kind."""
    house = world.house
    cases = {str(case) for case in world.cases.values()}
    known = house.ask(ListApplications(limit=100)).items
    messages = house.ask(ListMessages(limit=100)).items
    things = {str(one) for one in (world.sample, world.file, world.objected)}
    told = [str(m.message_id) for m in messages if str(m.application_id) in cases]
    return {
        "asked": {str(world.cases["active"]), str(world.cases["published"]), *things, *told[:1]},
        "uuid": cases | things | set(told),
        "number": {line.number for line in known if str(line.application_id) in cases} - {""},
        "place": {people.HOME, people.NEXT_DOOR, people.DISTRICT_CODE},
    }


def values(
    one: Parameter, listing: Listing, gate: Counter, theirs: dict[str, set[str]]
) -> set[Any]:
    """Everything of the home district that fits a parameter."""
    schema = one.schema
    if one.name == "of":
        return set(schema["enum"]) & gate.services
    if "enum" in schema:
        return {value for value in schema["enum"] if value}
    if schema.get("type") == "boolean":
        return {"true", "false"}
    if schema.get("type") == "integer":
        return {1, 100}
    if schema.get("format") == "uuid":
        return theirs["asked"]
    if "month" in one.name:
        return set(MONTHS)
    if one.name == "cursor":
        return set(pages(listing, gate))
    return {*STATES, *sorted(theirs["number"])[:2], *theirs["place"]}


def pages(listing: Listing, gate: Counter) -> Iterator[str]:
    """Cursors as the home district's own officers and the city are given them."""
    for account in (HOME[0], "city"):
        for limit in (1, 2):
            answer = gate.ask(account, listing.address(limit=limit)).json
            if answer and (found := answer.get("next_cursor")):
                yield found


def questions(listing: Listing, gate: Counter, theirs: dict[str, set[str]]) -> set[str]:
    """The plain question, and one for each value of each parameter."""
    limit = {"limit": 100} if any(p.name == "limit" for p in listing.parameters) else {}
    bound = [p for p in listing.parameters if p.place == "path"]
    bases: list[dict[str, Any]] = [limit]
    for one in bound:
        fits = values(one, listing, gate, theirs)
        bases = [base | {one.name: value} for base in bases for value in fits]
    asked = {listing.address(**base) for base in bases}
    for one in (p for p in listing.parameters if p.place == "query"):
        for value in values(one, listing, gate, theirs):
            asked |= {listing.address(**(base | {one.name: value})) for base in bases}
    return asked


def strings(part: Any) -> Iterator[str]:
    """Every text of an answer, wherever it stands, keys of mappings too."""
    if isinstance(part, dict):
        for name, value in part.items():
            yield from (str(name), *strings(value))
    elif isinstance(part, list):
        for value in part:
            yield from strings(value)
    elif isinstance(part, str):
        yield part


def lines(answer: Any) -> list[Any]:
    """The lists of an answer: what is echoed beside them is the question's own."""
    return [value for value in answer.json.values() if isinstance(value, list)]


def shown(answer: Any, theirs: dict[str, set[str]]) -> set[str]:
    """What of the home district stands in the lists of an answer."""
    if answer.status_code != 200 or not answer.is_json:
        return set()
    secret = set().union(*theirs.values())
    return secret & set(strings(lines(answer)))


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.operation)
def test_no_list_shows_a_foreign_district_whatever_it_is_asked_with(listing, gate, theirs):
    asked = sorted(questions(listing, gate, theirs))
    answers = [(address, who, gate.ask(who, address)) for address in asked for who in FOREIGN]
    for address, who, answer in answers:
        assert answer.status_code < 500, (who, address, answer.text)
        assert shown(answer, theirs) == set(), (who, address)
    if listing.operation in SEEN_AT_HOME:
        assert any(answer.status_code == 200 for _, _, answer in answers)
        assert any(shown(gate.ask(HOME[0], address), theirs) for address in asked)
