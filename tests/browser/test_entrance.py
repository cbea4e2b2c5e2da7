"""Signing in, as it is done at a desk: with a security key, by keyboard alone, without scripts."""

import pytest
from keys import plug_in, register
from playwright.sync_api import expect

from gateway.demo_accounts import PASSWORD

CLERK, KEY = "chaoyang-rotating", "SK-PORTAL"  # nobody else comes in with that account


@pytest.mark.parametrize("scripts", [True, False])
def test_an_officer_signs_in_and_out(open_reader, scripts):
    reader = open_reader(scripts=scripts)
    reader.sign_in_as("donghuamen-clerk")
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("经办")
    reader.press("退出")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("灵活就业社会保险补贴")
    reader.open("/password")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("登录")
    assert reader.faults == []


@pytest.mark.parametrize("scripts", [True, False])
def test_an_applicant_signs_in_with_a_code(open_reader, town, scripts):
    assert town.published
    reader = open_reader(360, scripts=scripts)
    reader.sign_in_by_code(town.applicant.id_number)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("您好，本人")


def test_an_officer_signs_in_by_keyboard_alone(reader):
    page = reader.page
    reader.open("/sign-in/officer")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    for text in ("city", "SW-city"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="跳到正文").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("您好，市级管理")


def test_a_wrong_password_is_told_where_the_eye_and_the_focus_are(reader):
    reader.open("/sign-in/officer?account=city&key_serial=SW-city")
    reader.press("下一步")
    reader.page.get_by_label("口令").fill("wrong")
    reader.press("按演示用软件钥匙并登录")
    expect(reader.page.get_by_role("alert")).to_be_focused()
    expect(reader.page.get_by_role("alert")).to_contain_text("口令或钥匙盘不正确")
    assert reader.violations() == []


def test_an_officer_signs_in_with_a_security_key(reader):
    plug_in(reader.page)
    register(reader.page, CLERK, KEY)
    reader.open("/sign-in/officer")
    reader.page.get_by_label("账号", exact=True).fill(CLERK)
    reader.page.get_by_label("钥匙盘序列号").fill(KEY)
    reader.press("下一步")
    reader.page.get_by_label("口令").fill(PASSWORD)
    reader.page.get_by_role("button", name="按钥匙盘并登录").click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("您好", timeout=15_000)
