"""Any order of steps against a small model: what it forbids never happens, what it allows does."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contracts.caller import POST_ONE, POST_TWO, STREET, STREET_CLERK
from contracts.intake import ApplicationWithdrawn
from contracts.review import RejectCase, ResolveObjection, ReturnCase
from kernel.clock import end_of_day
from kernel.errors import Refusal

NAMES, KEYS = st.sampled_from("abc"), st.sampled_from(("K-A", "K-B", "K-C", "K-D", ""))
HANDS = [("b", "K-A"), ("a", "K-B"), ("a", ""), ("a", "K-A"), ("c", "K-C")]
STREET_STATES = ("waiting_checks", "initial_review")
DISTRICT_STATES = ("publicity", "second_review")
OVER = ("approved", "rejected", "withdrawn")


class Reviewing(RuleBasedStateMachine):
    """The model keeps what a clerk would keep on a card."""

    desk = None  # one house for all examples
    approvals = 0

    @initialize(far=st.sampled_from((0, 1, 2, 3, 4, 4, 4)))
    def accept(self, far):
        self.begin()
        for step in (
            lambda: (self.match(False), self.face()),
            lambda: self.report("x", "y", False),
            lambda: self.first("b", "K-B"),
            lambda: self.turn(12, True),
        )[:far]:
            step()

    def begin(self):
        self.case = self.desk.accept()
        self.state, self.version = "waiting_checks", 1
        self.matched = self.blocked = self.faced = False
        self.closed, self.until, self.hands, self.objections = False, None, {}, []

    def tried(self, call, *args, **kwargs):
        try:
            return call(*args, **kwargs)
        except Refusal as refusal:
            assert refusal.code and refusal.message
            return None

    def officer(self, name, role, key=""):
        street = role == STREET_CLERK
        place = {"division": "110105001", "tier": STREET} if street else {}
        return self.desk.officer(name, role, key=key, **place)

    @rule(blocked=st.booleans())
    def match(self, blocked):
        failing = ["CHK-GA-ID"] if blocked else []
        self.desk.match(self.case, self.version, failing)
        if self.state not in OVER:
            self.matched, self.blocked = True, blocked
            if self.state == "waiting_checks":
                self.state = "initial_review"

    @rule()
    def face(self):
        self.desk.face(self.case)
        self.faced = self.faced or self.state not in OVER

    @rule(name=NAMES, reader=NAMES, stale=st.booleans())
    def report(self, name, reader, stale):
        version = self.version - stale
        clerk = self.officer(name, STREET_CLERK)
        may = self.state == "initial_review" and self.matched and not self.blocked and self.faced
        done = self.tried(self.desk.report, self.case, clerk, reader, version)
        assert bool(done) == (may and name != reader and not stale)
        if done:
            self.state = "second_review" if self.closed else "publicity"
            self.hands = {"initial": (name, None), "reader": (reader, None)}
            self.until = self.desk.see(self.case).publicity_until

    def fresh(self, name, key):
        hands = self.hands.values()
        return bool(key) and all(name != n and key != k for n, k in hands)

    @rule(name=NAMES, key=KEYS)
    def first(self, name, key):
        may = self.state in DISTRICT_STATES and not self.blocked and "first" not in self.hands
        may = may and self.fresh(name, key)
        one = self.officer(name, POST_ONE, key)
        done = self.tried(self.desk.first, self.case, one, self.version)
        assert bool(done) == may
        if done:
            self.hands["first"] = (name, key)

    @rule(name=NAMES, key=KEYS)
    def second(self, name, key):
        may = self.state == "second_review" and self.closed and "first" in self.hands
        may = may and not self.blocked and not self.objections and self.fresh(name, key)
        two = self.officer(name, POST_TWO, key)
        done = self.tried(self.desk.second, self.case, two, self.version)
        assert bool(done) == may
        if done:
            self.state = "approved"
            Reviewing.approvals += 1

    @rule(role=st.sampled_from((STREET_CLERK, POST_ONE, POST_TWO)))
    def give_back(self, role):
        street = role == STREET_CLERK
        command = ReturnCase(application_id=self.case, reason="请补正")
        done = self.tried(self.desk.ask, command, self.officer("d", role, "K-D"))
        assert bool(done) == (self.state in (STREET_STATES if street else DISTRICT_STATES))
        if done:
            self.state = "returned_to_applicant" if street else "returned_to_street"
            self.hands = {}

    @precondition(lambda self: self.state not in STREET_STATES)
    @rule(relevant=st.booleans())
    def correct(self, relevant):
        self.desk.correct(self.case, self.version + 1, relevant)
        if self.state not in OVER:
            self.version, self.state, self.hands = self.version + 1, "waiting_checks", {}
            self.matched = self.blocked = False
            if relevant:
                self.closed, self.until = False, None

    @rule()
    def object(self):
        running = self.until and not self.closed and self.state not in OVER
        began = self.desk.see(self.case).publicity_from
        may = running and began <= self.desk.clock.today() <= self.until
        filed = self.tried(self.desk.object, self.case)
        assert bool(filed) == bool(may)
        if filed:
            self.objections.append(filed)

    @precondition(lambda self: self.objections)
    @rule(upheld=st.sampled_from((False, False, True)))
    def resolve(self, upheld):
        command = ResolveObjection(
            application_id=self.case,
            objection_id=self.objections.pop(),
            upheld=upheld,
            findings="已核实",
        )
        done = self.tried(self.desk.ask, command, self.officer("d", STREET_CLERK))
        assert bool(done) == (self.state not in OVER)
        if done and upheld:
            self.state = "rejected"

    @rule(role=st.sampled_from((STREET_CLERK, POST_TWO)), sure=st.sampled_from((False, True)))
    def reject(self, role, sure):
        if not sure:
            return
        mine = self.state in DISTRICT_STATES
        if role == STREET_CLERK:
            mine = self.state not in (*DISTRICT_STATES, *OVER)
        command = RejectCase(application_id=self.case, reason_code="R-DOC")
        done = self.tried(self.desk.ask, command, self.officer("d", role))
        assert bool(done) == mine
        if done:
            self.state = "rejected"

    @rule(days=st.integers(1, 12), rung=st.booleans())
    def turn(self, days, rung):
        self.desk.clock.turn(days=days)
        if not rung:
            return  # a jump of the clock alone changes nothing
        self.desk.house.ring()
        ended = self.until and self.desk.clock.now() >= end_of_day(self.until)
        if ended and not self.closed and self.state not in OVER:
            self.closed = True
            if self.state == "publicity":
                self.state = "second_review"

    @invariant()
    def the_card_is_right(self):
        if hasattr(self, "case"):
            view = self.desk.see(self.case)
            assert (view.state, view.dossier_version) == (self.state, self.version)
            assert view.publicity_closed == self.closed
            assert self.state not in OVER or view.dues == ()

    def teardown(self):
        if not hasattr(self, "case"):
            return
        for name, key in HANDS:  # at the end of every walk everybody presses
            self.second(name, key)
        withdrawn = ApplicationWithdrawn(application_id=self.case, reason="结束")
        self.desk.house.tell(withdrawn)
        assert self.desk.house["review"].parked() == []


def test_any_order_of_steps(counter):
    Reviewing.desk = counter()
    run_state_machine_as_test(
        Reviewing,
        settings=settings(
            max_examples=20,
            stateful_step_count=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Reviewing.approvals  # a walk that never arrives proves nothing
