"""双岗复核: the two queues by legal due date, and what has been done last."""

from typing import Any
from uuid import UUID

from flask import render_template, request

from portal import codes
from portal.page import Page
from portal.posts import POST_ONE, POST_TWO
from portal.session import ask

LIMIT = 50
DONE = {"first-post": "第一次复核通过", "second-post": "第二次复核确认"}


def first() -> str:
    """岗1: what waits for its first review."""
    return _queue("first", title="第一次复核", step="pass_first_post")


def second() -> str:
    """岗2: what waits for its confirmation, and below it what publicity still keeps."""
    waiting = ask().get("/cases", queue="publicity", limit=LIMIT)
    return _queue("second", title="第二次复核确认", step="pass_second_post", waiting=waiting)


def _queue(queue: str, **shown: Any) -> str:
    found = ask().get("/cases", queue=queue, cursor=request.args.get("cursor"), limit=LIMIT)
    return render_template(
        "district/queue.html",
        queue=queue,
        lines=found["items"],
        next_cursor=found["next_cursor"],
        streets=dict(codes.choices("divisions")),
        categories=dict(codes.choices("categories")),
        done=_done(request.args.get("done", "")),
        **{"waiting": None} | shown,
    )


def _done(text: str) -> dict[str, Any] | None:
    """The case that was decided last, as it stands now."""
    try:
        application_id = UUID(text)
    except ValueError:
        return None
    return dict(ask().get(f"/cases/{application_id}"))


def place(case: dict[str, Any]) -> str:
    """The endpoint of the queue a case came from."""
    return "district.second" if case.get("post") == "second" else "district.first"


PAGES = (
    Page(
        name="district.first",
        rule="/district/first",
        view=first,
        title="第一次复核",
        who=frozenset({POST_ONE}),
        menu="第一次复核",
    ),
    Page(
        name="district.second",
        rule="/district/second",
        view=second,
        title="第二次复核确认",
        who=frozenset({POST_TWO}),
        menu="第二次复核",
    ),
)
