"""The services fit together: what one says another hears, what is asked somebody answers."""

import dataclasses
import re
import typing

import pytest
from house_facts import (
    EXPECTED,
    REBUILT,
    UNSAID,
    deadline_kinds,
    made_by,
    reads_calendar,
    services,
    sources_of,
)

from contracts import sampling
from contracts.calendar import CalendarChanged
from contracts.message import EACH, Event, sealed_fields
from servicekit.installation import mailboxes
from servicekit.topology import mailbox_queues
from simulators.service import SimulatorsService

SERVICES = services()
MESSAGES = sampling.messages().values()
EVENTS = {kind for kind in MESSAGES if issubclass(kind, Event)}
COMMANDS = {kind for kind in MESSAGES if not issubclass(kind, Event)}
PERSONAL = re.compile(r"(^|_)(name|id_number|phone|contact|account|address|people|person|subject)$")

each_service = pytest.mark.parametrize("name", sorted(EXPECTED))


def service(name):
    assert name in SERVICES, f"服务 {name} 没有安装"
    return SERVICES[name]


def names(kinds):
    return {kind.__name__ for kind in kinds}


@each_service
def test_the_service_is_installed_under_its_own_name(name):
    assert service(name).name == name


def test_every_event_is_read_by_somebody():
    """A letter without a reader is unroutable: it would stay in the outbox for ever."""
    read = {event for one in SERVICES.values() for event in one.read.table}
    assert names(EVENTS - read) == set()


@each_service
def test_every_event_a_service_reads_is_in_the_contracts(name):
    assert set(service(name).read.table) <= EVENTS


@each_service
def test_a_service_does_not_read_itself(name):
    assert {event.source for event in service(name).read.table}.isdisjoint(
        sources_of(service(name))
    )


@each_service
def test_a_service_says_all_its_events_and_no_others(name):
    made = {event for event in EVENTS if event.__name__ in made_by(service(name))}
    door = SimulatorsService if name == "simulators" else service(name)  # in person, as letters
    own = {event for event in EVENTS if event.source in sources_of(door)}
    assert names(made) - REBUILT.get(name, set()) == names(own) - UNSAID.get(name, set())


def test_the_stand_ins_say_nothing_inside():
    assert sources_of(service("simulators")) == set()
    assert not service("simulators").read.table


def test_every_command_is_obeyed_by_exactly_the_service_it_names():
    obeyed = {
        (EACH if command.service == EACH else one.name, command)
        for one in SERVICES.values()
        for command in one.obey.table
    }
    assert obeyed == {(command.service, command) for command in COMMANDS}


@each_service
def test_every_service_obeys_for_itself_what_is_asked_of_each(name):
    of_each = {command for command in COMMANDS if command.service == EACH}
    assert of_each <= set(service(name).obey.table)


@each_service
def test_every_deadline_that_is_set_is_rung_for_and_no_bell_is_never_set(name):
    assert deadline_kinds(service(name)) == set(service(name).ring.table)


@each_service
def test_who_counts_working_days_hears_of_notices(name):
    hears = CalendarChanged in service(name).read.table or name == CalendarChanged.source
    assert hears or not reads_calendar(service(name))


@each_service
def test_every_deadline_counted_in_working_days_is_counted_again_and_no_other(name):
    assert deadline_kinds(service(name), counted=True) == set(service(name).ring.recounts)


@pytest.mark.parametrize("event", sorted(EVENTS, key=lambda event: event.__name__))
def test_a_routing_key_is_name_and_version_and_nothing_else(event):
    assert event.routing_key() == f"{event.event_name()}.v{event.version}"
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*\.v[1-9]\d*", event.routing_key())
    assert event.exchange() == f"{event.source}.events"


@each_service
def test_queue_names_are_made_of_service_names_alone(name):
    sources = {event.source for event in EVENTS}
    for source, keys in mailboxes(service(name)).items():
        queues = mailbox_queues(name, source, keys)
        assert source in sources
        assert queues.main.name == f"{name}.from.{source}"
        assert queues.retry.name == f"{name}.from.{source}.retry"


@pytest.mark.parametrize("event", sorted(EVENTS, key=lambda event: event.__name__))
def test_fields_that_hold_personal_data_are_sealed(event):
    sealed = set(sealed_fields(event))
    assert {name for name in _fields(event) if PERSONAL.search(name)} <= sealed


def _fields(kind):
    for name, hint in typing.get_type_hints(kind).items():
        if typing.get_origin(hint) is not typing.ClassVar:
            yield name
        for part in (hint, *typing.get_args(hint)):
            if dataclasses.is_dataclass(part):
                yield from _fields(part)
