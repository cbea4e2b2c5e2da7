"""The front door of partners: what it reads, whom it hears, what it rings for."""

from contracts.outside import (
    AccountUpdateSent,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from partners import handlers
from partners.clients.post import LetterHeard, foreigners, must_have_keys, open_heard
from partners.store import store
from servicekit.frontdoor import hears, obeys, reads, rings
from servicekit.provider import DeskProvider


class PartnersService:
    """对接: outside systems, asked and heard in their own form."""

    name = "partners"
    speaks_as = ("registries", "centre")
    store = store
    desk = DeskProvider()
    demands = staticmethod(must_have_keys)

    obey = obeys({})
    read = reads(
        {
            CheckRequested: handlers.ask_check,
            ContributionQueried: handlers.ask_contributions,
            RefundAsked: handlers.ask_refund,
            DifferenceAsked: handlers.ask_difference,
            EnrolListSent: handlers.send_list,
            AccountUpdateSent: handlers.send_account,
        }
    )
    hear = hears(foreigners(), open_heard, {LetterHeard: handlers.take_letter})
    ring = rings({"round": handlers.go_round})
