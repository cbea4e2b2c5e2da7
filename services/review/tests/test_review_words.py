"""What officers write stays sealed: in the record, and on its way."""

import json

from sqlalchemy import text

from contracts.review import CaseReturned, RejectCase, ReturnCase

WORDS = "张三丰之子来电说明材料有误"


def column(desk, query):
    with desk.house["review"].engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def test_the_note_of_a_rejection_is_kept_and_sealed(counter):
    desk = counter()
    case = desk.accept()
    desk.ask(RejectCase(application_id=case, reason_code="R-DOC", note=WORDS), desk.clerk)
    assert desk.house["review"].words("case_rejected") == [WORDS]
    assert WORDS not in desk.house["review"].dump()


def test_the_reason_of_a_return_travels_sealed(counter):
    desk = counter()
    case = desk.accept()
    desk.ask(ReturnCase(application_id=case, reason=WORDS), desk.clerk)
    assert desk.said(CaseReturned)[0].reason == WORDS
    bodies = column(desk, "SELECT body FROM outbox")
    assert bodies
    assert all(WORDS not in json.dumps(body, ensure_ascii=False) for body in bodies)
