"""A feared movement in small steps: the ladder, one try at a time with what is expected of it, and the diary."""

from __future__ import annotations

import secrets
from dataclasses import replace

import streamlit as st

from core.adapting import Situation, situation
from core.charts import CONFIG
from core.charts.exposures import expected_and_felt, expected_and_felt_words, exposure_table
from core.errors import AnswerError
from core.journal import MOST_STEPS, ExposureLadder, ExposureStep, ExposureTry, MiniScreenEntry
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.progress.exposure import (
    USUAL_STEPS,
    Barrier,
    LadderStanding,
    Standing,
    StepState,
    barrier,
    barrier_now,
    catalogue_steps,
    compared,
    standing_of,
    steps_from,
)
from core.scoring import judge_all
from core.screening import MINI_SCREEN, asked_before_sessions, mini_screen
from core.words import Axis
from pages.parts.home import now, store, today
from pages.parts.leaving import go_to
from pages.parts.listening import flags_on
from pages.parts.outcomes import shades
from pages.parts.scales import scale
from pages.parts.tier_card import tier_card
from pages.parts.troubles import guarded
from pages.parts.undo import undoable
from pages.parts.visit import Record, Trainee, catalog, catalog_for

DIARY = ("exposure_ladder", "exposure_try")
LEFT_OUT = whole("score.block_sensitivity")
TEXT_LENGTH = 200
ICONS = {
    StepState.CALM: ":material/check_circle:",
    StepState.NOW: ":material/radio_button_checked:",
    StepState.AHEAD: ":material/radio_button_unchecked:",
    StepState.WAITS: ":material/hourglass_empty:",
}
ASK_AGAIN = (Barrier.TIER, Barrier.SIGNS, Barrier.STOPPED)
NOT_AT_ALL_TO_VERY = ("not at all", "very much")
UNLIKELY_TO_CERTAIN = ("not at all", "certain")


def show_exposure(known: Record, state: Situation | None = None) -> None:
    """All of it; nothing where triage, stop rules or a flare-up speak against it and nothing was noted before.

    `state` is the situation of today where the page has worked it out already.
    """
    diary = store().exposures(known.person.id)
    standing = _standing(known, state)
    against = barrier(diary, standing, today())
    if against not in (None, Barrier.ENOUGH) and not diary.ladders:
        return
    st.header(say("exposure.title"))
    if not diary.ladders:
        _invite(known)
    if against is not None:
        _say_why(against)
    for ladder in diary.ladders:
        _ladder(known, standing_of(ladder, diary, standing), standing, against)
    if against in (None, Barrier.ENOUGH):
        _new_ladder(known, standing, is_first=not diary.ladders)


def _standing(known: Record, state: Situation | None) -> Standing:
    trainee = known.trainee
    if trainee is None:
        return Standing(False, bool(known.signs), False, False, known.assessed_at, frozenset(), 0)
    if state is None:
        rated = catalog_for(trainee.profile)
        state = situation(trainee.journal, trainee.profile, rated, today(), flags_on(known, today()))
    verdicts = judge_all(state.profile, catalog())
    return Standing(
        allows_plan=trainee.profile.allows_plan,
        has_signs=bool(known.signs),
        withheld=state.withheld,
        flare=state.flare is not None or trainee.profile.flare,
        screened_at=known.assessed_at,
        fits=frozenset(name for name, verdict in verdicts.items() if not verdict.left_out),
        ceiling=trainee.profile.pain_ceiling,
    )


def _invite(known: Record) -> None:
    trainee = known.trainee
    if trainee is not None and trainee.profile.cautious:
        st.info(say("exposure.suggested"), icon=":material/footprint:")
    st.markdown(say("exposure.lead"))
    st.caption(say("exposure.evidence"))
    st.markdown(say("exposure.empty"))


def _say_why(against: Barrier) -> None:
    st.info(against.words, icon=":material/pause_circle:")
    if against in ASK_AGAIN and st.button(say("exposure.answer_again"), key="exposure.again"):
        go_to("screening.py")


