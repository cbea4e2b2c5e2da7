"""Front doors of the stand-ins of outside systems: registries, banks, social-security centre."""

from typing import Any

from contracts.outside import (
    AccountUpdateSent,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from contracts.simulators import TeachSimulator, TeachStandIn
from outside.partners import PARTNERS
from servicekit.frontdoor import hears, obeys, reads, rings
from servicekit.provider import DeskProvider
from simulators import handlers
from simulators.clients.ear import (
    QuestionHeard,
    must_have_keys,
    open_question,
    partners_in_person,
)
from simulators.store import store

RINGS = {
    "answer": handlers.give_answer,
    "say": handlers.say_later,
    "deduct": handlers.deduct,
}


class StandIns:
    """Every partner in person: hears Lingbu's letters and answers with the partner's keys."""

    name = "simulators"
    speaks_as = ()
    store = store
    desk = DeskProvider()
    demands = staticmethod(must_have_keys)

    obey = obeys({TeachSimulator: handlers.teach, TeachStandIn: handlers.teach_stand_in})
    read = reads({})
    hear = hears(partners_in_person(), open_question, {QuestionHeard: handlers.take_question})
    ring = rings(RINGS)


def stand_in_for(name: str) -> Any:
    """One partner alone, as a process of its own; ends it with the names there are."""
    partner = PARTNERS.get(name)
    if partner is None:
        known = "、".join(one.name for one in PARTNERS)
        raise SystemExit(f"没有名为 {name} 的外部系统。可选：{known}")
    place = partners_in_person([partner])
    alone = hears(place, open_question, {QuestionHeard: handlers.take_question})
    demands = staticmethod(lambda world: must_have_keys(world, [partner]))
    return type("StandIn", (StandIns,), {"hear": alone, "demands": demands})


class SimulatorsService:
    """The same people where no partners service stands between: for a town in one process."""

    name = "simulators"
    speaks_as = ("registries", "centre")
    store = store
    desk = DeskProvider()

    obey = obeys({TeachSimulator: handlers.teach})
    read = reads(
        {
            CheckRequested: handlers.answer_check,
            ContributionQueried: handlers.answer_contributions,
            RefundAsked: handlers.answer_refund,
            DifferenceAsked: handlers.collect_difference,
            EnrolListSent: handlers.take_list,
            AccountUpdateSent: handlers.take_account,
        }
    )
    ring = rings(RINGS)
