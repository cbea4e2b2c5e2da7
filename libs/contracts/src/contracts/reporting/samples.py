"""抽查: a sample of confirmed cases that anybody can draw again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.common import MONTH
from contracts.message import Command, Event, Query
from contracts.wire import LINE, described, length


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleUnit:
    """One case of a population, in the order of its hash."""

    application_id: UUID
    number: str
    agency: str = described("Its stratum: the district that confirmed it")
    flags: tuple[str, ...] = described(
        "overridden, same_phone, same_account, hasty: drawn in any case"
    )
    drawn: bool
    outcome: str = described("passed, flawed or failed; empty while it is looked into", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One district in a sample."""

    agency: str
    agency_name: str
    population: int
    drawn: int
    passed: int
    flawed: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample: what was fixed beforehand, what decided it, what came of it."""

    sample_id: UUID
    agency: str = described("Whose sample: a district's own, or empty for the whole city's")
    month: str = described("Cases confirmed in this month")
    state: str = described("announced or drawn")
    algorithm: str
    rate: str
    least: int = described("At least so many of each district, or all it has")
    population: int
    population_hash: str = described("SHA-256 over the population, fixed when it was announced")
    source: str = described("The public value that decides, named before anybody knew it")
    value_on: date = described("The day it is known")
    value: str = ""
    seed: str = described("SHA-256 over sample, population and value", default="")
    announced_by: str
    announced_at: str
    drawn_by: str = ""
    drawn_at: str = ""
    claimed: str = described("追回: what is claimed back of failed cases, yuan", default="0.00")
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceSample(Command):
    """抽查预告: fixes the cases of a month and names the public value that will choose."""

    service, answer = "reporting", Sample

    month: str = described("YYYY-MM, over by now", MONTH)
    source: str = described(
        "Which public value, for instance a lottery's numbers", length(4, 100), LINE
    )
    value_on: date = described("The day it becomes known, later than today")


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample(Command):
    """抽取: with the value that is public now; the cases drawn are inspected from here on."""

    service, answer = "reporting", Sample

    sample_id: UUID
    value: str = described("The public value as published", length(1, 100), LINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSample(Query):
    """One sample with what its inspections found, by district."""

    service, answer = "reporting", Sample

    sample_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """The samples of a month."""

    items: tuple[Sample, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSamples(Query):
    """The samples of a month: a district's own, all for the city."""

    service, answer = "reporting", Samples

    month: str = described("YYYY-MM", MONTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """A sample drawn again: everything needed to do the same elsewhere."""

    sample_id: UUID
    matches: bool = described("Population, seed and cases come out as they were kept")
    how: str = described("The algorithm in words")
    population_hash: str
    seed: str
    units: tuple[SampleUnit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrawSample(Query):
    """重抽核对: draws a sample again from what was fixed beforehand and compares."""

    service, answer = "reporting", Redraw

    sample_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn(Event):
    """Cases of one district were drawn: review opens an inspection of each."""

    source, aggregate = "reporting", "sample_id"

    sample_id: UUID
    owner: str = described("Whose sample: a district, or empty for the city")
    agency: str
    month: str = described("YYYY-MM", MONTH)
    cases: tuple[UUID, ...]
