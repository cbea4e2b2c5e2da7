"""Today's list: everything a street must do, by the day the law wants it done. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from kernel.clock import SHANGHAI
from portal.words import day

AHEAD = timedelta(days=30)  # of reports; they are owed for three months
Line = Mapping[str, Any]
KINDS = {
    "review": "初审与补正",
    "objection": "异议核查",
    "start": "开始月份确认",
    "report": "就业情况报告",
    "suspicion": "疑似停止",
    "call": "电话通知",
    "draft": "未受理的草稿",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing to do; `page` and `label` lead to the act. Without `due` the law names no day."""

    kind: str
    what: str
    name: str
    number: str
    page: str
    label: str
    values: Mapping[str, str]
    due: date | None = None
    clause: str = ""

    def left(self, today: date) -> str:
        """How much time there is, as one says it."""
        if self.due is None:
            return ""
        days = (self.due - today).days
        if days < 0:
            return f"逾期 {-days} 天"
        return {0: "今天到期", 1: "明天到期"}.get(days, f"还有 {days} 天")

    def urgency(self, today: date) -> str:
        """late, today or empty."""
        if self.due is None or self.due > today:
            return ""
        return "today" if self.due == today else "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much of a kind is open; `more`: at least so much, nobody has counted on."""

    kind: str
    waiting: int
    overdue: int = 0
    more: bool = False

    @property
    def title(self) -> str:
        """The kind's name."""
        return KINDS[self.kind]

    @classmethod
    def told(cls, line: Line) -> "Count":
        """As the API has counted it."""
        return cls(kind=line["kind"], waiting=line["waiting"], overdue=line["overdue"])

    @classmethod
    def of_page(cls, kind: str, page: Line) -> "Count":
        """The lines of a page, of a kind that nobody counts."""
        return cls(kind=kind, waiting=len(page["items"]), more=bool(page["next_cursor"]))


def tasks(found: Mapping[str, Iterable[Line]]) -> tuple[Task, ...]:
    """All of them, what is overdue first, what has no legal day last."""
    every = [task for kind, make in MAKERS.items() for task in map(make, found.get(kind, ()))]
    return tuple(sorted(every, key=lambda task: (task.due or date.max, task.number)))


REVIEWS = {
    "waiting_checks": ("看比对结果、当面核查", "street.case", "办理"),
    "initial_review": ("当面核查、初审", "street.review", "初审"),
    "returned_to_street": ("按区的意见补正", "street.correct", "补正"),
    "returned_to_applicant": ("等申请人补正", "street.case", "查看"),
}
STARTS = {
    "start_check": ("查询社保缴费状态", "查询"),
    "querying": ("等社保中心答复", "查看"),
    "refund_pending": ("等退费结果", "查看"),
    "clean": ("确认开始享受月份", "确认"),
    "self_paid": ("与本人商定退费或顺延", "办理"),
    "employer_ended": ("顺延开始月份", "办理"),
    "unemployment": ("顺延开始月份", "办理"),
    "employer_open": ("单位在缴费，不予享受", "办理"),
}


def _review(line: Line) -> Task:
    what, page, label = REVIEWS.get(line["state"], ("办理", "street.case", "办理"))
    return _task("review", line, what, page, label, _day(line["due_at"]), "附件1 三.2")


def _objection(line: Line) -> Task:
    due = _day(line["due_at"])
    return _task("objection", line, "核查异议并登记结果", "street.objections", "核查", due)


def _start(line: Line) -> Task:
    state = line["finding"] if line["state"] == "finding" else line["state"]
    what, label = STARTS.get(state, ("确认开始享受月份", "办理"))
    due = _day(line["next_due"])
    return _task("start", line, what, "street.start", label, due, "附件1 三.4")


def _report(line: Line) -> Task:
    due = _day(line["report_due"])
    return _task("report", line, "收就业情况报告", "street.report", "登记", due, "附件1 三.5")


def _suspicion(line: Line) -> Task:
    return _task("suspicion", line, "核实疑似停止情形", "street.suspicions", "核实")


def _draft(line: Line) -> Task:
    what = f"{day(line['submitted_at'])}录入，补照片后受理"
    return _task("draft", line, what, "street.photos", "继续")


def _call(line: Line) -> Task:
    return Task(
        kind="call",
        what="短信、微信都没有送到，打电话告知",
        name="",
        number="",
        page="street.call",
        label="打电话",
        values={"message_id": line["message_id"]},
    )


MAKERS = {
    "review": _review,
    "objection": _objection,
    "start": _start,
    "report": _report,
    "suspicion": _suspicion,
    "call": _call,
    "draft": _draft,
}


def _task(
    kind: str,
    line: Line,
    what: str,
    page: str,
    label: str,
    due: date | None = None,
    clause: str = "",
) -> Task:
    return Task(
        kind=kind,
        what=what,
        name=line["name"],
        number=line["number"],
        page=page,
        label=label,
        values={"application_id": line["application_id"]},
        due=due,
        clause=clause,
    )


def _day(text: str | None) -> date | None:
    if not text:
        return None
    if len(text) == len("2019-04-01"):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(SHANGHAI).date()
