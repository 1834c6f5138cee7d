"""What processes that are killed need at their start, done once: the one that they are forked from imports it."""

from __future__ import annotations

from core.store import memory_url
from tests.store import serving
from tests.store.writing import Clock, open_at

__all__ = ["serving"]

# A memory database copies its tables from a template, which is made with the first one.
open_at(memory_url(), Clock()).close()
