"""What grows with the caseload is found by an index, counted within bounds and asked for at once.

A person's whole way to the benefit, every question that can be asked about it, and what services
do by themselves, over databases with thousands of rows in each table that grows.
"""

from filling import SMALL, growing
from listening import OUTSIDE
from plans import counts, plan_of, scans

FREQUENT = 30
PLAIN = 40  # statements of a work that the first life did not come to

# Whoever asks for figures of the whole city or district has the rows counted at that moment.
FIGURES = {
    ("reporting", work)
    for work in ("GetStatistics", "CompareDistricts", "ListCounted", "GetCounts")
}
# Once a night, for all districts of a month, in a handful of statements.
OF_THE_NIGHT = {("payments", "reconcile")}
# Lists of the whole city behind a wall that looks up, for each row, the case it belongs to.
OF_THE_CITY = {("notify", "ListMessages"), ("intake", "ListFindings")}
MAY_READ_ALL = FIGURES | OF_THE_CITY | OF_THE_NIGHT
# Silence of the registries is written into each case's record, at most a batch of cases at once.
CASE_BY_CASE = {("intake", "sweep"): 150}


def faults(scene, judge, *, excused=frozenset(), these=None, freely=False):
    """What a judge says of everything that was said."""
    found = []
    for one in these or scene.ear.said.values():
        room = scene.town.house[one.service]
        plan = plan_of(room.at_work, one.text, one.values, one.place, freely=freely)
        if plan is None or (one.service, one.work) in excused:
            continue
        tables = growing(room.desk.store.metadata)
        found += [
            f"{one.service} {one.work or 'by itself'}: {fault}: {' '.join(one.text.split())}"
            for fault in judge(plan, one.text, tables)
        ]
    return found


def read_through(plan, text, tables):
    return scans(plan, tables)


def test_tables_are_large(scene):
    for name, room in scene.town.house.rooms.items():
        with room.engine.connect() as connection:
            for table in growing(room.desk.store.metadata):
                rows = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
                assert rows > 500, f"{name}.{table}"


def test_small_tables_are_tables(scene):
    known = {t for room in scene.town.house.rooms.values() for t in room.desk.store.metadata.tables}
    known |= {"lines", "partners"}
    assert known >= SMALL


def test_the_most_frequent_queries_read_no_table_from_end_to_end(scene):
    frequent = scene.ear.frequent(FREQUENT)
    assert len(frequent) == FREQUENT
    assert faults(scene, read_through, these=frequent, freely=True) == []


def test_nor_does_what_services_ask_by_themselves(scene):
    alone = [one for one in scene.ear.said.values() if one.work == OUTSIDE]
    assert faults(scene, read_through, these=alone, freely=True) == []


def test_no_query_lacks_an_index(scene):
    assert faults(scene, read_through, excused=MAY_READ_ALL) == []


def test_no_count_grows_with_the_caseload(scene):
    def judge(plan, text, tables):
        return counts(plan, text)

    assert faults(scene, judge, excused=FIGURES | OF_THE_NIGHT) == []


def test_no_work_says_more_where_there_are_more_rows(scene):
    more = {
        work: (scene.few.get(work), said)
        for work, said in scene.many.items()
        if said > scene.few.get(work, CASE_BY_CASE.get(work, PLAIN))
    }
    assert more == {}


def test_what_is_excused_is_there(scene):
    assert set(scene.many) >= MAY_READ_ALL | OF_THE_NIGHT | set(CASE_BY_CASE)
