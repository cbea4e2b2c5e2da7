"""The statements of every transaction are made once; their values come as parameters."""

import pytest
from sqlalchemy import MetaData
from sqlalchemy.dialects import postgresql

from servicekit import statements
from servicekit.tables import kit_tables

KIT = kit_tables(MetaData())
MADE = {
    "sign": (KIT.inbox,),
    "sign_and_follow": (KIT.inbox, KIT.applied),
    "first_held": (KIT.held,),
    "lock_head": (KIT.audit_heads,),
    "add_link": (KIT.audit, KIT.audit_heads),
    "keep_words": (KIT.audit_words,),
    "say": (KIT.outbox,),
    "lock_stream": (KIT.streams,),
    "count_letter": (KIT.streams,),
    "remember": (KIT.idempotency,),
    "remember_answer": (KIT.idempotency,),
    "set_deadline": (KIT.deadlines,),
    "cancel_deadlines": (KIT.deadlines, True),
    "open_deadlines": (KIT.deadlines,),
    "due_deadline": (KIT.deadlines,),
    "due_letter": (KIT.parked,),
    "fire_deadline": (KIT.deadlines,),
    "stale_deadline": (KIT.deadlines,),
    "stamp_deadline": (KIT.deadlines,),
    "work_of_a_round": (KIT.deadlines, KIT.parked),
    "all_notices": (KIT.notices,),
}


def test_all_of_them_are_here():
    assert set(MADE) == set(statements.__all__)


@pytest.mark.parametrize("name", MADE)
def test_a_statement_is_made_once_for_a_table(name):
    make = getattr(statements, name)
    assert make(*MADE[name]) is make(*MADE[name])


def test_two_services_tables_have_statements_of_their_own():
    other = kit_tables(MetaData())
    assert statements.sign(other.inbox) is not statements.sign(KIT.inbox)


def test_only_the_open_deadline_of_a_kind_and_subject_is_moved():
    text = str(statements.set_deadline(KIT.deadlines).compile(dialect=postgresql.dialect()))
    assert "WHERE fired_at IS NULL AND cancelled_at IS NULL DO UPDATE" in " ".join(text.split())


def test_replicas_do_not_wait_for_each_other_s_deadlines():
    text = str(statements.due_deadline(KIT.deadlines).compile(dialect=postgresql.dialect()))
    assert "FOR UPDATE SKIP LOCKED" in text
