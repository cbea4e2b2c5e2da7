"""The rules in force on a day, each with its clause, and how one value has changed."""

import pytest


def values(office, query=""):
    answer = office.call("GET", f"/policy-values{query}", "auditor").json
    return answer["on"], {one["name"]: one for one in answer["items"]}


def test_every_value_of_a_day_has_its_clause_and_a_title(office):
    on, found = values(office)
    assert on == "2019-04-01"
    one = found["publicity_working_days"]
    assert (one["value"], one["trust"]) == ("5", "stated")
    assert (one["document"], one["paragraph"]) == ("京劳服失发〔2019〕1号", "附件1 三.2")
    for one in found.values():
        assert one["first"] <= on
        assert one["last"] is None or one["last"] >= on
        assert one["title"] != one["name"]
        assert one["document"]


def test_another_day_has_other_values(office):
    _, now = values(office, "?on=2019-04-01")
    _, later = values(office, "?on=2021-01-01")
    changed = {name for name in now if later[name]["value"] != now[name]["value"]}
    assert "unemployment_rate" in changed
    assert values(office, "?on=1999-01-01")[1] == {}
    assert office.call("GET", "/policy-values?on=tomorrow", "auditor").status_code == 422


def test_a_value_tells_its_history(office):
    found = office.call("GET", "/policy-values/unemployment_rate", "operator").json
    assert len(found["items"]) > 1
    for before, after in zip(found["items"], found["items"][1:], strict=False):
        assert before["last"] < after["first"]
    assert office.call("GET", "/policy-values/no_such", "operator").status_code == 404


@pytest.mark.parametrize("who", ["city", "donghuamen-clerk", "security"])
def test_the_rules_are_open_to_every_officer(office, who):
    assert office.call("GET", "/policy-values", who).status_code == 200


def test_the_rules_need_a_session(office):
    assert office.client.get("/api/v1/policy-values").status_code == 401
