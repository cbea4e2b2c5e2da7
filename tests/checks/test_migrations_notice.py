"""What stands in the migrations and not in the models, or the other way round, is noticed."""

import shutil

import pytest
from alembic import command
from databases import owners
from sqlalchemy import Column, Index, MetaData, String

from servicekit import migrate
from servicekit.database import make_engine
from servicekit.migrate import KIT, alembic_config, differences, upgrade, write_revision
from servicekit.revisions import newest
from servicekit.testing.postgres import drop_database, fresh_database
from servicekit.walls import of_the_system


def _column(tables):
    tables["outbox"].append_column(Column("colour", String(20)))


def _index(tables):
    Index("inbox_events", tables["inbox"].c.event)


def _wall(tables):
    tables["streams"].info |= of_the_system()


def _no_wall(tables):
    tables["parked"].info.clear()


def _gone(tables):
    tables["notices"].metadata.remove(tables["notices"])


CHANGES = {
    "a column more": (_column, ["add_column"]),
    "an index more": (_index, ["add_index"]),
    "a wall more": (_wall, ["put_up_wall"]),
    "a wall less": (_no_wall, ["take_down_wall"]),
    "a table less": (_gone, ["remove_table"]),
}


def changed(name, change):
    """A copy of the models of one database with one change in the kit's tables."""
    copy = MetaData()
    for table in owners()[name].sorted_tables:
        table.to_metadata(copy)
    change(copy.tables)
    return copy


@pytest.fixture(scope="module", params=[KIT, "partners"])
def built(request):
    url = fresh_database()
    upgrade(url, request.param, owners()[request.param])
    yield request.param, url
    drop_database(url)


@pytest.mark.parametrize("change", CHANGES)
def test_models_of_the_kit_that_its_migrations_do_not_know(built, change):
    name, url = built
    how, expected = CHANGES[change]
    assert [what[0] for what in differences(url, name, changed(name, how))] == expected


@pytest.fixture
def kit_folder(tmp_path, monkeypatch):
    """The kit's migrations, copied where a test may write another one."""
    folders, folder = migrate.versions_folder, tmp_path / "migrations"
    shutil.copytree(folders(KIT), folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(
        migrate, "versions_folder", lambda name: folder if name == KIT else folders(name)
    )
    return folder


def _all(tables):
    for change in (_column, _index, _wall, _no_wall):
        change(tables)


def test_a_change_of_the_kit_is_written_once_and_reaches_every_database(kit_folder):
    databases = {name: fresh_database() for name in (KIT, "payments")}
    for name, url in databases.items():
        upgrade(url, name, owners()[name])
    write_revision(databases[KIT], KIT, changed(KIT, _all), "changed")
    [written] = kit_folder.glob("*_changed.py")
    assert written.name > f"{newest(KIT)}_"
    for name, url in databases.items():
        upgrade(url, name, changed(name, _all))
        assert differences(url, name, changed(name, _all)) == []
        with alembic_config(url, name, owners()[name]) as (config, _):
            command.downgrade(config, f"{KIT}@-1")
        assert differences(url, name, owners()[name]) == []
        drop_database(url)


def test_a_service_follows_on_from_its_own_and_leaves_the_kit_alone(kit_folder, tmp_path):
    own = tmp_path / "own"
    folders = migrate.versions_folder
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            migrate, "versions_folder", lambda name: own if name == "toy" else folders(name)
        )
        url, models = fresh_database(), owners()["partners"]
        upgrade(url, KIT, owners()[KIT])
        write_revision(url, "toy", models, "initial")
        upgrade(url, "toy", models)
        assert differences(url, "toy", models) == []
    written = (own / "0001_initial.py").read_text()
    assert not [name for name in owners()[KIT].tables if f"'{name}'" in written]
    with make_engine(url).connect() as connection:
        rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()
        assert sorted(rows) == ["0001", newest(KIT)]
    drop_database(url)
