"""Front doors of the stand-ins of outside systems: registries, banks, social-security centre."""

from contracts.outside import (
    AccountUpdateSent,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from contracts.simulators import TeachSimulator
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


class StandIns:
    """Every partner in person: hears Lingbu's letters and answers with the partner's keys."""

    name = "simulators"
    speaks_as = ()
    store = store
    desk = DeskProvider()
    demands = staticmethod(must_have_keys)

    obey = obeys({TeachSimulator: handlers.teach})
    read = reads({})
    hear = hears(partners_in_person(), open_question, {QuestionHeard: handlers.take_question})
    ring = rings({"answer": handlers.give_answer, "deduct": handlers.deduct})


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
    ring = rings({"answer": handlers.give_answer, "deduct": handlers.deduct})
