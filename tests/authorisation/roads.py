"""The proper road to each stage: what clerks, posts, registries and the centre do on the way."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import attempts
from people import DISTRICT_CODE, HOME, officer
from sqlalchemy import text

from contracts import intake, outside, payments, review
from contracts.caller import (
    DISTRICT,
    DISTRICT_CLERK,
    POST_ONE,
    POST_TWO,
    STREET,
    STREET_CLERK,
    Caller,
)
from contracts.message import Command, unseal
from kernel.clock import SHANGHAI
from servicekit.testing.house import SEALER, House

EARLY = ("published", "second_ready", "start_check", "querying", "clean", "self_paid")
EARLY += ("employer_open", "refund_pending", "confirmed", "enlisted", "active", "stopped")
EARLY += ("completed", "refused")
LATE = ("draft", "checking", "ready", "warned", "to_applicant", "to_street", "publicity")
LATE += ("first_passed", "objected", "rejected", "withdrawn")
APPROVED = EARLY[2:]
FOUND = {
    "self_paid": (outside.ContributionLine(month="2019-05", payer="self"),),
    "employer_open": (
        outside.ContributionLine(month="2019-05", payer="employer", open_ended=True),
    ),
}
FOUND["refund_pending"], FOUND["refused"] = FOUND["self_paid"], FOUND["employer_open"]


def hand(tier: str, division: str, role: str) -> Caller:
    """Those who brought the cases here; none of them tries anything later."""
    return officer(tier, division, role, name=f"before-{division}-{role}")


CLERK = hand(STREET, HOME, STREET_CLERK)
ONE, TWO = hand(DISTRICT, DISTRICT_CODE, POST_ONE), hand(DISTRICT, DISTRICT_CODE, POST_TWO)
SENDER = hand(DISTRICT, DISTRICT_CODE, DISTRICT_CLERK)


class Roads:
    """Brings cases to their stages; `cases` by stage, `number` the person of each."""

    house: House
    cases: dict[str, UUID]
    number: dict[UUID, int]
    photo: str

    @property
    def day(self):
        """Today."""
        return self.house.clock.today()

    def commands(self) -> dict[str, Callable[[UUID, UUID], Command]]:
        """Operation -> its attempt on a case."""
        return attempts.attempts(self.photo, self._paper, self.day)

    def _paper(self, case: UUID) -> intake.ApplicationForm:
        return attempts.paper(self.number.get(case, 400), self.day)

    def _ask(self, command: Command, caller: Caller = CLERK) -> Any:
        return self.house.ask(command, caller, str(uuid4()))

    def _each(
        self,
        which: Callable[[str], bool],
        command: type[Command],
        caller: Caller,
        stages: Iterable[str],
    ) -> None:
        for stage in stages:
            if which(stage):
                more = {} if command.service == "payments" else {"dossier_version": 1}
                self._ask(command(application_id=self.cases[stage], **more), caller)

    def _turn(self, year: int, month: int, day: int) -> None:
        self.house.turn_to(datetime(year, month, day, 10, tzinfo=SHANGHAI))

    def _draft(self, street: str) -> UUID:
        n, clerk = len(self.number), hand(STREET, street, STREET_CLERK)
        case: UUID = self._ask(attempts.submission(n, street, self.day), clerk).application_id
        self.number[case] = n
        for kind in intake.PHOTO_KINDS:
            photo = intake.AttachPhoto(application_id=case, kind=kind, content=self.photo)
            self._ask(photo, clerk)
        return case

    def _arrive(self, stages: Iterable[str]) -> None:
        """Accepted, checked and examined face to face, as far as each goes."""
        for stage in stages:
            self.cases[stage] = self._draft(HOME)
            if stage != "draft":
                self._ask(intake.AcceptApplication(application_id=self.cases[stage]))
        self.house.settle()
        waiting = {
            self.cases[stage]: stage for stage in stages if stage not in ("draft", "checking")
        }
        for request in self._requests():
            if request.application_id in waiting:
                self._answer(request, waiting[request.application_id])
        for case in waiting:
            self._ask(self.commands()["record_face_check"](case, case))
        self.house.settle()

    def _renew(self, stages: Iterable[str]) -> None:
        """What is asked again before the second post is answered."""
        self.house.settle()
        stage_of = {self.cases[stage]: stage for stage in stages}
        newest = {(one.application_id, one.check_code): one for one in self._requests()}
        for request in newest.values():
            if stage := stage_of.get(request.application_id):
                self._answer(request, stage)
        self.house.settle()

    def _requests(self) -> list[outside.CheckRequested]:
        letters = self.house["intake"].letters()
        asked = [row.body for row in letters if row.body["meta"]["event"] == "check_requested"]
        return [unseal(outside.CheckRequested, body, SEALER) for body in asked]

    def _answer(self, request: outside.CheckRequested, stage: str) -> None:
        failed = stage == "warned" and request.check_code == "CHK-SB-UI"
        self.house.tell(
            outside.CheckAnswered(
                request_id=request.request_id,
                check_code=request.check_code,
                result="FAIL" if failed else "PASS",
                answered_at=self.house.clock.now(),
            )
        )

    def _report(self, stages: Iterable[str]) -> None:
        for stage in stages:
            self._ask(
                review.PassInitialReview(
                    application_id=self.cases[stage], second_reader="复核人", dossier_version=1
                )
            )

    def _start(self) -> None:
        """社保状态确认, as far as each goes."""
        asking = [stage for stage in APPROVED if stage not in ("start_check", "completed")]
        self._find([stage for stage in asking if stage != "querying"])
        self._each(lambda _: True, payments.CheckContributions, CLERK, ("querying",))
        refund = self.cases["refund_pending"]
        self._ask(payments.RequestRefund(application_id=refund, reason="与本人商定"))
        self._ask(payments.RefuseStart(application_id=self.cases["refused"]))
        self.house.settle()

    def _find(self, stages: Iterable[str]) -> None:
        """The centre is asked, and answers at once."""
        self._each(lambda _: True, payments.CheckContributions, CLERK, stages)
        names = {self.cases[stage]: stage for stage in stages}
        for asked in self.house.said("payments", outside.ContributionQueried):
            if stage := names.get(asked.application_id):
                self.house.tell(
                    outside.ContributionAnswered(
                        request_id=asked.request_id,
                        lines=FOUND.get(stage, ()),
                        answered_at=self.house.clock.now(),
                    )
                )

    def _enjoy(self) -> None:
        """Two lists: the first is acknowledged, the second is on its way."""
        self._each(lambda _: True, payments.ConfirmStart, CLERK, ("active", "stopped"))
        self._ask(payments.CloseAdditionList(month="2019-05"), SENDER)
        [sent] = self.house.said("payments", outside.EnrolListSent)
        self.house.tell(outside.EnrolListAcknowledged(list_id=sent.list_id, refused=()))
        self.house.tell(
            outside.DeductionReported(
                application_id=self.cases["active"],
                month="2019-05",
                attempt=1,
                code="00",
                deducted="269.26",
            )
        )
        self._each(lambda _: True, payments.ConfirmStart, CLERK, ("enlisted",))
        self._ask(payments.CloseAdditionList(month="2019-05"), SENDER)
        self._each(lambda _: True, payments.ConfirmStart, CLERK, ("confirmed",))
        self.house.settle()

    def _today(self) -> None:
        self._arrive(LATE)
        shown = ("publicity", "first_passed", "objected", "to_street")
        self._report(shown)
        self._ask(
            review.PassFirstPost(application_id=self.cases["first_passed"], dossier_version=1), ONE
        )
        back = review.ReturnCase(application_id=self.cases["to_street"], reason="请补正住址")
        self._ask(back, ONE)
        self._ask(review.ReturnCase(application_id=self.cases["to_applicant"], reason="请补正住址"))
        no = review.RejectCase(application_id=self.cases["rejected"], reason_code="R-DOC")
        self._ask(no)
        gone = intake.WithdrawApplication(application_id=self.cases["withdrawn"], reason="撤回")
        self._ask(gone)
        self._ask(
            payments.StopBenefit(
                application_id=self.cases["stopped"],
                code="S10",
                event_month="2019-05",
                note="本人申请停止",
            )
        )
        self._complete()
        self.house.settle()

    def _complete(self) -> None:
        """Three years on, told in one statement: the months are over (M§6.3 S01)."""
        over = "UPDATE entitlements SET state = 'completed', stop_code = 'S01', months = 0"
        with self.house["payments"].engine.begin() as connection:
            connection.execute(
                text(over + " WHERE application_id = :case"), {"case": self.cases["completed"]}
            )
