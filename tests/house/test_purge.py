"""Ten years after the last subsidised month a dossier goes; what must stay, stays.

The real command over five services: what it says, what holds it, what is left, and that the
record can still be proved.
"""

import json
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.orm import Session
from test_applying_again import enjoyed
from town import again, clerk

from contracts.caller import CITY, CITY_OFFICER, Caller
from contracts.intake import ApplicationAccepted, WithdrawApplication
from contracts.reporting import GetCounts, GetProjection, GetSubsidySums
from kernel.clock import SHANGHAI
from kernel.errors import NotFound
from servicekit import destroying, purging
from servicekit.audit.record import Audit
from servicekit.audit.signing import Signer, Verifier
from servicekit.audit.stores import FileStore
from servicekit.audit.verify.prove import Means, prove
from servicekit.audit.witness import Witness
from servicekit.core import Core
from servicekit.purging import purge
from servicekit.resealing import sealed_columns

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
CITY_HALL = Caller(subject="city", tier=CITY, roles=(CITY_OFFICER,), division="110000")
STAYS = {  # who did what, numbers of letters, sums without a person, and months that count for life
    *("audit", "audit_heads", "streams", "applied", "outbox", "idempotency"),
    *("intake.earlier", "reporting.cases", "reporting.months"),
    *("reporting.listed", "reporting.planned", "reporting.sample_units"),  # named, no person
    "payments.reconciliations",  # kept as made under its digest: numbers and sums, no person
}


@pytest.fixture
def ended(town, monkeypatch, tmp_path):
    """One benefit of two months, ended in September 2021, and a withdrawn application."""
    town = town(datetime(2021, 7, 5, 10))
    town.first = town.person(1)
    benefit = enjoyed(town, town.first, 2)
    given_up = town.apply(town.person(2))
    form = WithdrawApplication(application_id=given_up, reason="不再申请")
    town.ask(form, clerk(town.street))
    for name, room in town.house.rooms.items():
        monkeypatch.setenv(f"LINGBU_{name.upper()}_DATABASE_URL", room.url)
    monkeypatch.setenv("LINGBU_AUDIT_KEY", KEY)
    monkeypatch.setenv("LINGBU_POLICY", "beijing")
    monkeypatch.setenv("LINGBU_SEALING_KEYS", "those of the house")
    monkeypatch.setattr(purging, "make_sealer", lambda keys: None)
    monkeypatch.setenv("LINGBU_CLOCK_FILE", str(tmp_path / "clock.json"))
    return town, benefit, given_up


def run(tmp_path, moment, *words):
    """The command at a moment of its own clock; its lines about dossiers."""
    offset = (moment.replace(tzinfo=SHANGHAI) - datetime.now(SHANGHAI)).total_seconds()
    (tmp_path / "clock.json").write_text(json.dumps({"offset_seconds": offset}))
    said = CliRunner().invoke(purge, words, catch_exceptions=False)
    assert said.exit_code == 0, said.output
    return [line for line in said.output.splitlines() if line.startswith("已办结")]


def left(town, case):
    """Every table that still names a case."""
    found = set()
    for name, room in town.house.rooms.items():
        with room.engine.connect() as connection:
            for table in room.desk.store.metadata.tables:
                query = text(f"SELECT count(*) FROM {table} AS t WHERE t::text LIKE :id")
                if connection.scalar(query, {"id": f"%{case}%"}):
                    found |= {table if table in STAYS else f"{name}.{table}"}
    return found


def whole(town, case):
    """The same without letters sent and deadlines met, which have terms of their own."""
    return {table for table in left(town, case) if not table.endswith(("outbox", "deadlines"))}


def numbers(town):
    """What statistics say: cases by each dimension, sums of both months."""
    counts = [
        [(item.key, item.count) for item in town.house.ask(GetCounts(by=by), CITY_HALL).items]
        for by in ("street", "state", "category", "sex", "income_band")
    ]
    sums = [
        town.house.ask(GetSubsidySums(month=month), CITY_HALL).items
        for month in ("2021-08", "2021-09")
    ]
    assert all(counts) and any(sums)
    return counts, sums


def witness(town, tmp_path):
    for name, room in town.house.rooms.items():
        store = FileStore(tmp_path / "witness")
        Witness(name, room.engine, Signer(KEY), store).look()


