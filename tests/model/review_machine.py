"""Any order of steps in review: every answer of the service against the card, every row against
the rule of two hands."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from review_card import Card
from review_letters import CASES, KEYS, LATE, NAMES, PEOPLE, RARELY, Receiving, officer

from contracts.caller import POST_ONE, POST_TWO, STREET_CLERK, Caller
from contracts.review import (
    ApplicationApproved,
    ApplicationRejected,
    FileObjection,
    PassFirstPost,
    PassInitialReview,
    PassSecondPost,
    RejectCase,
    ResolveObjection,
    ReturnCase,
)
from kernel.clock import SHANGHAI
from review.decisions import ApprovalRow, PostRow
from review.tables import CaseRow

SPOILED = st.sampled_from(["", "", "initial", "reader", "officer", "key", "no key", "handed on"])


class Reviewing(Receiving):
    """What officers do, and time."""

    steps = approvals = 0

    # -- officers

    @rule(
        case=CASES,
        name=NAMES,
        reader=NAMES,
        stale=LATE,
        months=st.sampled_from([None, None, 12, 36, 41]),
    )
    def report(self, case: int, name: str, reader: str, stale: bool, months: int | None) -> None:
        card = self.card(case)
        version = card.version - stale
        form = PassInitialReview(
            application_id=card.id, second_reader=reader, dossier_version=version, months=months
        )
        done = self.tried(form, officer(name, STREET_CLERK))
        assert bool(done) == card.report(name, reader, version, months, self.clock.today())

    @rule(case=CASES, name=NAMES, key=KEYS, stale=LATE)
    def first(self, case: int, name: str, key: str, stale: bool) -> None:
        card = self.card(case)
        version = card.version - stale
        form = PassFirstPost(application_id=card.id, dossier_version=version)
        done = self.tried(form, officer(name, POST_ONE, key))
        assert bool(done) == card.pass_first(name, key, version, self.clock.now())

    @rule(case=CASES, name=NAMES, key=KEYS, stale=LATE, outdated=LATE)
    def second(self, case: int, name: str, key: str, stale: bool, outdated: bool = False) -> None:
        card = self.card(case)
        if card.matched and not outdated:
            self.answer(card, card.blocked)
        version = card.version - stale
        form = PassSecondPost(application_id=card.id, dossier_version=version)
        done = self.tried(form, officer(name, POST_TWO, key))
        handed_on = self.handed.get(key)
        assert bool(done) == card.pass_second(name, key, version, handed_on, self.clock.today())
        Reviewing.approvals += bool(done)

    @rule(key=KEYS, sure=LATE)
    def hand_on(self, key: str, sure: bool) -> None:
        """A key is bound to another officer than the one who held it."""
        if sure and key and self.desk.hand_on(key):
            self.handed[key] = self.clock.now()

    @rule(case=CASES, spoiled=SPOILED)
    def press(self, case: int, spoiled: str) -> None:
        """The right hands at any time, or the right ones but for one thing."""
        card = self.card(case)
        name, key = self.fresh(card)
        if spoiled in ("initial", "reader") and card.initial:
            name = card.initial[spoiled == "reader"]
        if spoiled in ("officer", "key") and card.first:
            name, key = (card.first[0], key) if spoiled == "officer" else (name, card.first[1])
        if spoiled == "handed on":
            self.hand_on(key, True)
        step = self.first if card.first is None else self.second
        step(case, name, "" if spoiled == "no key" else key, False)

    def fresh(self, card: Card) -> tuple[str, str]:
        used = {*(card.initial or ()), *(card.first or ())}
        keys = {"K-A", "K-B", "K-C"} - used
        return min({"a", "b", "c", "d", "e"} - used), min(keys - self.handed.keys() or keys)

    @rule(case=CASES, role=st.sampled_from([STREET_CLERK, POST_ONE, POST_TWO]), sure=LATE)
    def give_back(self, case: int, role: str, sure: bool) -> None:
        if sure:
            card = self.card(case)
            form = ReturnCase(application_id=card.id, reason="请补正")
            done = self.tried(form, officer("d", role, "K-D"))
            assert bool(done) == card.give_back(role == STREET_CLERK)

    @rule(case=CASES, role=st.sampled_from([STREET_CLERK, POST_ONE, POST_TWO]), sure=RARELY)
    def reject(self, case: int, role: str, sure: bool) -> None:
        if sure:
            card = self.card(case)
            form = RejectCase(application_id=card.id, reason_code="R-DOC")
            done = self.tried(form, officer("d", role, "K-D"))
            assert bool(done) == card.reject(role == STREET_CLERK)

    @rule(case=CASES)
    def object(self, case: int) -> None:
        card = self.card(case)
        form = FileObjection(
            application_id=card.id,
            objector_name="钱七",
            objector_contact="13900000000",
            content="已上班",
        )
        done = self.tried(form, Caller(subject="anybody"))
        assert bool(done) == card.object(self.clock.today())
        if done:
            card.open.append(done.objection_id)

    @rule(case=CASES, upheld=LATE, known=st.integers(0, 3))
    def resolve(self, case: int, upheld: bool, known: int) -> None:
        card = self.card(case)
        objection = card.open[0] if card.open and known else UUID(int=known)
        form = ResolveObjection(
            application_id=card.id, objection_id=objection, upheld=upheld, findings="已核实"
        )
        done = self.tried(form, officer("d", STREET_CLERK))
        assert bool(done) == card.resolve(objection, upheld)

    @rule(
        case=CASES,
        command=st.sampled_from([PassFirstPost, PassSecondPost, PassInitialReview]),
        abroad=st.booleans(),
    )
    def strangers(self, case: int, command: Any, abroad: bool) -> None:
        """Another district's officer, or one without the role, never gets through."""
        card = self.card(case)
        role = {PassFirstPost: POST_ONE, PassSecondPost: POST_TWO}.get(command, STREET_CLERK)
        caller = officer("e", role, "K-E", place="110101" if role != STREET_CLERK else "110101001")
        if not abroad:
            caller = officer(
                "e", {POST_ONE: POST_TWO, POST_TWO: POST_ONE}.get(role, "street_reader"), "K-E"
            )
        more = {"second_reader": "f"} if command is PassInitialReview else {}
        form = command(application_id=card.id, dossier_version=card.version, **more)
        assert self.tried(form, caller) is None

    @rule(case=CASES, times=st.integers(1, 4), spoiled=SPOILED)
    def onward(self, case: int, times: int, spoiled: str) -> None:
        """The steps that the card asks for next, so that walks arrive somewhere; before the last
        one a press that lacks one thing only, often."""
        for _ in range(times):
            self.one_step(self.card(case), case, spoiled)

    def one_step(self, card: Card, case: int, spoiled: str) -> None:
        if card.state == "waiting_checks":
            self.match(case, False, False)
        elif card.state == "initial_review":
            self.match(case, False, False)
            self.face(case)
            self.report(case, "a", "b", False, [card.months, 12][card.version % 2])
        elif card.state.startswith("returned"):
            self.correct(case, 1, False, True)
        elif card.state in ("publicity", "second_review"):
            self.match(case, False, False)
            if card.first is None:
                self.first(case, *self.fresh(card), False)
            elif not card.ended:
                self.turn(8, 9, True)
            elif card.open:
                self.resolve(case, False, 1)
            else:
                self.press(case, spoiled)
                self.second(case, *self.fresh(card), False)

    @rule(case=CASES, dismissed=st.booleans())
    def opposed(self, case: int, dismissed: bool) -> None:
        """An objection while publicity runs, and everybody presses on all the same."""
        card = self.card(case)
        if card.state == "publicity":
            self.turn(1, 9, True)
            self.object(case)
            self.press(case, "")
            self.turn(9, 9, True)
            if dismissed:
                self.resolve(case, False, 1)
            self.press(case, "")

    # -- time

    @rule(
        days=st.integers(0, 9),
        hour=st.sampled_from([0, 9, 24]),
        rung=st.sampled_from([True, True, False]),
    )
    def turn(self, days: int, hour: int, rung: bool) -> None:
        """A jump of the clock alone changes nothing; deadlines are looked at when they are."""
        day = self.clock.today() + timedelta(days=days)
        at = time(23, 59, 59) if hour == 24 else time(hour)
        self.clock.set(max(self.clock.now(), datetime.combine(day, at, SHANGHAI)))
        if rung:
            self.desk.ring()
            for card in self.cards:
                card.rung(self.clock.today())

    @precondition(lambda self: len(self.cards) < 3)
    @rule(person=st.sampled_from(PEOPLE))
    def one_more(self, person: Any) -> None:
        self.accept(person)

    # -- what always holds

    @invariant()
    def every_card_is_right(self) -> None:
        Reviewing.steps += 1
        if not hasattr(self, "desk"):
            return
        rows = self.desk.rows.tables[CaseRow]
        for card in self.cards:
            row = rows[(card.id,)]
            assert (row.state, row.dossier_version) == (card.state, card.version)
            assert (row.publicity_closed_at is not None) == card.ended
            if card.published:
                assert (row.publicity_from, row.publicity_until) == card.published
            assert not (card.over and row.terms)

    @invariant()
    def two_hands_decided(self) -> None:
        if not hasattr(self, "desk"):
            return
        decided = self.desk.rows.of(ApprovalRow)
        assert len(decided) == len(self.desk.of(ApplicationApproved))
        for row in decided:
            assert row.first_officer != row.second_officer
            assert row.first_key != row.second_key and row.first_key and row.second_key
            assert row.initial_officer not in (row.first_officer, row.second_officer)
            assert row.decided_at.date() > row.publicity_ended_at.date()
        ends = [
            e.application_id
            for kind in (ApplicationApproved, ApplicationRejected)
            for e in self.desk.of(kind)
        ]
        assert len(ends) == len(set(ends))

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        over = {card.id for card in self.cards if card.over}
        assert not [subject for subject in self.desk.waiting() if UUID(subject[:36]) in over]
        hands = {(row.application_id, row.round, row.officer) for row in self.desk.rows.of(PostRow)}
        assert len(hands) == len(self.desk.rows.of(PostRow))
        self.desk.close()
