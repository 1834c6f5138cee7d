"""All exercises as cards with figure, verdict and spinal demand; narrowed by filters that stand in the address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from core.catalog import Exercise
from core.knowledge.texts import say
from core.profile import Profile
from core.scoring import Verdict
from core.words import Equipment, Fit, Gate, Muscle, Pattern, Role
from pages.parts.exercise_demand import band_badge, demand_of
from pages.parts.exercise_figure import picture_words, still_address
from pages.parts.visit import catalog

PER_PAGE = 24
ROLES = list(Role)
SIGNS = {Fit.FITS: ("green", "●"), Fit.WITH_CHANGE: ("orange", "◆"), Fit.LEFT_OUT: ("gray", "○")}
WORDS = {"muscle": "muscle", "kind": "role", "movement": "pattern", "uses": "equipment"}
NOTHING = "nothing"
SPECIAL = re.compile(r"([\\`*_\[\]<>$~])")

# Each card is one choice of a single button group: one element for a whole page, and a tap keeps the visit.
STYLE = """
<style>
.st-key-exercises_open [role="radiogroup"] { display:grid; width:100%; max-width:none; gap:.9rem;
  grid-template-columns:repeat(auto-fill,minmax(15rem,1fr)); }
.st-key-exercises_open button { width:100%; max-width:none; height:auto; padding:.5rem .5rem .7rem; border-radius:.9rem;
  align-items:flex-start; }