def _ladder(known: Record, stands: LadderStanding, standing: Standing, against: Barrier | None) -> None:
    ladder = stands.ladder
    with st.container(border=True, key=f"exposure.{ladder.id}"):
        # What people typed is shown as plain text.
        st.text(ladder.movement)
        if ladder.closed:
            st.caption(say("exposure.closed"))
        else:
            _steps(stands)
            if stands.waiting is None and against is None:
                st.markdown(stands.advice.words)
        _beside(stands)
        if not ladder.closed:
            _next(known, stands, standing, against)
        _more(known, stands)


def _steps(stands: LadderStanding) -> None:
    for one in stands.steps:
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
            st.markdown(ICONS[one.state], width="content")
            st.text(one.step.words, width="content")
            st.caption(one.words, width="content")


def _next(known: Record, stands: LadderStanding, standing: Standing, against: Barrier | None) -> None:
    if stands.waiting is not None:
        if against is None:
            st.markdown(say("exposure.do"))
        _after(known, stands.waiting)
    elif against is None and stands.open_steps:
        _before(known, stands, standing)


def _before(known: Record, stands: LadderStanding, standing: Standing) -> None:
    key = f"exposure.{stands.ladder.id}"
    box = st.expander(say("exposure.before.title"), key=f"{key}.before", icon=":material/edit_note:", on_change="rerun")
    if box.open:
        with box:
            _ask_before(known, stands, standing, key)


def _ask_before(known: Record, stands: LadderStanding, standing: Standing, key: str) -> None:
    if not _checked_today(known) and not _check(known, key):
        return
    steps = stands.open_steps
    if len(steps) > 1:
        words = [one.words for one in steps]
        st.selectbox(say("exposure.before.step"), words, key=f"{key}.step", width=480, persist_state="session")
    scale(say("exposure.before.pain"), f"{key}.pain")
    st.text_input(say("exposure.before.expects"), key=f"{key}.expects", max_chars=TEXT_LENGTH, persist_state="session")
    scale(say("exposure.before.expected"), f"{key}.expected")
    scale(say("exposure.before.likely"), f"{key}.likely", UNLIKELY_TO_CERTAIN)
    scale(say("exposure.before.worry"), f"{key}.worry", NOT_AT_ALL_TO_VERY)
    st.button(
        say("exposure.before.keep"), key=f"{key}.predict", type="primary", on_click=_predict,
        args=(known, stands, standing),
    )  # fmt: skip


def _checked_today(known: Record) -> bool:
    """Whether today's safety check was answered with none of these."""
    zone = now().tzinfo
    return any(not one.answers and one.at.astimezone(zone).date() == today() for one in known.journal.mini_screens)


def _check(known: Record, key: str) -> bool:
    """The safety check; False while something is ticked, which then can be kept."""
    st.markdown(f"**{say('mini.lead')}**")
    for question in asked_before_sessions(known.profile.conditions if known.profile else ()):
        st.checkbox(say(f"mini.{question.id}"), key=f"{key}.mini.{question.id}", wrap=True)
    ticked = _ticked(key)
    if ticked:
        tier_card(mini_screen(ticked).tier)
        st.button("Keep this in the journal", key=f"{key}.mini.keep", on_click=_keep_check, args=(known, key))
    return not ticked


def _ticked(key: str) -> tuple[str, ...]:
    return tuple(one.id for one in MINI_SCREEN if st.session_state.get(f"{key}.mini.{one.id}"))


@guarded
def _keep_check(known: Record, key: str) -> None:
    store().save_mini_screen(known.person.id, MiniScreenEntry(now(), _ticked(key)))


