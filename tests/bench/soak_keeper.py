"""What a browser keeps of a record, as pages/parts/browser_home.js keeps it, for visitors who have no browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.client import Events

COMPONENT = "backwise_browser_home"


@dataclass
class Keeper:
    """One visitor's own place: pieces of text by their names, and the manifest beside them."""

    held: dict[str, Any] | None = None
    _handled: set[str] = field(default_factory=set)
    _last: str = ""

    def reload(self) -> None:
        """The page was loaded anew: the script starts again, what was written is there."""
        self._handled, self._last = set(), ""

    def answer(self, data: dict[str, Any]) -> Events:
        """What the script tells of its place after the page ran."""
        told: Events = []
        if self._is_new(data["open"]):
            self._last = self.revision
            told.append(("opened", {"id": data["open"], "place": "indexeddb", "held": self.held, "went_on_from": ""}))
        for change in data["changes"]:
            if self._is_new(change["manifest"]["revision"]):
                told += self._write(change)
        if self._is_new(data["erase"]):
            self.held, self._last = None, ""
            told.append(("erased", {"id": data["erase"], "left": 0}))
        return told

    @property
    def revision(self) -> str:
        """What was written last."""
        return str(self.held["manifest"]["revision"]) if self.held else ""

    def _is_new(self, name: str) -> bool:
        if not name or name in self._handled:
            return False
        self._handled.add(name)
        return True

    def _write(self, change: dict[str, Any]) -> Events:
        revision = change["manifest"]["revision"]
        if self.revision != change["base"]:
            went_on_from, self._last = self._last, self.revision
            return [("others", {"id": revision, "held": self.held, "went_on_from": went_on_from})]
        pieces = {**(self.held["pieces"] if self.held else {}), **change["put"]}
        for name in change["drop"]:
            pieces.pop(name, None)
        self.held = {"manifest": change["manifest"], "pieces": pieces}
        self._last = revision
        return []
