"""Providers outside our database: each keeps what it took, whatever happens to us."""

from notify.clients.provider import Unreadable
from notify.domain.outcome import (
    Known,
    NeverGot,
    NotTaken,
    NotTold,
    Refused,
    Report,
    Taken,
    Unheard,
)


class PowerCut(BaseException):
    """The process is dead; nothing after this line runs."""


class Operator:
    """Does what `trouble` says, call after call, then what it should.

    `away`: not taken. `lost`: not taken, no answer. `taken`: taken, no answer. `refused`. `cut` and
    `cut-after`: our process dies at the call, before or after it was taken.
    """

    def __init__(self, name="operator", can_query=True):
        self.name, self.can_query = name, can_query
        self.calls, self.taken, self.trouble, self.queries = [], {}, [], 0
        self.statuses, self.deaf, self.cut_at_query = {}, False, False

    def __call__(self, values):
        return self

    def send(self, parcel):
        self.calls.append(parcel)
        trouble = self.trouble.pop(0) if self.trouble else ""
        if trouble == "cut":
            raise PowerCut
        if trouble in ("", "taken", "cut-after"):
            assert parcel.reference not in self.taken, "given twice"
            self.taken[parcel.reference] = parcel
        if trouble == "cut-after":
            raise PowerCut
        answers = {
            "away": NotTaken("unreachable"),
            "lost": Unheard("ReadTimeoutError"),
            "taken": Unheard("ReadTimeoutError"),
            "refused": Refused("BARRED"),
        }
        return answers.get(trouble) or Taken(f"B{len(self.taken)}")

    def query(self, parcel):
        self.queries += 1
        if self.cut_at_query:
            self.cut_at_query = False
            raise PowerCut
        if self.deaf or not self.can_query:
            return NotTold()
        if parcel.reference not in self.taken:
            return NeverGot()
        return Known(self.statuses.get(parcel.reference, ""), "B")

    def parse(self, content):
        if "=" not in content:
            raise Unreadable
        reference, _, status = content.partition("=")
        return (Report(reference, status),)

    @property
    def references(self):
        return list(self.taken)
