"""The kitchen: one function for each use case; the kit commits when it has returned."""

from review.handlers.decisions import reject_case, return_case
from review.handlers.initial import pass_initial_review
from review.handlers.inspections import (
    confirm_inspection,
    list_inspections,
    open_inspections,
    record_inspection,
)
from review.handlers.letters import (
    correct_case,
    note_face_check,
    note_matching,
    open_case,
    withdraw_case,
)
from review.handlers.objections import file_objection, resolve_objection
from review.handlers.posts import pass_first_post, pass_second_post
from review.handlers.queries import (
    follow_case,
    get_case,
    list_cases,
    list_publicity,
)
from review.handlers.timers import close_publicity, count_again, escalate, warn
from review.handlers.work import count_queues, list_case_work

__all__ = [
    "close_publicity",
    "confirm_inspection",
    "correct_case",
    "count_again",
    "escalate",
    "file_objection",
    "follow_case",
    "get_case",
    "list_case_work",
    "count_queues",
    "list_cases",
    "list_inspections",
    "list_publicity",
    "note_face_check",
    "note_matching",
    "open_case",
    "open_inspections",
    "pass_first_post",
    "pass_initial_review",
    "pass_second_post",
    "record_inspection",
    "reject_case",
    "resolve_objection",
    "return_case",
    "warn",
    "withdraw_case",
]
