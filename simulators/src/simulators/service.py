"""Front door of the stand-ins of outside systems: registries and social-security centre."""

from contracts.outside import (
    AccountUpdateSent,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from contracts.simulators import TeachSimulator
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from simulators import handlers
from simulators.store import store


class SimulatorsService:
    """Answers as the outside would; says events of the sources `registries` and `centre`."""

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