def findings(town, tmp_path):
    means = Means(
        verifier=Verifier(Signer(KEY).public),
        store=FileStore(tmp_path / "witness"),
        turned=True,
        jobs=1,
    )
    rooms = town.house.rooms.items()
    return [found for name, room in rooms for found in prove(name, room.url, means).found]


def test_what_is_left_when_the_term_is_over(ended, tmp_path):
    town, benefit, given_up = ended
    before, sums_before = whole(town, benefit), numbers(town)
    assert {"intake.photos", "review.posts", "payments.months", "notify.messages"} <= before
    assert town.unproved() == []
    witness(town, tmp_path)
    early = run(tmp_path, datetime(2031, 7, 1))
    assert "销毁 0 件" in early[0] and whole(town, benefit) == before
    moment = datetime(2032, 1, 5)
    assert "将销毁 2 件（" in run(tmp_path, moment, "--dry-run")[0]
    assert whole(town, benefit) == before
    assert "，销毁 2 件（灵补设计 档案保管期限" in run(tmp_path, moment)[0]

    for case in (benefit, given_up):
        assert left(town, case) <= STAYS, left(town, case) - STAYS
        with pytest.raises(NotFound):
            town.house.ask(GetProjection(application_id=case), CITY_HALL)
    assert numbers(town) == sums_before
    witness(town, tmp_path)
    assert findings(town, tmp_path) == town.unproved() == []
    with town.house["review"].engine.connect() as connection:
        query = "SELECT title, detail FROM audit WHERE chain = 'purge' AND action LIKE 'dossiers%'"
        [(title, detail)] = connection.execute(text(query))
    assert title == "保管期满，销毁申请档案2件"
    assert json.loads(detail)["dossiers"] == sorted([str(benefit), str(given_up)])
    assert "销毁 0 件" in run(tmp_path, moment)[0]


def test_months_enjoyed_outlive_the_dossier(ended, tmp_path):
    town, benefit, _ = ended
    run(tmp_path, datetime(2032, 1, 5))
    case = town.apply(again(town.first, unemployed_days=420))
    accepted = town.said("intake", ApplicationAccepted, case)[-1]
    assert (accepted.facts.months_used, str(accepted.facts.age_fixed_on)) == (2, "2021-07-05")


def test_after_a_purge_tampering_is_still_found(ended, tmp_path):
    town, benefit, _ = ended
    witness(town, tmp_path)
    run(tmp_path, datetime(2032, 1, 5))
    witness(town, tmp_path)
    with town.house["payments"].engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for chain in (str(benefit), "purge"):
            edit = "UPDATE audit SET actor = 'nobody' WHERE chain = :chain AND n = 1"
            connection.execute(text(edit), {"chain": chain})
    assert {f.chain for f in findings(town, tmp_path)} == {str(benefit), "purge"}


UNSIGNED = {
    "intake": "UPDATE checks SET overridden_by = 'forger' WHERE code = 'CHK-BLK'",
    "review": "UPDATE approvals SET second_officer = 'forger'",
    "payments": "DELETE FROM signatures WHERE decision = 'confirm_start'",
    "reporting": "INSERT INTO audit SELECT chain, n + 100, at, written, 'forger', key_serial,"
    " origin, 'fund_plan_submitted', title, clause, '{}', '', hash, md5(hash) || md5(prev)"
    " FROM audit LIMIT 1",
}


@pytest.mark.parametrize("service", UNSIGNED)
def test_what_stands_without_a_signature_is_named_in_every_service(ended, service):
    town, _, _ = ended
    with town.house[service].engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(UNSIGNED[service]))
    assert {said.split()[0] for said in town.unproved()} == {service}


def test_a_forged_note_of_a_purge_is_named(ended, tmp_path):
    """Chained and witnessed like any row, but not under the audit key."""
    town, benefit, _ = ended
    with Session(town.house["review"].engine) as session:
        Audit(Core(session), town.house["review"].desk.store.kit).add(
            "purge",
            "dossiers_purged",
            "保管期满，销毁申请档案1件",
            at=town.clock.now(),
            caller=CITY_HALL,
            detail={"dossiers": [str(benefit)], "digest": "", "rows": {}},
        )
        session.commit()
    witness(town, tmp_path)
    [found] = findings(town, tmp_path)
    assert (found.kind, found.chain, found.n) == ("inserted", "purge", 1)