@guarded
def _predict(known: Record, stands: LadderStanding, standing: Standing) -> None:
    key, state = f"exposure.{stands.ladder.id}", st.session_state
    # A tick may come together with the tap that keeps; the page then shows what to do.
    if _ticked(key):
        return
    step = _chosen(stands, state.get(f"{key}.step"))
    pain = state.get(f"{key}.pain")
    if pain is None:
        raise AnswerError(say("exposure.before.no_pain_given"))
    against = barrier_now(step, pain, standing)
    if against is not None:
        raise AnswerError(against.words)
    expected, likely, worry = (state.get(f"{key}.{name}") for name in ("expected", "likely", "worry"))
    if expected is None or likely is None or worry is None:
        raise AnswerError(say("exposure.before.missing"))
    home = store()
    if not _checked_today(known):
        home.save_mini_screen(known.person.id, MiniScreenEntry(now()))
    entry = ExposureTry(
        id=secrets.token_hex(16),
        ladder_id=stands.ladder.id,
        step=step.words,
        day=today(),
        at=now(),
        expects=str(state.get(f"{key}.expects") or "").strip(),
        expected=expected,
        likely=likely,
        worry=worry,
    )
    home.save_exposure_try(known.person.id, entry)
    for name in ("step", "pain", "expects", "expected", "likely", "worry"):
        state.pop(f"{key}.{name}", None)


def _chosen(stands: LadderStanding, words: str | None) -> ExposureStep:
    steps = stands.open_steps
    return next((one for one in steps if one.words == words), steps[0])


def _after(known: Record, waiting: ExposureTry) -> None:
    key = f"exposure.{waiting.id}"
    st.markdown(f"**{say('exposure.after.title')}**")
    st.text(waiting.step)
    numbers = {"expected": waiting.expected, "likely": waiting.likely, "worry": waiting.worry}
    st.caption(say("exposure.expected_was", **numbers))
    scale(say("exposure.after.result"), f"{key}.result")
    scale(say("exposure.after.worry"), f"{key}.worry", NOT_AT_ALL_TO_VERY)
    st.checkbox(say("exposure.after.stopped"), key=f"{key}.stopped", wrap=True)
    st.text_input(say("exposure.after.note"), key=f"{key}.note", max_chars=TEXT_LENGTH, persist_state="session")
    version = store().exposure_versions(known.person.id).get(waiting.id, 0)
    with st.container(horizontal=True):
        st.button("Save", key=f"{key}.save", type="primary", on_click=_keep_result, args=(known, waiting, version))
        st.button(
            say("exposure.after.not_done"),
            key=f"{key}.back",
            type="tertiary",
            on_click=_take_back,
            args=(known.person.id, waiting.id),
        )


@guarded
def _keep_result(known: Record, waiting: ExposureTry, version: int) -> None:
    key, state = f"exposure.{waiting.id}", st.session_state
    result, worry, stopped = (state.get(f"{key}.{name}") for name in ("result", "worry", "stopped"))
    # Who had to stop has other things to think of than how worried they are.
    if result is None or (worry is None and not stopped):
        raise AnswerError(say("exposure.after.missing"))
    note = str(state.get(f"{key}.note") or "").strip()
    done = replace(waiting, result=result, worry_after=worry, stopped=bool(stopped), note=note)
    store().save_exposure_try(known.person.id, done, version)
    st.toast(say("exposure.kept"), icon=":material/check:")


@guarded
def _take_back(person_id: str, try_id: str) -> None:
    home = store()
    with undoable(home, say("exposure.after.taken_back"), {person_id}, DIARY):
        home.delete_exposure_try(try_id)


def _beside(stands: LadderStanding) -> None:
    """Expected beside felt, in words and as a picture, with the diary behind it."""
    found = compared(stands.tries)
    if found is None:
        if not stands.ladder.closed:
            st.caption(say("exposure.compare.none"))
        return
    st.markdown(found.words)
    key = f"exposure.{stands.ladder.id}"
    st.plotly_chart(
        expected_and_felt(stands.tries, shades()),
        key=f"{key}.chart",
        theme=None,
        config=dict(CONFIG),
        alt=expected_and_felt_words(stands.tries),
    )
    box = st.expander(say("exposure.diary"), key=f"{key}.diary", on_change="rerun")
    if box.open:
        box.dataframe(exposure_table(stands.tries), alt="The diary of tries, the newest first")


