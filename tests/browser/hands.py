"""Somebody who has no mouse: Tab from field to field, arrows for choices, Enter to press."""

from collections.abc import Callable
from datetime import date
from typing import Any

from reader import Reader

from simulators.story.answers import until

MOST = 150  # stops of a page
A_ROW = 150  # pixels; fields beside each other do not all begin at one height
HERE = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    tag: one.tagName, id: one.id, name: one.name || "", value: one.value || "",
    inside: one.closest("main") !== null, checked: !!one.checked,
    text: (one.innerText || "").trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
      && box.bottom > 0 && box.top < innerHeight,
    top: box.top + scrollY,
  };
}"""


class Hands:
    """Goes through a page by keys alone; every stop must be seen, and come in the page's order."""

    def __init__(self, reader: Reader) -> None:
        self.page = reader.page
        self.keys = reader.page.keyboard
        self._top = 0.0

    def start(self) -> None:
        """At the page's first words: the skip link leads there, or has led there already."""
        self._top = 0.0
        self.keys.press("Tab")
        skip = self.here()["text"] == "跳到正文"
        assert skip or self.here()["inside"], self.here()
        self.keys.press("Enter" if skip else "Shift+Tab")

    def here(self) -> dict[str, Any]:
        """Where the focus is, and whether one sees it."""
        found: dict[str, Any] = self.page.evaluate(HERE)
        return found

    def to(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Tabs forward until there; what is passed on the way must be visible too."""
        now = self.here()
        for _ in range(MOST):
            self.keys.press("Tab")
            last, now = now, self.here()
            inside = now["id"] and now["id"] == last["id"]  # the parts of a date: the browser's own
            if not (now["seen"] or inside):  # a moment later, where the page has to scroll
                until(lambda: self.here()["seen"], 10, f"{now} 看得见")
            assert now["top"] > self._top - A_ROW, now
            self._top = now["top"]
            if wanted(now):
                return now
        raise AssertionError("never reached")

    def type(self, field: str, text: str) -> None:
        """Into a field; what stood there is replaced."""
        self.to(lambda one: one["id"] == f"f-{field}")
        self.keys.press("Control+a")
        self.keys.type(text)

    def date(self, field: str, day: date) -> None:
        """Part by part, in the order in which this browser shows them."""
        self.to(lambda one: one["id"] == f"f-{field}")
        year, month, on = f"{day:%Y}", f"{day:%m}", f"{day:%d}"
        for parts in ((year, month, on), (month, on, year)):
            for _ in parts:
                self.keys.press("ArrowLeft")
            for part in parts:
                self.keys.type(part)
                if part is year:
                    self.keys.press("ArrowRight")
            if self.here()["value"] == day.isoformat():
                return
        raise AssertionError(f"{day} cannot be typed into {field}")

    def choose(self, field: str, code: str) -> None:
        """Of a list, by arrows."""
        self.to(lambda one: one["id"] == f"f-{field}")
        for _ in range(60):
            if self.here()["value"] == code:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"{code} is not in {field}")

    def pick(self, name: str, value: str) -> None:
        """One of several (radio), by arrows."""
        self.to(lambda one: one["name"] == name)
        for _ in range(10):
            now = self.here()
            if now["value"] == value and now["checked"]:
                return
            self.keys.press("Space" if now["value"] == value else "ArrowDown")
        raise AssertionError(f"{value} is not among {name}")

    def tick(self, field: str) -> None:
        """A box."""
        self.to(lambda one: one["id"] == f"f-{field}")
        self.keys.press("Space")

    def press(self, words: str) -> None:
        """The button with these words; waits for the page that comes."""
        self.to(lambda one: one["tag"] in ("BUTTON", "A") and one["text"].startswith(words))
        with self.page.expect_navigation():
            self.keys.press("Enter")
        self._top = 0.0
