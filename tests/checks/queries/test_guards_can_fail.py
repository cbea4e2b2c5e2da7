"""Each of these guards, shown something bad."""

from listening import Ear
from plans import counts, plan_of, scans
from sqlalchemy import text

SYSTEM = ("system", "", "")


def _plan(scene, service, statement):
    return plan_of(scene.town.house[service].at_work, statement, {}, SYSTEM)


def test_a_column_without_an_index_is_seen(scene):
    plan = _plan(scene, "intake", "SELECT id FROM applications WHERE category = 'x'")
    assert scans(plan, {"applications"}) == ["applications: Seq Scan"]


def test_an_index_that_is_missing_is_missed(scene):
    room = scene.town.house["payments"]
    query = "SELECT application_id FROM applicants WHERE person_key = 'x'"
    with room.engine.connect() as connection:
        before = connection.exec_driver_sql(f"EXPLAIN {query}").scalars().all()
        connection.exec_driver_sql("DROP INDEX applicants_person")
        after = connection.exec_driver_sql(f"EXPLAIN {query}").scalars().all()
        connection.rollback()
    assert "Index" in before[0] + before[1]
    assert "Seq Scan" in after[0]
    assert scans(_plan(scene, "payments", query), {"applicants"}) == []


def test_walking_the_whole_index_is_no_search(scene):
    query = "SELECT number FROM applications WHERE category = 'x' ORDER BY number"
    order = "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off"
    room = scene.town.house["intake"]
    with room.engine.connect() as connection:
        connection.execute(text(order))
        [said] = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}").scalars()
    assert scans(said[0]["Plan"], {"applications"}) == ["applications: Index Scan"]


def test_an_unbounded_count_is_seen(scene):
    query = "SELECT count(*) FROM outbox WHERE sent_at IS NOT NULL"
    assert counts(_plan(scene, "intake", query), query) != []


def test_a_bounded_count_is_none(scene):
    query = "SELECT count(*) FROM (SELECT 1 FROM outbox WHERE sent_at IS NOT NULL LIMIT 100) AS few"
    assert counts(_plan(scene, "intake", query), query) == []


def test_a_page_of_a_list_is_no_end_to_end(scene):
    query = "SELECT id FROM outbox ORDER BY id LIMIT 20"
    assert scans(_plan(scene, "intake", query), {"outbox"}) == []


def test_a_query_in_a_loop_is_heard(scene):
    """A list that asks once for each of its lines: more for the city than for one street."""
    room = scene.town.house["intake"]

    def looping(limit, uow):
        query = text("SELECT id FROM applications LIMIT :limit")
        for found in uow.session.scalars(query, {"limit": limit}).all():
            uow.applications.find(found)

    ear = Ear(scene.town.house)
    watched = ear.watched("intake", "looping", looping)
    taken = []
    for limit in (1, 20):
        ear.forget_counts()
        with room.desk.uow() as uow:
            watched(limit, uow)
        taken.append(ear.most["intake", "looping"])
    ear.stop()
    assert taken[1] - taken[0] == 19
