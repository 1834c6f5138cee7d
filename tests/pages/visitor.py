"""Someone who uses the pages through Streamlit's AppTest; a run that ends in an exception box fails the test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Widget

from core.knowledge.questions import Kind, load_screens

MAIN = Path(__file__).resolve().parents[2] / "pages" / "main.py"
PAGES = tuple(sorted(one.stem for one in MAIN.parent.glob("*.py") if one.stem not in ("__init__", "main")))
SCREENS = load_screens()
TEXTS = (
    "title",
    "header",
    "subheader",
    "markdown",
    "caption",
    "text",
    "html",
    "code",
    "error",
    "warning",
    "info",
    "success",
)


class Visitor:
    """One visit: widgets are named by their keys, each step runs the page."""

    def __init__(self, page: str = "today", **state: object) -> None:
        self.app = AppTest.from_file(MAIN, default_timeout=30)
        for key, value in state.items():
            self.app.session_state[key] = value
        self.run()
        if page != "today":
            self.go(page)

    def run(self) -> Visitor:
        """Run the page once more."""
        self.app.run()
        assert [box.message for box in self.app.exception] == []
        return self

    def go(self, page: str) -> Visitor:
        """Open another page by its file's name."""
        self.app.switch_page(f"{page}.py")
        return self.run()

    def set(self, key: str, value: object) -> Visitor:
        """Give a widget a value."""
        self.widget(key).set_value(value)
        return self.run()

    def type(self, key: str, value: object) -> Visitor:
        """Give a widget of a form a value; it is sent when the form's button is pressed."""
        self.widget(key).set_value(value)
        return self

    def press(self, key: str) -> Visitor:
        """Press a button."""
        return self.set(key, True)

    def tick(self, key: str) -> Visitor:
        """Tick a box."""
        return self.set(key, True)

    def open(self, key: str) -> Visitor:
        """Open an expander or a popover."""
        self.app.session_state[key] = True
        return self.run()

    def widget(self, key: str) -> Any:
        """The widget with this key; fails where the page has none."""
        found = [one for one in self.app if isinstance(one, Widget) and one.key == key]
        assert len(found) == 1, f"{len(found)} widgets with the key {key} among {sorted(self.keys)}"
        return found[0]

    @property
    def keys(self) -> set[str]:
        """Keys of all widgets on the page."""
        return {one.key for one in self.app if isinstance(one, Widget) and one.key}

    def starting(self, prefix: str) -> list[str]:
        """Keys of the widgets on the page that begin so, in order."""
        return [one.key for one in self.app if isinstance(one, Widget) and (one.key or "").startswith(prefix)]

    @property
    def text(self) -> str:
        """All words on the page, labels of widgets apart."""
        return "\n".join(str(one.value) for kind in TEXTS for one in getattr(self.app, kind))

    @property
    def title(self) -> str:
        """The page's one title."""
        (found,) = self.app.title
        return str(found.value)

    @property
    def warning(self) -> str:
        """The one warning on the page."""
        (found,) = self.app.warning
        return str(found.value)

    @property
    def error(self) -> str:
        """The one error on the page."""
        (found,) = self.app.error
        return str(found.value)

    @property
    def elements(self) -> int:
        """Elements and blocks in the page's tree."""
        return _count(self.app.main)

    def answer(self, screen_id: str, given: Mapping[str, object]) -> Visitor:
        """Answer the questions of the present screen as given, and say that nothing else applies."""
        screen = next(one for one in SCREENS if one.id == screen_id)
        for question in screen.questions:
            value = given.get(question.id)
            if value is None or value == "no":
                continue
            if question.kind is Kind.FLAG:
                self.tick(f"screening.{question.id}.tick")
                if len(question.choices) == 1:
                    continue
            if question.kind is Kind.MANY:
                self.choose(question.id, *value)
            elif question.is_asked(self.answered):
                self.set(f"screening.{question.id}", value)
        if screen.none_text:
            self.tick(f"screening.{screen.id}.none")
        return self.press("screening.next")

    @property
    def answered(self) -> Mapping[str, object]:
        """What was answered so far, the present screen included."""
        state = self.app.session_state
        names = [question.id for screen in SCREENS for question in screen.questions]
        kept = dict(state["screening.draft"]) if "screening.draft" in state else {}
        shown = {name: state[f"screening.{name}"] for name in names if f"screening.{name}" in state}
        return kept | {name: value for name, value in shown.items() if value is not None}

    def choose(self, question_id: str, *choices: str) -> Visitor:
        """Choose from several, be they chips or boxes; no choice is the tick for none, where there is one."""
        key = f"screening.{question_id}"
        if key in self.keys:
            return self.set(key, list(choices))
        if not choices and f"{key}.none" in self.keys:
            return self.tick(f"{key}.none")
        for choice in choices:
            self.tick(f"{key}.{choice}")
        return self

    def offered(self, question_id: str) -> list[str]:
        """What can be chosen from several, be they chips or boxes."""
        key = f"screening.{question_id}"
        if key in self.keys:
            return list(self.widget(key).options)
        return [self.widget(one).label for one in self.starting(f"{key}.")]


def _count(block: Block) -> int:
    return sum(1 + (_count(child) if isinstance(child, Block) else 0) for child in block.children.values())
