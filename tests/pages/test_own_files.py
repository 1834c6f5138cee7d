"""The mark of a browser, by which its files are its own."""

from __future__ import annotations

import pytest

from pages.parts.own_files import COOKIE, browser_mark


@pytest.mark.parametrize("odd", ["prefs[lang]=de", 'state={"a":1}', "name=Jürgen", "=", "a@b=1", ";;"])
def test_cookies_of_other_programs_on_the_host_take_no_mark_away(odd: str) -> None:
    assert browser_mark(f"{odd}; {COOKIE}=anns") == "anns"
    assert browser_mark(f"{COOKIE}=anns; {odd}") == "anns"
    assert browser_mark(odd) == ""
