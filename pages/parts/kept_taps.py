"""Taps that count although the connection was lost: the browser keeps each one until it hears that it was done.

A tap is told in the message that carries it. Where the button's own action ran with it, it is done; where the
connection broke before, or the program had started anew and did not know the button yet, the browser taps again.
"""

from __future__ import annotations

import re
import secrets
from hashlib import sha256
from pathlib import Path
from typing import Any

import streamlit as st

from core.knowledge.texts import say
from pages.parts.instead import PERSON_IN_ADDRESS as PERSON

KEY, CAME, DONE, VISIT = "kept_taps", "kept_taps.came", "kept_taps.done", "kept_taps.visit"
SCRIPT = Path(__file__).parents[1] / "static" / "kept_taps.js"
# Each run sends a component's script anew: this one only fetches the file, which the browser keeps.
FETCH = f"""
const address = new URL("app/static/{SCRIPT.name}?{sha256(SCRIPT.read_bytes()).hexdigest()[:12]}", document.baseURI);
let loading = null;
export default function (component) {{
  loading ??= import(address.href).catch(() => {{ loading = null; }});
  loading.then((script) => script?.default(component));
}}
"""
HTML = '<div class="line" role="status" hidden></div>'
CSS = """
.line {
  pointer-events: none; position: fixed; z-index: 999990; left: 50%; bottom: 1rem; transform: translateX(-50%);
  box-sizing: border-box; width: max-content; max-width: calc(100vw - 2rem); padding: .6rem 1rem;
  border-radius: var(--st-base-radius); color: var(--st-background-color); background: var(--st-text-color);
  font-family: var(--st-font); font-size: 1rem; line-height: 1.4; box-shadow: 0 2px 12px rgb(0 0 0 / .3);
}
.line[hidden] { display: none; }
"""
WORDS = ("down", "down_kept", "late", "done", "gone", "other_account", "sign_in")
PRESSED = "kept_taps.pressed"
OF_THE_VISIT = (KEY, CAME, DONE, PRESSED, VISIT)
"""What a visit keeps, whomever it shows."""
WAY_OUT = "account.out"
BRIEF = ("account.in", WAY_OUT, "data.erase", "people.delete")
"""How keys of buttons begin that lead away from here or delete for good: such a tap waits for nothing."""
MOST_REMEMBERED = 100


def keep_taps(account: str, shown: str, *, is_heard: bool, is_here: bool, lasts: bool) -> None:
    """Make taps count from here on, first of all on a page.

    `account` tells whose they are, with an empty text where nobody is signed in, and `shown` which record they are of:
    a tap is done in no other. Whose page it is says the address. `is_here` where the record is there to act on,
    `is_heard` where actions reach it, `lasts` where what they wrote outlives the program, and not only once the browser
    has kept it.
    """
    came = st.session_state.pop(CAME, [])
    if is_heard:
        st.session_state[DONE] = [*st.session_state.get(DONE, []), *came][-MOST_REMEMBERED:]
    component = st.components.v2.component("backwise_kept_taps", html=HTML, css=CSS, js=FETCH)
    component(
        key=KEY,
        data={
            # Without it a new visit might say the same as the last one, and the browser would not be told.
            "visit": st.session_state.setdefault(VISIT, secrets.token_hex(4)),
            "account": account,
            "shown": shown,
            "person": PERSON,
            "lasts": lasts,
            # 0 in the first run of a visit, which cannot know yet: the browser then says it again.
            "heard": _told().get("number", 0) if is_here else 0,
            "done": st.session_state.get(DONE, []),
            "brief": [_css_class(key) for key in BRIEF],
            "way_out": _css_class(WAY_OUT),
            "words": {name: say(f"taps.{name}") for name in WORDS},
        },
        on_told_change=_hear,
    )


def _told() -> dict[str, Any]:
    """What the browser said last: a number that grows, and the taps that it has no word of."""
    told = getattr(st.session_state.get(KEY), "told", None)
    return told if isinstance(told, dict) else {}


def _hear() -> None:
    """Note which of the taps come with their widget: the action of each runs in this run, once."""
    taps = _told().get("taps")
    if isinstance(taps, list):
        widgets = {_css_class(str(key)): value for key, value in st.session_state.items()}
        widgets |= dict.fromkeys(st.session_state.pop(PRESSED, ()), True)
        done = [str(tap.get("id")) for tap in taps if isinstance(tap, dict) and _is_done(tap, widgets)]
        # A run that the next tap ended at once has not come to tell of its own.
        st.session_state[CAME] = [*st.session_state.get(CAME, []), *done]


def note_pressed() -> None:
    """Remember which buttons were pressed in this run, before what was typed and chosen on its page is dropped."""
    st.session_state[PRESSED] = [_css_class(str(key)) for key, value in st.session_state.items() if value is True]


def _is_done(tap: dict[str, Any], widgets: dict[str, Any]) -> bool:
    """Whether this run knew the widget, and so ran its action; a button says of itself that it was pressed."""
    name = str(tap.get("name"))
    return name in widgets if tap.get("is_choice") else widgets.get(name) is True


def _css_class(key: str) -> str:
    """The class that Streamlit gives a widget with this key."""
    return "st-key-" + re.sub(r"[^a-zA-Z0-9_-]", "-", key.strip())
