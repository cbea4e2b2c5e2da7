import re
from pathlib import Path

import pytest

from gateway.binding import PREFIX
from gateway.routes import CONTENTS
from gateway.settings import GatewaySettings

ROUTES = [route for _, _, routes in CONTENTS for route in routes]
WRITES = {"post", "put", "patch", "delete"}
HTTP = WRITES | {"get"}


@pytest.fixture
def spec(desk):
    return desk.client.get("/api/openapi.json").json


def operations(spec):
    for path, item in spec["paths"].items():
        for method in HTTP & item.keys():
            yield path, method, item, item[method]


def references(tree):
    if isinstance(tree, dict):
        if "$ref" in tree:
            yield tree["$ref"]
        for value in tree.values():
            yield from references(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from references(value)


def resolve(spec, reference):
    node = spec
    for step in reference.removeprefix("#/").split("/"):
        node = node[step]
    return node


def test_every_row_of_the_table_is_described_and_nothing_else(spec):
    described = {(method.upper(), path) for path, method, _, _ in operations(spec)}
    rows = {(r.method, PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", r.path)) for r in ROUTES}
    assert described == rows
    assert spec["openapi"].startswith("3.0")


def test_every_reference_leads_somewhere(spec):
    found = set(references(spec))
    assert found
    for reference in found:
        assert resolve(spec, reference)


def test_every_operation_has_a_summary_a_unique_name_and_an_answer(spec):
    names = [op["operationId"] for _, _, _, op in operations(spec)]
    assert len(names) == len(set(names))
    for path, method, _, op in operations(spec):
        assert op["summary"], path
        assert any(code.startswith("2") for code in op["responses"]), (method, path)


def test_every_operation_documents_its_problems(spec):
    for path, method, _, op in operations(spec):
        problems = {c for c in op["responses"] if not c.startswith("2")}
        assert {"400", "403", "404", "422", "429", "500", "503"} <= problems, (method, path)
        for code in problems:
            response = resolve(spec, op["responses"][code]["$ref"])
            assert list(response["content"]) == ["application/problem+json"], (path, code)


def test_every_write_asks_for_the_idempotency_key(spec):
    without = {"ask_sign_in", "sign_in", "sign_out", "end_session"}  # tokens are not remembered
    without |= {"set_password", "change_password"}  # nor passwords
    without |= {"begin_registration"}  # nor challenges
    without |= {"ask_code", "sign_in_by_code", "search_applications", "ask_insurable"}
    without |= {"ask_eligible", "look_up_person"}
    for path, method, _, op in operations(spec):
        keys = [p for p in op.get("parameters", []) if p["name"] == "Idempotency-Key"]
        needed = method in WRITES and op["operationId"] not in without
        assert [p["required"] for p in keys] == ([True] if needed else []), (method, path)


def test_security_is_the_bearer_token_save_for_the_public(spec):
    assert spec["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    public = {op["operationId"] for *_, op in operations(spec) if op["security"] == []}
    public -= {"ask_code", "sign_in_by_code", "ask_eligible"}
    assert public == {"ask_sign_in", "sign_in", "list_publicity", "file_objection", "get_codes"}


def test_every_path_parameter_is_described_and_no_body_repeats_it(spec):
    for path, method, item, op in operations(spec):
        given = item.get("parameters", []) + op.get("parameters", [])
        assert {p["name"] for p in given if p["in"] == "path"} == set(
            re.findall(r"{(\w+)}", path)
        ), path
        body = op.get("requestBody", {}).get("content", {}).get("application/json")
        if body:
            fields = resolve(spec, body["schema"]["$ref"])["properties"]
            assert not {p["name"] for p in given} & fields.keys(), (method, path)


def test_fields_carry_their_descriptions(spec):
    fields = spec["components"]["schemas"]["Commitment"]["properties"]
    assert "抄写内容" in fields["transcription"]["description"]


def test_without_demo_its_routes_do_not_exist(desk):
    assert not GatewaySettings().demo
    for path in ("/demo/", "/demo/accounts", "/demo/clock", "/demo/phone"):
        assert desk.client.get(path).status_code == 404
    for path in ("/demo/clock", "/demo/simulators"):
        assert desk.client.post(path, json={"turn": "+1d"}).status_code == 404


def test_the_page_loads_nothing_from_elsewhere(demo):
    for page in ("/api/docs", "/demo/"):
        answer = demo.client.get(page)
        assert answer.status_code == 200
        assert b"//" not in answer.data.replace(b"<!doctype", b""), page
        links = re.findall(rb'(?:src|href)="([^"]+)"', answer.data)
        assert links
        for link in links:
            assert demo.client.get(link.decode()).status_code == 200, link


def test_the_pages_have_no_inline_script_or_style(demo):
    for page in ("/api/docs", "/demo/", "/demo/phone"):
        text = demo.client.get(page, headers={"Accept": "text/html"}).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), page
        assert not re.search(r"<style|\sstyle=|\son\w+=", text), page


def test_the_style_of_the_page_loads_nothing_from_elsewhere(desk):
    style = desk.client.get("/api/docs/swagger-ui.css").data
    links = [one.strip(b"\"'") for one in re.findall(rb"url\(([^)]*)\)", style)]
    assert [one for one in links if not one.startswith(b"data:")] == []
    assert b"@import" not in style
    own = Path(__file__).parent.parent / "src/gateway/static/docs.js"
    assert "validatorUrl: null" in own.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["index.html", "swagger-ui.js", "../__init__.py", "%2e%2e/x"])
def test_only_four_assets_are_served(desk, name):
    assert desk.client.get(f"/api/docs/{name}").status_code == 404


def test_the_description_says_how_a_decision_is_signed_in_the_words_of_the_schemas(spec):
    told = spec["info"]["description"]
    schemas = spec["components"]["schemas"]
    named = set(re.findall(r"[`\"](\w+)[`\"]", told))
    for kind in ("Challenge", "Proof"):
        assert schemas[kind]["properties"].keys() <= named
    assert all(word in told for word in ("428", "`signature-wanted`", '"proof"', "`challenge`"))


def test_a_client_that_knows_only_the_description_signs_in_a_demonstration(demo):
    """The route that it names gives what the schema of the proof asks for."""
    told = demo.client.get("/api/openapi.json").json["info"]["description"]
    [path] = re.findall(r"`POST (/demo/\S+)`", told)
    known = demo.client.get(re.search(r"GET (/demo/accounts)", told)[1]).json
    officer = known["items"][0]
    who = {name: officer[name] for name in ("account", "key_serial")}
    challenge = demo.client.post("/api/v1/sessions/challenges", json=who).json
    serial = path.replace("<serial>", officer["key_serial"])
    made = demo.client.post(serial, json={"text": challenge["text"]}).json
    proof = {"challenge_id": challenge["challenge_id"], "signature": made["signature"]}
    form = who | {"password": known["password"], "proof": proof}
    assert demo.client.post("/api/v1/sessions", json=form).status_code == 201