.st-key-exercises_open button * { width:100%; max-width:none; white-space:normal; text-align:left; }
.st-key-exercises_open button p { display:flex; flex-wrap:wrap; gap:.3rem; line-height:1.35; }
.st-key-exercises_open button img { height:auto; max-height:none; aspect-ratio:22/19; border-radius:.6rem;
  background:#f3f5f2; }
.st-key-exercises_open button strong { font-weight:600; font-size:1rem; }
.st-key-exercises_open button .stMarkdownBadge { width:auto; overflow:visible; white-space:normal !important; }
@media (max-width:640px) {
  .st-key-exercises_open [role="radiogroup"] { grid-template-columns:repeat(2,minmax(0,1fr)); gap:.5rem; }
  .st-key-exercises_open button { padding:.35rem .35rem .5rem; }
}
</style>
"""


def exercise_filters(profile: Profile | None, verdicts: Mapping[str, Verdict]) -> tuple[Exercise, ...]:
    """The filters, and the exercises that pass all of them: what suits best comes first."""
    row = st.container(horizontal=True, vertical_alignment="bottom")
    typed = row.text_input(
        "Search", key="find", bind="query-params", persist_state="session", icon=":material/search:", width=260
    )
    fits: Sequence[Fit] = ()
    if profile:
        fits = row.pills(
            "Verdict",
            list(Fit),
            selection_mode="multi",
            format_func=lambda fit: say(f"fit.{fit.value}"),
            key="verdict",
            bind="query-params",
            persist_state="session",
            wrap=True,
        )
    box = st.expander("More filters", key="exercises.filters", icon=":material/tune:")
    row = box.container(horizontal=True, vertical_alignment="bottom")
    muscle = _choice(row, "Muscle", "muscle", Muscle)
    piece = _choice(row, "Equipment", "uses", [NOTHING, *Equipment])
    pattern = _choice(row, "Movement", "movement", Pattern)
    ladder = _choice(row, "Ladder", "ladder", list(catalog().ladders))
    role = _choice(row, "Part of a session", "kind", Role)
    mine = bool(profile) and row.toggle(
        "Only with my equipment", key="mine", bind="query-params", persist_state="session"
    )
    words = (typed or "").casefold().split()
    found = (
        one
        for one in catalog()
        if all(word in " ".join((one.name, *one.aliases)).casefold() for word in words)
        and (muscle is None or muscle in one.muscles)
        and (piece is None or _uses(one, piece))
        and (pattern is None or one.pattern is pattern)
        and (ladder is None or one.ladder == ladder)
        and (role is None or role in one.roles)
        and (not fits or verdicts[one.id].fit in fits)
        and (not mine or profile is None or one.can_be_done_with(profile.equipment))
    )
    return tuple(sorted(found, key=lambda one: _place(one, verdicts)))


def _uses(exercise: Exercise, piece: str) -> bool:
    """True where one of its ways to be equipped has this piece; for "nothing", where one needs no piece at all."""
    return any(piece in way if piece != NOTHING else not way for way in exercise.equipment)


def count_line(shown: Sequence[Exercise], verdicts: Mapping[str, Verdict]) -> str:
    """How many exercises are shown, and what the verdicts on them are."""
    if not shown:
        return say("exercises.nothing")
    told = say("exercises.count", shown=len(shown), all=len(catalog()))
    counts = Counter(verdicts[one.id].fit for one in shown if one.id in verdicts)
    parts = ", ".join(say(f"exercises.count.{fit.value}", count=counts[fit]) for fit in Fit if counts[fit])
    return f"{told}: {parts}" if parts else told


def exercise_grid(shown: Sequence[Exercise], profile: Profile | None, verdicts: Mapping[str, Verdict]) -> str | None:
    """One sheet of cards; returns the exercise that was tapped."""
    if not shown:
        return None
    st.html(STYLE)
    cards, below = st.container(), st.container(horizontal_alignment="center")
    sheets = -(-len(shown) // PER_PAGE)
    sheet = below.pagination(sheets, key="page", bind="query-params", persist_state="session") if sheets > 1 else 1
    on_sheet = {one.id: one for one in shown[(sheet - 1) * PER_PAGE : sheet * PER_PAGE]}
    return cards.pills(
        "Open an exercise",
        list(on_sheet),
        format_func=lambda name: _card(on_sheet[name], profile, verdicts.get(name)),
        key="exercises_open",
        label_visibility="collapsed",
        width="stretch",
        wrap=True,
    )


def _card(exercise: Exercise, profile: Profile | None, verdict: Verdict | None) -> str:
    alt = picture_words(exercise, profile)
    muscles = ", ".join(say(f"muscle.{muscle.value}") for muscle in exercise.muscles)
    trains = say("exercises.why.muscles", muscles=muscles) if muscles else say("exercises.no_muscles")
    reason = verdict.why[0] if verdict else trains
    fit = fit_badge(verdict.fit) if verdict else ""
    found = demand_of(exercise, profile).found
    return (
        f"![{_plain(alt)}]({still_address(exercise, profile)}) **{_plain(exercise.name)}** {fit} "
        f"{band_badge(found.band if found else None)} :small[{_plain(reason)}]"
    )


def fit_badge(fit: Fit) -> str:
    """A verdict as word, shape and colour, in Markdown."""
    colour, shape = SIGNS[fit]
    return f":{colour}-badge[{shape} {say(f'fit.{fit.value}')}]"


def _plain(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return SPECIAL.sub(r"\\\1", text)


def _place(exercise: Exercise, verdicts: Mapping[str, Verdict]) -> tuple[int, int, float, int]:
    """What suits best first; without verdicts the open exercises before the gated ones, easy before hard."""
    verdict = verdicts.get(exercise.id)
    if verdict:
        return list(Fit).index(verdict.fit), ROLES.index(exercise.role), -verdict.score, 0
    pattern = list(Pattern).index(exercise.pattern)
    return list(Gate).index(exercise.gate), ROLES.index(exercise.role), pattern, exercise.rung or 0


def _choice(row, label: str, key: str, options):
    """One of several, or none; its words stand in the address."""
    names = {one: _word(key, one) for one in options}
    return row.selectbox(
        label,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder="Any",
        key=key,
        bind="query-params",
        persist_state="session",
        width=200,
    )


def _word(key: str, option: str) -> str:
    if key == "ladder":
        return catalog().ladders[option].name
    told = say("exercises.nothing_needed") if option == NOTHING else say(f"{WORDS[key]}.{option}")
    return told[:1].upper() + told[1:]