def _more(known: Record, stands: LadderStanding) -> None:
    ladder = stands.ladder
    key = f"exposure.{ladder.id}.more"
    menu = st.popover("Change the steps, put away, delete", key=key, on_change="rerun")
    if not menu.open:
        return
    version = store().exposure_versions(known.person.id).get(ladder.id, 0)
    with menu:
        st.session_state.setdefault(f"{key}.steps", "\n".join(one.words for one in ladder.steps))
        st.text_area(say("exposure.steps"), key=f"{key}.steps", persist_state="session")
        st.button("Keep the steps", key=f"{key}.keep", on_click=_change_steps, args=(known, ladder, version))
        label = say("exposure.reopen" if ladder.closed else "exposure.close")
        st.button(label, key=f"{key}.close", on_click=_turn, args=(known, ladder, version))
        st.markdown(say("exposure.delete.sure"))
        st.button(
            say("exposure.delete"),
            key=f"{key}.delete",
            icon=":material/delete:",
            on_click=_delete,
            args=(known.person.id, ladder.id),
        )


@guarded
def _change_steps(known: Record, ladder: ExposureLadder, version: int) -> None:
    key = f"exposure.{ladder.id}.more"
    steps = steps_from(str(st.session_state.get(f"{key}.steps") or ""), catalog())
    store().save_exposure_ladder(known.person.id, replace(ladder, steps=steps), version)
    for name in (key, f"{key}.steps"):
        st.session_state.pop(name, None)
    st.toast(say("exposure.kept"), icon=":material/check:")


@guarded
def _turn(known: Record, ladder: ExposureLadder, version: int) -> None:
    store().save_exposure_ladder(known.person.id, replace(ladder, closed=not ladder.closed), version)


@guarded
def _delete(person_id: str, ladder_id: str) -> None:
    home = store()
    with undoable(home, say("exposure.deleted"), {person_id}, DIARY):
        home.delete_exposure_ladder(ladder_id)


def _new_ladder(known: Record, standing: Standing, *, is_first: bool) -> None:
    key = f"exposure.new.{known.person.id}"
    label = say("exposure.new" if is_first else "exposure.another")
    box = st.expander(label, key=key, icon=":material/add:", on_change="rerun")
    if not box.open or known.trainee is None:
        return
    with box:
        _axes_out(known.trainee)
        st.text_input(
            say("exposure.movement"), key=f"{key}.movement", max_chars=TEXT_LENGTH,
            placeholder=say("exposure.movement_example"), persist_state="session",
        )  # fmt: skip
        st.text_area(
            say("exposure.steps"),
            key=f"{key}.steps",
            help=say("exposure.steps_help", count=USUAL_STEPS),
            persist_state="session",
        )
        ladders = {one: steps for one in catalog().ladders if (steps := catalogue_steps(one, catalog(), standing.fits))}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                say("exposure.from_catalogue"),
                list(ladders),
                format_func=lambda one: catalog().ladders[one].name,
                key=f"{key}.ladder",
                width=320,
            )
            if chosen is not None:
                st.button(say("exposure.fill"), key=f"{key}.fill", on_click=_fill, args=(key, ladders[chosen]))
        st.caption(say("exposure.filled"))
        st.button("Keep this ladder", key=f"{key}.keep", type="primary", on_click=_keep_ladder, args=(known, key))


def _axes_out(trainee: Trainee) -> None:
    """Say what the plan leaves out: steps in own words cannot be judged."""
    out = [say(f"axis.{axis.value}.name") for axis in Axis if trainee.profile.sensitivity[axis] >= LEFT_OUT]
    if out:
        st.warning(say("exposure.axes_out", axes=", ".join(out)), icon=":material/block:")


def _fill(key: str, steps: tuple[ExposureStep, ...]) -> None:
    st.session_state[f"{key}.steps"] = "\n".join(one.words for one in steps[:MOST_STEPS])


@guarded
def _keep_ladder(known: Record, key: str) -> None:
    state = st.session_state
    movement = str(state.get(f"{key}.movement") or "").strip()
    if not movement:
        raise AnswerError(say("exposure.no_movement"))
    steps = steps_from(str(state.get(f"{key}.steps") or ""), catalog())
    store().save_exposure_ladder(known.person.id, ExposureLadder(secrets.token_hex(16), now(), movement, steps))
    for name in ("movement", "steps", "ladder"):
        state.pop(f"{key}.{name}", None)
    state[key] = False
    st.toast(say("exposure.kept"), icon=":material/check:")
