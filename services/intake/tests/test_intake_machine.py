"""Any order of orders, answers, silences and news: the case stays where the law puts it."""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from contracts.intake import (
    PHOTO_KINDS,
    ApplicationCorrected,
    MatchingCompleted,
    ResendCheck,
    WithdrawApplication,
)
from contracts.review import ApplicationRejected, InitialReviewPassed
from kernel import identity
from kernel.errors import Refusal

PEOPLE = count(1, 2)
RESULTS = st.sampled_from(["PASS", "PASS", "PASS", "FAIL", "NO_DATA", "ERROR"])


@dataclass
class Model:
    """What must be true, written down a second time and simply."""

    state: str = "draft"
    version: int = 1
    photos: set[str] = field(default_factory=set)


class Life(RuleBasedStateMachine):
    counter: ClassVar[Any]

    @initialize()
    def submit(self):
        number = identity.compose("110101", date(1970, 3, 7), next(PEOPLE))
        self.form = self.counter.paper(id_number=number)
        self.case, self.model = self.counter.submit(self.form), Model()

    def order(self, before, after, work):
        """The order is taken exactly in the states named; nothing changes otherwise."""
        try:
            work()
            assert self.model.state in before
            self.model.state = after or self.model.state
        except Refusal as refusal:
            assert self.model.state not in before, refusal.code

    @rule(kind=st.sampled_from(PHOTO_KINDS))
    def attach(self, kind):
        was = self.model.state
        states = {"draft", "returned"}
        self.order(states, None, lambda: self.counter.attach(self.case, kind))
        if was in states:
            self.model.photos.add(kind)

    @rule()
    def accept(self):
        ready = {"draft"} if len(self.model.photos) == 3 else set()
        self.order(ready, "accepted", lambda: self.counter.accept(self.case))

    @rule()
    def accept_with_everything(self):
        for kind in PHOTO_KINDS:
            self.attach(kind)
        self.accept()

    @rule()
    def correct(self):
        was = self.model.state
        self.order({"returned"}, "accepted", lambda: self.counter.correct(self.case, self.form))
        self.model.version += was == "returned"

    @rule()
    def withdraw(self):
        order = WithdrawApplication(application_id=self.case, reason="放弃")
        open_ = {"draft", "accepted", "returned", "reported"}
        self.order(open_, "withdrawn", lambda: self.counter.ask(order))

    @rule(code=st.sampled_from(["CHK-GA-ID", "CHK-SB-UI", "CHK-JY-DUP"]))
    def resend(self, code):
        order = ResendCheck(application_id=self.case, check_code=code)
        known = {"accepted", "returned", "reported"}
        self.order(known, None, lambda: self.counter.ask(order))

    @rule(result=RESULTS, which=st.integers(0, 200))
    def answer_one(self, result, which):
        if requests := list(self.counter.requests(self.case).values()):
            self.counter.answer(requests[which % len(requests)], result)

    @rule()
    def answer_everything(self):
        self.counter.answer_all(self.case)

    @rule(hours=st.sampled_from([1, 25]))
    def wait(self, hours):
        self.counter.house.turn(hours=hours)

    def news(self, moves, event):
        self.counter.house.tell(event)
        self.model.state = moves.get(self.model.state, self.model.state)

    @rule()
    def returned(self):
        self.counter.send_back(self.case)
        moves = {"accepted": "returned", "reported": "returned"}
        self.model.state = moves.get(self.model.state, self.model.state)

    @rule()
    def reported(self):
        event = InitialReviewPassed(
            application_id=self.case,
            reviewer="r",
            second_reader="s",
            proposed_start="2019-05",
            months=36,
            publicity_from=date(2019, 4, 2),
            publicity_until=date(2019, 4, 9),
        )
        self.news({"accepted": "reported", "returned": "reported"}, event)

    @rule()
    def rejected(self):
        event = ApplicationRejected(
            application_id=self.case, stage="street", reason_code="R-X", reason_text="不符"
        )
        self.news(dict.fromkeys(("accepted", "returned", "reported"), "rejected"), event)

    @invariant()
    def the_case_stands_where_it_should(self):
        view = self.counter.view(self.case)
        assert (view.state, view.version) == (self.model.state, self.model.version)
        assert {photo.kind for photo in view.photos} == self.model.photos
        assert self.counter.house["intake"].parked() == []

    @invariant()
    def review_knows_the_picture(self):
        told = self.counter.said_of(self.case, MatchingCompleted)
        assert all(m.dossier_version <= self.model.version for m in told)
        if self.model.state not in ("accepted", "returned", "reported"):
            return
        checks = self.counter.checks(self.case).values()
        mandatory = [c.result for c in checks if c.severity == "B"]
        now = [m for m in told if m.dossier_version == self.model.version]
        if "PENDING" not in mandatory:
            assert {o.code: o.result for o in now[-1].outcomes} == {
                c.code: c.result for c in checks
            }
        if now and not now[-1].blocked:
            assert set(mandatory) == {"PASS"}

    @invariant()
    def corrections_are_said_once_each(self):
        said = self.counter.said_of(self.case, ApplicationCorrected)
        assert [e.dossier_version for e in said] == list(range(2, self.model.version + 1))


def test_any_life_of_a_case(counter):
    Life.counter = counter
    limits = settings(
        max_examples=7,
        stateful_step_count=12,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Life, settings=limits)
