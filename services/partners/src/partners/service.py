"""The front door of partners: what it reads, whom it hears, what it rings for."""

from contracts.officers import KeyBound, KeyUnbound
from contracts.outside import (
    AccountUpdateSent,
    CheckRequested,
    ContributionQueried,
    DifferenceAsked,
    EnrolListSent,
    RefundAsked,
)
from contracts.partners import (
    CloseLine,
    ConfirmOutcome,
    EnterOutcome,
    GetWaiting,
    ListPartners,
    ListWaiting,
    ResendWaiting,
)
from partners import handlers
from partners.clients.post import LetterHeard, foreigners, must_have_keys, open_heard
from partners.store import store
from servicekit.frontdoor import hears, obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.signing.signers import note_key_bound, note_key_unbound


class PartnersService:
    """对接: outside systems, asked and heard in their own form."""

    name = "partners"
    speaks_as = ("registries", "centre")
    store = store
    desk = DeskProvider()
    demands = staticmethod(must_have_keys)

    obey = obeys(
        {
            ListWaiting: handlers.list_waiting,
            GetWaiting: handlers.get_waiting,
            ResendWaiting: handlers.resend_waiting,
            EnterOutcome: handlers.enter_outcome,
            ConfirmOutcome: handlers.confirm_outcome,
            ListPartners: handlers.list_partners,
            CloseLine: handlers.close_line,
        }
    )
    read = reads(
        {
            KeyBound: note_key_bound,
            KeyUnbound: note_key_unbound,
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
