"""Operations that name no case: whose they are, at which place, and what their answers show."""

import attempts
import oracle
import people
import pytest
from duties import (
    ABOUT_NO_MESSAGE,
    COMPARED,
    DISTRICT_DESKS,
    DRAFT,
    DUTIES,
    HOME,
    OF_A_DISTRICT,
    OF_EACH,
    OTHER,
    SAVED,
    SHOWN,
    SUPERVISE,
    of_files,
    of_samples,
)
from trying import said
from world import SERVICES

from contracts import intake
from contracts.rights import RIGHTS

EVERYBODY = [*people.everybody(), people.SOMEBODY_ELSE]


@pytest.mark.parametrize("operation", DUTIES)
def test_whose_it_is(operation, tried):
    command, posts, _ = DUTIES[operation]
    for caller in EVERYBODY:
        due = oracle.DONE if posts & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(command, caller, operation)) == due, caller


@pytest.mark.parametrize("of", [service.name for service in SERVICES])
@pytest.mark.parametrize("operation", OF_EACH)
def test_whose_it_is_to_keep_a_service_running(operation, of, tried):
    kind, form, posts, there = OF_EACH[operation]
    for caller in EVERYBODY:
        due = there if posts & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(kind(of=of, **form), caller, operation)) == due, caller


@pytest.mark.parametrize("operation", ABOUT_NO_MESSAGE)
def test_whose_a_message_would_be(operation, tried):
    command, posts, _ = ABOUT_NO_MESSAGE[operation]
    for caller in EVERYBODY:
        due = oracle.ABSENT if posts & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(command, caller, operation)) == due, caller


def test_whoever_types_keeps_a_draft_of_their_own(tried):
    """D§1: a clerk's is there from its first saving on; an applicant's was opened before."""
    for caller in EVERYBODY:
        posts = oracle.posts_of(caller)
        due = oracle.DONE if oracle.CLERK in posts else oracle.NO_POST
        due = oracle.ABSENT if oracle.APPLICANT in posts else due
        assert said(tried(SAVED, caller, "save_draft")) == due, caller


@pytest.mark.parametrize("operation", OF_A_DISTRICT)
@pytest.mark.parametrize("agency", [HOME, OTHER, "999999"])
def test_what_is_a_districts_own(operation, agency, tried):
    command, posts, _ = OF_A_DISTRICT[operation]
    there = agency == HOME or (agency == OTHER and operation != "addition_list")
    for caller in EVERYBODY:
        allowed = bool(posts & oracle.posts_of(caller))
        seen = caller.tier == "city" or caller.division == agency
        due = oracle.DONE if seen and there else oracle.ABSENT
        due = due if allowed else oracle.NO_POST
        assert said(tried(command(agency), caller, operation)) == due, caller


def test_a_district_hands_up_its_own_draft(tried):
    """A附件1 二: 区报送用款计划; the other district's is with the city already."""
    for caller in EVERYBODY:
        own = oracle.DONE if caller.division == HOME else oracle.NOT_NOW
        due = own if oracle.DISTRICT in oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(DRAFT, caller, "submit_fund_plan")) == due, caller


def test_whose_a_sample_is(world, tried):
    """A附件1 二: 区落实监管, 市抽查; one's own district, the city all of them."""
    for operation, (command, dues) in of_samples(world).items():
        for caller in EVERYBODY:
            own, city, elsewhere = dues
            due = {HOME: own, "110000": city}.get(caller.division, elsewhere)
            due = due if SUPERVISE & oracle.posts_of(caller) else oracle.NO_POST
            assert said(tried(command, caller, operation)) == due, (operation, caller)


def test_whose_a_reconciliation_is(world, tried):
    """A附件1 二: never made, so absent to those who may ask."""
    for caller in EVERYBODY:
        due = oracle.ABSENT if DISTRICT_DESKS & oracle.posts_of(caller) else oracle.NO_POST
        assert said(tried(COMPARED, caller, "get_reconciliation")) == due, caller


def test_whose_a_file_of_deductions_is(world, tried):
    """A附件3 二.1: the district whose people are collected from; the city looks on."""
    for operation, (command, posts, (own, elsewhere)) in of_files(world).items():
        for caller in EVERYBODY:
            near = caller.division in (HOME, "110000")
            due = own if near else elsewhere
            due = due if posts & oracle.posts_of(caller) else oracle.NO_POST
            assert said(tried(command, caller, operation)) == due, (operation, caller)


@pytest.mark.parametrize("street", [people.HOME, people.NEXT_DOOR, people.ABROAD])
def test_a_street_takes_its_own_applications_only(street, world, tried):
    """A附件1 三.1: at the street of household or residence."""
    form = attempts.submission(399, street, world.day)
    for caller in EVERYBODY:
        own = oracle.CLERK in oracle.posts_of(caller) and caller.division == street
        due = oracle.DONE if own else oracle.NO_POST
        assert said(tried(form, caller, "submit_application")) == due, caller


@pytest.mark.parametrize("operation", SHOWN)
def test_an_answer_shows_what_lies_in_the_place_and_all_of_it(operation, world, tried):
    command, name, *streets = SHOWN[operation]
    everything = shown(world.house.ask(command), name)
    assert everything
    for caller in EVERYBODY:
        if tried(command, caller, operation) is None:
            due = {one for one in everything if lies_with(caller, one, world, streets)}
            assert shown(tried.answer, name) == due, caller


def shown(answer, name):
    return {str(getattr(item, name)) for item in answer.items}


def lies_with(caller, one, world, streets):
    """Whether a case, a street or a district of an answer lies in the caller's place."""
    homes = {str(case): street for street, case in world.elsewhere.items()}
    if len(one) == len(HOME):
        return any(oracle.sees(caller, "", at, at[:6]) for at in streets if at[:6] == one)
    street = one if len(one) == len(people.HOME) else homes.get(one, people.HOME)
    return oracle.sees(caller, one, street, street[:6])


def test_every_operation_is_tried_somewhere(world):
    case = attempts.NOWHERE
    both = (*DUTIES.values(), *ABOUT_NO_MESSAGE.values())
    made = [DRAFT, SAVED, COMPARED, *(command for command, _, _ in both)]
    made += [command(HOME) for command, _, _ in OF_A_DISTRICT.values()]
    made += [command for command, _ in of_samples(world).values()]
    made += [command for command, _, _ in of_files(world).values()]
    made += [make(case, case) for make in world.commands().values()]
    made += [kind(of="intake", **form) for kind, form, _, _ in OF_EACH.values()]
    left = set(RIGHTS) - {type(command) for command in made} - {intake.SubmitApplication}
    apart = {"simulators", "partners"}  # which hold no case; the latter: test_partners_rights.py
    assert {command for command in left if command.service not in apart} == set()
