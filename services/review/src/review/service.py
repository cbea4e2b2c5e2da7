"""The front door of review: what it obeys, what it reads, what it rings for."""

from contracts.calendar import CalendarChanged
from contracts.inspections import ConfirmInspection, ListInspections, RecordInspection
from contracts.intake import (
    ApplicationAccepted,
    ApplicationCorrected,
    ApplicationWithdrawn,
    FaceCheckRecorded,
    MatchingCompleted,
)
from contracts.officers import KeyBound, KeyUnbound
from contracts.reporting import SampleDrawn
from contracts.review import (
    CountQueues,
    FileObjection,
    FollowCase,
    GetCase,
    ListCases,
    ListCaseWork,
    ListPublicity,
    PassFirstPost,
    PassInitialReview,
    PassSecondPost,
    RejectCase,
    ResolveObjection,
    ReturnCase,
)
from review import handlers
from review import store as cellar
from review.domain.terms import TITLES
from servicekit import notices
from servicekit.frontdoor import obeys, reads, rings
from servicekit.provider import DeskProvider
from servicekit.signing.signers import note_key_bound, note_key_unbound


class ReviewService:
    """初审、公示、异议、双岗复核、抽查核查."""

    name = "review"
    store = cellar.store
    desk = DeskProvider()

    obey = obeys(
        {
            PassInitialReview: handlers.pass_initial_review,
            PassFirstPost: handlers.pass_first_post,
            PassSecondPost: handlers.pass_second_post,
            ReturnCase: handlers.return_case,
            RejectCase: handlers.reject_case,
            FileObjection: handlers.file_objection,
            ResolveObjection: handlers.resolve_objection,
            RecordInspection: handlers.record_inspection,
            ConfirmInspection: handlers.confirm_inspection,
            ListInspections: handlers.list_inspections,
            GetCase: handlers.get_case,
            FollowCase: handlers.follow_case,
            ListCases: handlers.list_cases,
            ListCaseWork: handlers.list_case_work,
            CountQueues: handlers.count_queues,
            ListPublicity: handlers.list_publicity,
        }
    )
    read = reads(
        {
            ApplicationAccepted: handlers.open_case,
            MatchingCompleted: handlers.note_matching,
            FaceCheckRecorded: handlers.note_face_check,
            ApplicationCorrected: handlers.correct_case,
            ApplicationWithdrawn: handlers.withdraw_case,
            SampleDrawn: handlers.open_inspections,
            CalendarChanged: notices.take_in,
            KeyBound: note_key_bound,
            KeyUnbound: note_key_unbound,
        }
    )
    ring = rings(
        {
            "publicity_end": handlers.close_publicity,
            "initial_review": handlers.escalate,
            "first_post": handlers.escalate,
            "second_post": handlers.escalate,
            "objection_check": handlers.escalate,
            "street_correction": handlers.escalate,
            "review_publicity": handlers.escalate,
            "matter_warning": handlers.warn,
            "matter": handlers.escalate,
        },
        recounts=dict.fromkeys(TITLES, handlers.count_again),
    )