HOLDS = [
    (
        "review",
        "异议未结",
        "INSERT INTO objections (id, application_id, filed_at, filed_by, objector_name,"
        " objector_contact, content, state, findings, resolved_by)"
        " VALUES (gen_random_uuid(), '{case}', now(), 'x', '', '', '', 'open', '', '')",
    ),
    ("review", "审核未结", "UPDATE cases SET state = 'publicity'"),
    ("payments", "待遇尚未结束", "UPDATE entitlements SET state = 'active'"),
    (
        "payments",
        "名单未答复",
        "UPDATE places SET state = 'sent' WHERE ctid = (SELECT min(ctid) FROM places)",
    ),
    (
        "payments",
        "追回未了结",
        "UPDATE entitlements SET stop_code = 'S09'; UPDATE subsidies SET reversed_at = at",
    ),
    (
        "payments",
        "退费未答复",
        "INSERT INTO refunds (request_id, application_id, month, personal, asked_at, state)"
        " VALUES (gen_random_uuid(), '{case}', '2021-08', 1, now(), 'asked')",
    ),
    ("notify", "有待发短信", "UPDATE messages SET state = 'queued'"),
    (
        "notify",
        "有未了结的停放信件",
        "INSERT INTO parked (aggregate_id, reason, attempts) VALUES ('{case}', 'x', 1)",
    ),
    (
        "intake",
        "有未到或未办的期限",
        "INSERT INTO deadlines (kind, subject, due_at, trigger_on, rule)"
        " VALUES ('x', '{case}/1', now(), now(), '')",
    ),
    (
        "intake",
        "有未发出的信件",
        "UPDATE outbox SET sent_at = NULL WHERE aggregate_id = '{case}' AND sequence = 1",
    ),
]


def test_what_holds_a_dossier(ended, tmp_path):
    """Each reason alone, named, and gone again when it is settled."""
    town, benefit, given_up = ended
    moment = datetime(2032, 1, 5)
    for service, reason, change in HOLDS:
        room = town.house[service]
        with room.engine.connect() as connection, connection.begin() as undone:
            for each in change.format(case=benefit).split(";"):
                connection.execute(text(each))
            rules = town.house["intake"].desk.world.policy.on(moment.date())
            why = destroying.held(
                connection,
                room.desk.store.dossier,
                [benefit, given_up],
                rules,
                moment.replace(tzinfo=SHANGHAI) - timedelta(days=3653),
            )
            undone.rollback()
        assert why.get(benefit) == reason, (service, why)


def test_one_service_holds_it_in_all(ended, tmp_path):
    town, benefit, given_up = ended
    before = whole(town, benefit)
    with town.house["payments"].engine.begin() as connection:
        connection.execute(text("UPDATE entitlements SET state = 'active'"))
    said = run(tmp_path, datetime(2032, 1, 5))
    assert "，销毁 1 件，暂缓 1 件（待遇尚未结束 1）（" in said[0]
    assert whole(town, benefit) == before and left(town, given_up) <= STAYS


def test_an_interrupted_purge_goes_on(ended, tmp_path, monkeypatch):
    town, benefit, given_up = ended
    remove = destroying._remove

    def cut(connection, dossier, ids):
        if dossier.root == "applications":
            raise KeyboardInterrupt
        return remove(connection, dossier, ids)

    with monkeypatch.context() as broken:
        broken.setattr(destroying, "_remove", cut)
        with pytest.raises((KeyboardInterrupt, AssertionError)):
            run(tmp_path, datetime(2032, 1, 5))
    assert "intake.applications" in left(town, benefit)
    assert "review.cases" not in left(town, benefit)
    assert "，销毁 2 件（" in run(tmp_path, datetime(2032, 1, 5))[0]
    assert left(town, benefit) <= STAYS


def test_every_table_with_personal_data_goes_with_its_dossier(town):
    """A new one is named in its service's dossier, or here with the reason why it stays."""
    stays = {
        "intake": {"earlier", "drafts"},  # months count for life; drafts have a term of their own
        "reporting": {"rosters", "plans"},  # the month's list is kept as it was frozen (附件5)
        "notify": {"demo_phone"},  # a demonstration's screen has a term of its own
    }
    for name, room in town(datetime(2021, 7, 5, 10)).house.rooms.items():
        store = room.desk.store
        kit = {getattr(store.kit, table).name for table in store.kit.__slots__}
        sealed = {work.table.name for work in sealed_columns(store.metadata)} - kit
        assert sealed - {store.dossier.root, *store.dossier.rows} == stays.get(name, set()), name
