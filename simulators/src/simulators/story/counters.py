"""What the officers of one street and its district do with a case, as one press each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from simulators.story.answers import until
from simulators.story.client import Officer
from simulators.story.desk import Desk
from simulators.story.people import Person, forms, submission
from simulators.story.photos import KINDS, page

__all__ = ["Counter"]


class Counter(Desk):
    """The steps of 附件1 三, in the order of the document."""

    # -- 三.1 and 三.2: the street takes an application

    def submit(self, person: Person, on: date) -> str:
        """录入申请表与承诺书; returns the application's id."""
        body = submission(person, self.place.street, on, self.text())
        return str(self.press(self.clerk, "/applications", body, person.slug)["application_id"])

    def photograph(self, application_id: str) -> None:
        """拍照上传 of all three documents."""
        for kind in KINDS:
            path = f"/applications/{application_id}/photos/{kind}"
            self.clerk.put_photo(path, page(kind), key=f"{self.series}:{kind}:{application_id}")

    def accept(self, application_id: str) -> Any:
        """受理."""
        return self.press(self.clerk, f"/applications/{application_id}/acceptance")

    def take(self, person: Person, on: date) -> str:
        """Forms, photographs and acceptance in one go; returns the application's id."""
        application_id = self.submit(person, on)
        self.photograph(application_id)
        self.accept(application_id)
        return application_id

    def face_check(self, application_id: str, on: date, findings: str) -> Any:
        """当面核查."""
        form = {
            "checked_by": self.place.clerk,
            "checked_on": on.isoformat(),
            "findings": findings,
        }
        return self.press(self.clerk, f"/applications/{application_id}/face-check", form)

    def correct(self, application_id: str, person: Person, on: date, reason: str) -> Any:
        """补正: the forms anew."""
        form = forms(person, on, self.text()) | {"reason": reason}
        return self.press(self.clerk, f"/applications/{application_id}/correction", form)

    def withdraw(self, application_id: str, reason: str) -> Any:
        """撤回."""
        path = f"/applications/{application_id}/withdrawal"
        return self.press(self.clerk, path, {"reason": reason})

    # -- 三.2 and 三.3: street and district decide on the dossier they have read

    def initial_review(
        self, application_id: str, version: int = 1, months: int | None = None
    ) -> Any:
        """初审通过并上报; `months` where the street proposes fewer than it could."""
        form: dict[str, Any] = {"dossier_version": version, "second_reader": self.place.reader}
        form |= {"months": months} if months else {}
        return self._decide(self.clerk, application_id, "initial-review", form)

    def first_post(
        self, application_id: str, version: int = 1, officer: Officer | None = None
    ) -> Any:
        """岗1."""
        form = {"dossier_version": version}
        return self._decide(officer or self.post1, application_id, "first-post", form)

    def second_post(
        self, application_id: str, version: int = 1, officer: Officer | None = None
    ) -> Any:
        """岗2, once the registries have answered anew."""
        until(lambda: not self.case(application_id)["awaited"], what="比对重新答复")
        form = {"dossier_version": version}
        return self._decide(officer or self.post2, application_id, "second-post", form)

    def give_back(self, application_id: str, officer: Officer, reason: str) -> Any:
        """退回补正, by street or district."""
        return self._decide(officer, application_id, "return", {"reason": reason})

    def reject(self, application_id: str, officer: Officer, reason_code: str) -> Any:
        """审核未通过."""
        return self._decide(officer, application_id, "rejection", {"reason_code": reason_code})

    # -- 三.4 and 三.5: start month, lists, reports

    def check_start(self, application_id: str) -> Mapping[str, Any]:
        """社保缴费状态查询, waiting for the centre's answer; returns the entitlement."""
        self._entitled(application_id, "contribution-check")

        def answered() -> Mapping[str, Any] | None:
            seen: dict[str, Any] = self.entitlement(application_id)
            known = {item["what"] for item in seen["history"]}
            return seen if "contributions_found" in known else None

        return until(answered, what="社保中心答复缴费状态") or {}

    def confirm_start(self, application_id: str) -> Any:
        """开始享受月份确认."""
        return self._entitled(application_id, "start-confirmation")

    def postpone(self, application_id: str, reason: str) -> Any:
        """顺延."""
        return self._entitled(application_id, "postponement", {"reason": reason})

    def refund(self, application_id: str, reason: str) -> Any:
        """退费."""
        return self._entitled(application_id, "refund", {"reason": reason})

    def refuse_start(self, application_id: str) -> Any:
        """不予享受."""
        return self._entitled(application_id, "start-refusal")

    def close_list(self, month: str, again: str = "") -> Any:
        """向区社保中心报送增员名单."""
        form = {"month": month}
        return self.press(self.district_clerk, "/addition-lists", form, month + again)

    def report(self, application_id: str, window: str) -> Any:
        """就业情况报告; `window` tells one report from another."""
        form = {"content": "灵活就业", "place": "本市", "hours": "每日6小时", "income": 3200}
        return self.press(self.clerk, f"/entitlements/{application_id}/reports", form, window)

    def _decide(self, officer: Officer, application_id: str, step: str, form: Any) -> Any:
        version = str(form.get("dossier_version", ""))
        return self.press(officer, f"/cases/{application_id}/{step}", form, version)

    def _entitled(self, application_id: str, step: str, form: Any = None) -> Any:
        return self.press(self.clerk, f"/entitlements/{application_id}/{step}", form)
