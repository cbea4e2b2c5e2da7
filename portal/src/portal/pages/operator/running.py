"""正在进行: long work with how far it is, of one's own place.

Districts and the city see files of deduction results and the month's rosters; administrators see
what each service has under way.
"""

from typing import Any

from flask import render_template, request

from kernel.month import Month
from portal import codes
from portal.page import Page
from portal.pages.operator.files import FILES, MOVING, WORDS, may_steer
from portal.pages.operator.runs import READERS, STATES, TITLES, everywhere, may_order
from portal.pages.operator.service_words import SERVICES
from portal.session import ask, person

OVER = ("done", "refused")


def running() -> str:
    """What is not over first, then what is."""
    who = person()
    posts = who.posts if who else frozenset()
    told: dict[str, Any] = {"files": None, "rosters": None, "runs": None}
    if posts & FILES:
        told["files"] = ask().get("/deduction-files", month=request.args.get("month"))["items"]
        told["rosters"] = _rosters()
    if posts & READERS:
        told["runs"] = everywhere()
    files, runs = told["files"] or (), told["runs"]
    return render_template(
        "operator/running.html",
        **told,
        under_way=[one for one in files if one["state"] not in OVER],
        over=[one for one in files if one["state"] in OVER],
        agencies=dict(codes.choices("divisions")),
        live=any(one["state"] in MOVING for one in files) or bool(runs and runs.moving),
        may_steer=may_steer(),
        may_order=may_order(),
        services=SERVICES,
        run_states=STATES,
        titles=TITLES,
        **WORDS,
    )


def _rosters() -> dict[str, Any]:
    """Last month's rosters: which districts have closed theirs."""
    month = Month.parse(codes.today()[:7]) + -1
    found = ask().get(f"/rosters/{month}")
    frozen, missing = len(found["items"]), list(found["missing"])
    return {"month": month, "frozen": frozen, "all": frozen + len(missing), "missing": missing}


PAGES = (
    Page(
        name="operator.running",
        rule="/operator/running",
        view=running,
        title="正在进行",
        who=FILES | READERS,
        menu="正在进行",
    ),
)
