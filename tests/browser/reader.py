"""A person before a browser: opens pages, signs in, and looks whether everybody could use them."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Response

from gateway.demo_accounts import PASSWORD
from simulators.story.answers import until
from simulators.story.client import Lingbu

SITE = "http://localhost"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
HEIGHT = 900
ALIVE = 600  # seconds: a session that nobody used for a quarter of an hour has ended


class Reader:
    """One browser context; `page` is Playwright's. Whatever goes wrong in a page is in `faults`."""

    _opened: ClassVar[dict[str, Any]] = {}

    def __init__(self, chromium: Browser, lingbu: Lingbu, width: int, scripts: bool) -> None:
        self.lingbu, self.width, self.scripts = lingbu, width, scripts
        self.context = chromium.new_context(
            viewport={"width": width, "height": HEIGHT},
            java_script_enabled=scripts,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message: object) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:  # type: ignore[attr-defined]
            self.faults.append(message.text)  # type: ignore[attr-defined]

    def _asked(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if urlsplit(url).netloc != urlsplit(SITE).netloc and not url.startswith("blob:"):
            self.faults.append(f"asked elsewhere: {url}")

    def open(self, path: str) -> Response:
        """Opens a page of the house."""
        answer = self.page.goto(SITE + path)
        assert answer is not None
        return answer

    def press(self, name: str) -> None:
        """Presses a button by its words; waits for the page that comes."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()

    def follow(self, name: str) -> None:
        """Follows a link by its words."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).first.click()

    def come_as(self, account: str) -> None:
        """An officer whose session is there already, if it was opened before."""
        self._come(account, lambda: self.sign_in_as(account))

    def come_by_number(self, id_number: str) -> None:
        """An applicant likewise: a person is sent only so many codes a day."""
        self._come(id_number, lambda: self.sign_in_by_code(id_number))

    def come_by_draft(self, id_number: str, phone: str) -> None:
        """Somebody who has not applied yet."""
        self._come(f"{id_number} {phone}", lambda: self.begin_online(id_number, phone))

    def _come(self, who: str, sign_in: Callable[[], None]) -> None:
        place = f"{self.lingbu.address} {who}"
        cookies, used = self._opened.get(place, ([], 0.0))
        self.context.add_cookies(cookies)
        if not cookies or time.monotonic() - used > ALIVE:
            sign_in()
        self._opened[place] = self.context.cookies(), time.monotonic()

    def sign_in_as(self, account: str) -> None:
        """An officer of the demonstration, with their software key."""
        self.open(f"/sign-in/officer?account={account}&key_serial=SW-{account}")
        self.press("下一步")
        self.page.get_by_label("口令").fill(PASSWORD)
        self.press("按演示用软件钥匙并登录")

    def sign_in_by_code(self, id_number: str) -> None:
        """An applicant, with the code that the demo's phone shows."""
        self.open("/sign-in/applicant")
        self.enter_code(id_number)

    def enter_code(self, id_number: str) -> None:
        """From the page that asks for the number on."""
        before = len(self.lingbu.phone())
        self.page.get_by_label("居民身份证号码").fill(id_number)
        self._enter_code(before)

    def begin_online(self, id_number: str, phone: str) -> None:
        """A new application, or the one begun before, under a number and a phone."""
        self.open("/apply")
        self.enter_number_and_phone(id_number, phone)

    def enter_number_and_phone(self, id_number: str, phone: str) -> None:
        """From the page that asks for both on."""
        before = len(self.lingbu.phone())
        self.page.get_by_label("居民身份证号码").fill(id_number)
        self.page.get_by_label("手机").fill(phone)
        self._enter_code(before)

    def _enter_code(self, before: int) -> None:
        self.press("发送验证码")
        until(lambda: len(self.lingbu.phone()) > before, 30, "验证码")
        self.page.get_by_label("短信验证码").fill(_code(self.lingbu.phone()[0]["text"]))
        self.press("登录")

    def sign_in_again(self, account: str) -> None:
        """An officer, from the page that says that the session has ended."""
        self.press("重新登录")
        self.page.get_by_label("账号", exact=True).fill(account)
        self.page.get_by_label("钥匙盘序列号").fill(f"SW-{account}")
        self.press("下一步")
        self.page.get_by_label("口令").fill(PASSWORD)
        self.press("按演示用软件钥匙并登录")
        self.press("继续填写")

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA; needs scripts."""
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [
            f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}"
            for one in found
        ]

    def too_wide(self) -> int:
        """Pixels by which the page is wider than the screen."""
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        return max(0, int(wide) - self.width)

    def screenshot(self, name: str) -> None:
        """The whole page, for people to look at; only where a folder is named."""
        folder = os.environ.get("LINGBU_SCREENSHOTS")
        if folder:
            path = Path(folder) / f"{name}-{self.width}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=path, full_page=True)

    def close(self) -> None:
        """Puts the browser away."""
        self.context.close()


def _code(text: str) -> str:
    found = re.search(r"\d{6}", text)
    assert found, text
    return found[0]
