"""A damaged record is told, and its last good copy comes back with one button."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from core.exporting.wording import full_day
from core.knowledge.texts import say
from core.store import Store, file_url, open_store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def page(url: str, moment: str) -> None:
    from datetime import datetime

    import streamlit as st

    from core.errors import StoreError
    from core.store import open_store
    from pages.parts.troubles import show_restored, show_store_failure, show_warnings

    now = datetime.fromisoformat(moment)
    try:
        store = open_store(url, "me", clock=lambda: now)
    except StoreError as error:
        show_store_failure(error, url, now)
    else:
        show_restored()
        show_warnings(store.warnings)
        st.header(", ".join(one.name for one in store.people()))


def shown(path: Path) -> AppTest:
    return AppTest.from_function(page, args=(file_url(path), NOW.isoformat())).run()


def record(path: Path, days: int) -> Store:
    return open_store(file_url(path), "me", clock=lambda: NOW + timedelta(days=days))


def test_a_damaged_record_comes_back_with_one_button(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    record(path, -2).add_person("ann", "Ann")
    record(path, -1)
    path.write_bytes(b"no database" * 1000)
    app = shown(path)
    assert "damaged" in app.error[0].value
    assert "sound copy of 19 November 2026" in app.text[0].value
    assert [one.label for one in app.button] == ["Bring back the copy of 19 November 2026"]
    app.button[0].click().run()
    assert not app.error
    assert app.header[0].value == "Ann"
    assert "damaged-20261120T090000" in app.text[0].value
    assert (tmp_path / "journal.damaged-20261120T090000.sqlite").read_bytes() == b"no database" * 1000
    assert not app.run().success


def test_without_a_copy_nothing_is_offered(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"no database" * 1000)
    app = shown(path)
    assert "bring back a backup or choose another place" in app.error[0].value
    assert not app.button


def test_a_copy_that_could_not_be_made_is_told_above_the_page(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite"
    record(path, -1).add_person("ann", "Ann")
    path.with_name("journal.backups").write_text("in the way")
    app = shown(path)
    assert app.warning[0].value.startswith("Today's backup copy of the record could not be made.")
    assert app.header[0].value == "Ann"


def left_out_page() -> None:
    from datetime import UTC, datetime
    from types import SimpleNamespace

    from core.store.judging import LeftOut
    from pages.parts.browser_home import BrowserHome, show_left_out

    held = SimpleNamespace(left_out=(LeftOut("session", "2026-11-20"), LeftOut("", "sqlite_master")))
    show_left_out(BrowserHome(held, lambda: datetime.now(UTC), "visit"))


def test_what_a_browser_kept_and_was_left_out_is_named() -> None:
    app = AppTest.from_function(left_out_page).run()
    assert not app.exception
    assert app.expander[0].label == say("home.left_out", count=2)
    assert [line.value for line in app.text] == ["Session 2026-11-20", "Something of no known kind sqlite_master"]


def clock_page(moments: tuple[object, ...]) -> None:
    from datetime import UTC, datetime

    from core.store import memory_url, open_store
    from core.store.mirror import Mirror
    from pages.parts.browser_home import BrowserHome, show_clock

    def clock() -> datetime:
        return datetime.now(UTC)

    for moment in moments:
        home = BrowserHome(Mirror(open_store(memory_url(), "browser", clock=clock), "visit", clock), clock, "visit")
        home.opened({"id": "visit", "place": "indexeddb", "held": None, "now": moment})
        show_clock(home)


def test_a_server_whose_clock_is_ahead_of_the_visitors_is_told_while_it_is() -> None:
    real = datetime.now(UTC)
    apart = [real + timedelta(days=days) for days in (-400, 400)]
    app = AppTest.from_function(clock_page, args=([moment.timestamp() * 1000 for moment in apart],)).run()
    assert not app.exception
    assert [warning.value for warning in app.warning] == [
        say("home.clock", here=full_day(real.date()), there=full_day(moment.date())) for moment in apart
    ]


def test_clocks_that_agree_and_what_is_no_moment_are_left_alone() -> None:
    real = datetime.now(UTC).timestamp() * 1000
    moments = [real, real + 3_600_000, None, "soon", True, 1e300, float("nan"), float("inf"), 10**400, [], {}]
    app = AppTest.from_function(clock_page, args=(moments,)).run()
    assert not app.exception
    assert not app.warning
