"""One review case and its moves. A move returns the case after it, or refuses."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from kernel.basis import Basis
from kernel.month import Month
from review.domain import moves
from review.domain.checks import Outcome
from review.domain.proposal import Applicant, Proposal
from review.domain.terms import Publicity, Term, Terms, Timetable, lasting, only, without

__all__ = ["LEGACY", "Case"]

LEGACY = "legacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """复核案件. `round` grows with each return, `dossier_version` with each correction.

    `republish` says that what was published has changed, so that publicity must begin anew.
    """

    application_id: UUID
    number: str
    street_code: str
    project: str
    applicant: Applicant
    process_version: str
    dossier_version: int
    digest: str
    name: str
    id_number: str
    state: str = moves.WAITING
    round: int = 1
    matched: bool = False
    blocked: bool = False
    outcomes: tuple[Outcome, ...] = ()
    face_checked_on: date | None = None
    start: Month | None = None
    months: int | None = None
    grounds: tuple[Basis, ...] = ()
    publicity: Publicity | None = None
    republish: bool = False
    first_passed: bool = False
    return_reason: str = ""
    terms: Terms = ()

    @property
    def agency(self) -> str:
        """The agency whose officers decide."""
        return self.applicant.agency

    @property
    def legacy(self) -> bool:
        """Accepted before 2019-04-01 00:00: the old flow (京劳服失发〔2019〕1号 附件1 四.1)."""
        return self.process_version == LEGACY

    def matching(self, outcomes: tuple[Outcome, ...], blocked: bool) -> Self:
        """比对 complete: the street may read; a later picture replaces the earlier."""
        state = moves.INITIAL if self.state == moves.WAITING else self.state
        return replace(self, state=state, matched=True, blocked=blocked, outcomes=outcomes)

    def report(self, proposal: Proposal, today: date, timetable: Timetable) -> Self:
        """初审通过: publicity begins by itself, or goes on where nothing published has changed."""
        moves.require("pass_initial_review", self.state)
        kept = self._kept_publicity(proposal)
        publicity = kept or timetable.publish(today)
        return replace(
            self,
            state=moves.SECOND if publicity.closed_at else moves.PUBLICITY,
            start=proposal.start,
            months=proposal.months,
            grounds=proposal.grounds,
            publicity=publicity,
            republish=False,
            first_passed=False,
            terms=self._after_report(publicity, timetable.after_report(today, publicity)),
        )

    def _after_report(self, publicity: Publicity, terms: Terms) -> Terms:
        together = () if publicity.closed_at else only(self.terms, "review_publicity")
        return lasting(self.terms) + together + terms

    def _kept_publicity(self, proposal: Proposal) -> Publicity | None:
        same = (self.start, self.months) == (proposal.start, proposal.months)
        return self.publicity if same and not self.republish else None

    def close_publicity(self, now: datetime) -> Self:
        """公示期满, recorded: only this opens the second post, never the clock alone."""
        moves.require("close_publicity", self.state)
        publicity = self.publicity and replace(self.publicity, closed_at=now)
        state = moves.SECOND if self.state == moves.PUBLICITY else self.state
        terms = without(without(self.terms, "publicity_end"), "review_publicity")
        return replace(self, state=state, publicity=publicity, terms=terms)

    def count_again(self, term: Term, timetable: Timetable, publicity: Publicity | None) -> Self:
        """One term by another calendar; when publicity ends later or earlier, its days move."""
        terms = tuple(timetable.again(t, publicity) if t == term else t for t in self.terms)
        if term.kind != "publicity_end":
            return replace(self, terms=terms)
        return replace(self, terms=terms, publicity=publicity)

    def pass_first(self) -> Self:
        """第一次复核通过; publicity may still be running."""
        moves.require("pass_first_post", self.state)
        return replace(self, first_passed=True, terms=without(self.terms, "first_post"))

    def give_back(self, reason: str, term: Term) -> Self:
        """退回补正: the street to the applicant, the district to the street; posts are void.

        What is published stays on show meanwhile: only a relevant correction restarts it. `term`
        is the street's, where the street corrects.
        """
        moves.require("return_case", self.state)
        street = self.state in moves.STREET_HELD
        kept = lasting(self.terms) + only(self.terms, "publicity_end")
        return replace(
            self,
            state=moves.TO_APPLICANT if street else moves.TO_STREET,
            round=self.round + 1,
            first_passed=False,
            return_reason=reason,
            terms=(*kept, *(() if street else (term,))),
        )

    def correct(self, changed: Self, relevant: bool, begun: Terms) -> Self:
        """补正: the new dossier is matched and reviewed from the beginning.

        `changed` is this case with the new facts; `relevant` says that something published
        changed, which takes it off the page. `begun` are the terms of the new initial review.
        """
        moves.require("correct", self.state)
        republish = self.republish or relevant
        ending = () if republish else only(self.terms, "publicity_end")
        return replace(
            changed,
            state=moves.WAITING,
            round=self.round + (self.state not in moves.RETURNED),
            matched=False,
            blocked=False,
            outcomes=(),
            first_passed=False,
            publicity=None if republish else self.publicity,
            republish=republish,
            terms=(*lasting(self.terms), *ending, *begun),
        )

    def end(self, step: str, state: str) -> Self:
        """Approved, rejected or withdrawn: nothing is due any more."""
        moves.require(step, self.state)
        return replace(self, state=state, terms=())

    def reject(self, step: str, grounds: tuple[Basis, ...]) -> Self:
        """审核未通过: from now on the case rests on these grounds, no longer on the proposal's."""
        return replace(self.end(step, moves.REJECTED), grounds=grounds)

    def with_terms(self, terms: Terms) -> Self:
        """The same case, with other things due."""
        return replace(self, terms=terms)
