"""What nobody answered is not kept for ever: the sealed question goes with its row."""

from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from test_partners_asking import answer, ask

from kernel.clock import SHANGHAI
from servicekit import purging
from servicekit.purging import purge

KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.fixture
def keeper(town, monkeypatch, tmp_path):
    """Runs `lingbu purge partners` over the town's database."""
    monkeypatch.setenv("LINGBU_PARTNERS_DATABASE_URL", town["partners"].url)
    monkeypatch.setenv("LINGBU_AUDIT_KEY", KEY)
    monkeypatch.setenv("LINGBU_POLICY", "beijing")
    monkeypatch.setenv("LINGBU_SEALING_KEYS", "those of the house")
    monkeypatch.setattr(purging, "make_sealer", lambda keys: None)

    def run(*words):
        done = CliRunner().invoke(purge, ["--var", str(tmp_path), "partners", *words])
        assert done.exit_code == 0, done.output
        return done.output

    return run


def give_up(town, number, days_ago):
    """As if the horizon of a request had passed so many days ago, by the machine's clock."""
    moment = datetime.now(SHANGHAI) - timedelta(days=days_ago)
    with town["partners"].engine.begin() as connection:
        connection.execute(
            text("UPDATE requests SET state = 'abandoned', horizon_at = :at WHERE number = :n"),
            {"at": moment, "n": str(number)},
        )


def test_what_was_given_up_long_ago_goes_and_the_rest_stays(town, keeper):
    old, young, waiting, answered = (ask(town) for _ in range(4))
    answer(town, answered)
    give_up(town, old.request_id, 181)
    give_up(town, young.request_id, 179)
    with town["partners"].engine.begin() as connection:
        connection.execute(
            text("UPDATE requests SET answered_at = now() WHERE answered_at IS NOT NULL")
        )
    assert "逾期无答复" in keeper("--dry-run")
    assert town.request(old.request_id).body

    keeper()

    assert town.request(old.request_id) is None
    for kept in (young, waiting, answered):
        assert town.request(kept.request_id) is not None


def test_an_answer_that_comes_after_all_is_told_as_unknown(town, keeper):
    asked = ask(town)
    give_up(town, asked.request_id, 500)
    keeper()
    answer(town, asked)
    assert town.open_letters() == ["unknown-request"]
