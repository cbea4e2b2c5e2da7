"""Long work of the services: proving the audit record (审计核对), ordered here, stopped, resumed.

What commands of upkeep do (destroying, sealing anew) is shown with how far it is, and steered
where it was started.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for

from portal.api import Problem
from portal.forms import Choices, Field, Form, Sheet, serve
from portal.page import FORM, ORDER, Page
from portal.pages.operator.health import GONE
from portal.pages.operator.service_words import SERVICES
from portal.posts import AUDIT_ADMIN, SYSTEM_ADMIN
from portal.session import ask, person

READERS = frozenset({SYSTEM_ADMIN, AUDIT_ADMIN})
AUDITORS = frozenset({AUDIT_ADMIN})
TITLES = {"verify-audit": "审计核对", "reseal": "更换密钥后重新加密", "purge": "期满销毁"}
STATES = {
    "waiting": "等见证进程接手",
    "running": "正在进行",
    "stopped": "已暂停",
    "done": "已完成",
}
MOVING = frozenset({"waiting", "running"})
ALL = "all"
WHICH: Choices = ((ALL, "全部服务"), *SERVICES.items())
BEGIN = Form((Field(name="of", label="核对哪个服务的记录", kind="select", choices=WHICH),))
NOTHING = Form(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Everywhere:
    """Runs of all services; `silent` are those that did not answer."""

    under_way: tuple[tuple[str, dict[str, Any]], ...]
    over: tuple[tuple[str, dict[str, Any]], ...]
    recounts: tuple[tuple[str, int], ...]
    silent: tuple[str, ...]

    @property
    def moving(self) -> bool:
        """Whether any comes further by itself."""
        moving = any(run["state"] in MOVING for _, run in self.under_way)
        return moving or bool(self.recounts)


def everywhere() -> Everywhere:
    """Asks each service; the newest first."""
    told = {name: _asked(name) for name in SERVICES}
    runs = [(name, run) for name, one in told.items() if one for run in one["items"]]
    runs.sort(key=lambda one: str(one[1]["begun_at"]), reverse=True)
    counts = {name: one["to_recount"] for name, one in told.items() if one}
    return Everywhere(
        under_way=tuple(one for one in runs if one[1]["state"] != "done"),
        over=tuple(one for one in runs if one[1]["state"] == "done"),
        recounts=tuple((name, count) for name, count in counts.items() if count),
        silent=tuple(name for name, one in told.items() if one is None),
    )


def begin() -> Any:
    """One service, or all: those under way already are left alone and named."""

    def act(sheet: Sheet) -> Any:
        wanted = list(SERVICES) if sheet["of"] == ALL else [sheet["of"]]
        refused = [f"{SERVICES[of]}：{why}" for of in wanted if (why := _order(of, sheet))]
        if len(refused) == len(wanted):
            said = {"code": "run-under-way", "detail": " ".join(refused)}
            raise Problem(409, said)
        flash(f"已开始核对 {len(wanted) - len(refused)} 个服务的审计记录。" + " ".join(refused))
        return redirect(url_for("operator.running"), 303)

    def show(sheet: Sheet) -> str:
        back = url_for("operator.running")
        return render_template("operator/run_begin.html", sheet=sheet, back=back)

    return serve(BEGIN, act, show, {"of": ALL})


def run(of: str, run_id: UUID) -> str:
    """How far, and what was found."""
    if of not in SERVICES:
        abort(404)
    found = ask().get(f"/services/{of}/runs/{run_id}")
    return render_template(
        "operator/run.html",
        of=of,
        found=found,
        one=found["run"],
        services=SERVICES,
        titles=TITLES,
        states=STATES,
        moving=MOVING,
        may_order=may_order() and found["run"]["kind"] == "verify-audit",
        order=NOTHING.blank(),
    )


def stop(of: str, run_id: UUID) -> Any:
    """暂停: after the slice under way."""
    return _steer(of, run_id, "stop", "已暂停。已核对的保留，以后从停下的地方继续。")


def resume(of: str, run_id: UUID) -> Any:
    """继续: where it stopped."""
    return _steer(of, run_id, "resumption", "从停下的地方继续核对。")


def may_order() -> bool:
    """Whether whoever looks may begin, stop and resume."""
    who = person()
    return who is not None and bool(AUDITORS & who.posts)


def _steer(of: str, run_id: UUID, how: str, said: str) -> Any:
    if of not in SERVICES:
        abort(404)
    ask().post(f"/services/{of}/runs/{run_id}/{how}", key=NOTHING.take().key)
    flash(said)
    return redirect(url_for("operator.run", of=of, run_id=run_id), 303)


def _order(of: str, sheet: Sheet) -> str:
    """Why it was refused; empty if it was not."""
    try:
        ask().post(f"/services/{of}/audit-verifications", key=f"{sheet.key}-{of}")
    except Problem as problem:
        if problem.status not in (409, *GONE):
            raise
        return problem.detail or problem.title
    return ""


def _asked(of: str) -> Any:
    try:
        return ask().get(f"/services/{of}/runs")
    except Problem as problem:
        if problem.status not in GONE:
            raise
        return None


def _page(name: str, rule: str, view: Any, title: str, **more: Any) -> Page:
    rule = f"/operator/runs/{rule}"
    return Page(name=f"operator.{name}", rule=rule, view=view, title=title, **more)


_ONE = "<of>/<uuid:run_id>"
PAGES = (
    _page("run_begin", "new", begin, "核对审计记录", who=AUDITORS, methods=FORM),
    _page("run", _ONE, run, "一项工作", who=READERS, walk="run"),
    _page("run_stop", _ONE + "/stop", stop, "暂停", who=AUDITORS, methods=ORDER, walk="run"),
    _page(
        "run_resume", _ONE + "/resumption", resume, "继续", who=AUDITORS, methods=ORDER, walk="run"
    ),
)
