"""At the counter nothing that was typed is lost, and nothing is handed in twice."""

import pytest
from desks import sign_out
from playwright.sync_api import expect
from typed import fill_commitment, fill_form, type_commitment, type_form, type_number

CLERK = "nanmofang-clerk"  # whose sessions end here; other stories sit at another counter
SEND = """sent => fetch("/street/new/commitment", {
  method: "POST", body: new URLSearchParams(sent),
}).then(answer => answer.url)"""
each_way = pytest.mark.parametrize("scripts", [True, False])


def taken(town, person):
    """Applications of a person, as the counter finds them."""
    clerk = town.lingbu.officer(CLERK)
    form = {"id_number": person.id_number}
    return clerk.post("/applications/search", form)["items"]


def heading(reader):
    return reader.page.get_by_role("heading", level=1)


@each_way
def test_a_session_that_ends_on_each_long_screen_loses_no_word(open_reader, town, scripts):
    reader, person = open_reader(scripts=scripts), town.person()
    reader.sign_in_as(CLERK)
    type_number(reader, person)
    fill_form(reader, person, town.now.date())
    sign_out(town.lingbu, CLERK)
    reader.press("下一步：承诺书")
    reader.sign_in_again(CLERK)
    expect(reader.page.locator("#f-name")).to_have_value(person.name)
    expect(reader.page.locator("#f-project")).to_have_value(person.project)
    reader.press("下一步：承诺书")
    fill_commitment(reader, person)
    sign_out(town.lingbu, CLERK)
    reader.press("下一步：拍照")
    reader.sign_in_again(CLERK)
    expect(reader.page.locator("#f-account")).to_have_value(person.account)
    expect(reader.page.locator("#f-transcribed")).to_be_checked()
    assert taken(town, person) == []
    reader.press("下一步：拍照")
    expect(heading(reader)).to_contain_text("拍照")
    assert len(taken(town, person)) == 1


@each_way
def test_a_double_click_hands_in_once(open_reader, town, scripts):
    reader, person = open_reader(scripts=scripts), town.person()
    reader.sign_in_as(CLERK)
    type_number(reader, person)
    type_form(reader, person, town.now.date())
    fill_commitment(reader, person)
    reader.page.get_by_role("button", name="下一步：拍照").dblclick()
    expect(heading(reader)).to_contain_text("拍照", timeout=60_000)
    assert len(taken(town, person)) == 1


def test_whoever_goes_back_after_handing_in_hands_in_nothing_more(open_reader, town):
    reader, person = open_reader(), town.person()
    reader.sign_in_as(CLERK)
    type_number(reader, person)
    type_form(reader, person, town.now.date())
    fill_commitment(reader, person)
    sent = reader.page.locator("form[data-once]").evaluate(
        "one => [...new FormData(one)].map(pair => pair.map(String))"
    )
    reader.press("下一步：拍照")
    first = reader.page.url
    again = reader.page.evaluate(SEND, sent)  # as a browser does that goes back and sends anew
    assert again == first
    assert len(taken(town, person)) == 1


def test_an_application_put_aside_is_gone_on_with_by_its_number(open_reader, town):
    reader, person = open_reader(), town.person()
    reader.sign_in_as(CLERK)
    type_number(reader, person)
    reader.page.locator("#f-name").fill(person.name)
    reader.press("保存，以后再录")
    expect(reader.page.get_by_role("status").first).to_contain_text("已保存到")
    type_number(reader, person)
    expect(reader.page.get_by_text("保存、还没有提交的内容")).to_be_visible()
    expect(reader.page.locator("#f-name")).to_have_value(person.name)
    assert reader.violations() == []
    type_form(reader, person, town.now.date())
    type_commitment(reader, person)
    expect(heading(reader)).to_contain_text("拍照")
