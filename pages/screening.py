"""Is it safe to train, and what does my back tolerate?"""

import secrets

import streamlit as st

from core.errors import AnswerError, StoreError
from core.knowledge.questions import load_questions, load_screens
from core.knowledge.texts import say
from core.profile import build_profile
from core.records import assessment_record
from core.screening import (
    Ahead,
    RenewalReason,
    ahead,
    answer_in_words,
    assess,
    checked,
    confirmed,
    load_clashes,
    open_clashes,
    still_assessed,
    triage,
)
from core.screening.answers import ASSESSED, unanswered
from core.screening.gates import AFTERWARDS
from core.words import Tier
from pages.parts.home import now, store, today
from pages.parts.plan_changes import remake
from pages.parts.question import any_ticked, ask_screen, completed, given, is_ended, prefill, prefill_none
from pages.parts.take import take_summary
from pages.parts.tier_card import decline_card, named_ticks, reasons, resolver, summary_line, tier_card
from pages.parts.to_top import to_top
from pages.parts.tolerance import tolerance_picture, tolerance_reasons
from pages.parts.troubles import keep_trouble, show_troubles
from pages.parts.visit import OWN_PERSON, ensure_person, record

SCREENS = load_screens()
PLACES = {question.id: place for place, screen in enumerate(SCREENS) for question in screen.questions}
REMEMBERED = ("you", "health", "triggers", "training")
ASKED_ANEW = ("D1", "D3", "H1_weeks", "H2_week", "H2_signs", "pressure_upper", "pressure_lower")
"""What changes from one screening to the next, even on a screen that remembers."""

state = st.session_state
known = record()
kept = known.read.screened if known is not None else None
based_on = (kept.id if kept else "", known.renewal if known is not None else None)
"""What the draft starts from: the stored screening, and why it is due again."""


def begin() -> None:
    """Start from what is stored: from its result, or empty where the screening is due again."""
    for key in [key for key in state if str(key).startswith(("screening.", "resolver."))]:
        del state[key]
    earlier = known.answers if known is not None else None
    # A result that withholds the plan stays in sight, and where only some questions are open the others need no second
    # answer.
    if known is not None and known.assessment is not None and known.assessment.tier.allows_plan:
        only_open = known.renewal is RenewalReason.INCOMPLETE and today() < known.assessment.re_ask_on
        earlier = earlier if known.renewal is None or only_open else None
    state["screening.step"] = 0 if earlier is None else len(SCREENS)
    state["screening.draft"] = {} if earlier is None else dict(earlier)
    state["screening.based_on"] = based_on


# What was answered elsewhere since, or a sign that was ticked, makes an old result or a draft worthless.
stale = state.get("screening.based_on", based_on) != based_on
if "screening.step" not in state or (
    stale and (state["screening.step"] >= len(SCREENS) or known is None or known.renewal is RenewalReason.SIGN)
):
    begin()
state.setdefault("screening.based_on", based_on)
draft = state["screening.draft"]


def go(step: int) -> None:
    """Show another screen."""
    state["screening.step"] = step
    for key in ("screening.missing", "screening.clash_at"):
        state.pop(key, None)


def start_again() -> None:
    """Empty the draft; what was saved stays."""
    for key in [key for key in state if str(key).startswith(("screening.", "resolver."))]:
        del state[key]
    state["screening.step"] = 0
    state["screening.draft"] = {}
    state["screening.based_on"] = based_on


def finish(answers: dict) -> bool:
    """Keep the screening's result; False where it could not be kept, which the next run says."""
    given = checked(answers)
    try:
        person, home = ensure_person(), store()
        latest = home.latest_assessment(person.id)
        if (latest.id if latest else "") != state["screening.based_on"][0]:
            # Another tab answered meanwhile; its result is never written over by what stood here before.
            state["screening_stale"] = True
            state.pop("screening.step")
            return False
        record_id = secrets.token_hex(8)
        home.save_assessment(person.id, assessment_record(record_id, now(), given, assess(given, today())))
    except StoreError as error:
        keep_trouble(error)
        return False
    state["screening.based_on"] = (record_id, None)
    return True


def go_on(place: int, answers: dict) -> None:
    """What comes after the screen at `place`: the next one, a question back, or the result."""
    state["screening.draft"] = answers
    way, withheld = ahead(SCREENS, place, answers, today()), not triage(answers, today()).allows_plan
    # What withholds a plan counts from here on, also for someone who leaves half-way.
    saved = finish(answers) if withheld or way is Ahead.RESULT else True
    if "screening.step" not in state or not (saved or (withheld and way is Ahead.RESULT)):
        return
    match way:
        case Ahead.NEXT:
            go(place + 1)
        case Ahead.ASK_BACK:
            go(place)
            state["screening.clash_at"] = place
        case Ahead.RESULT:
            go(len(SCREENS))


def take_next(place: int) -> None:
    """Keep this screen's answers and go on, or say what is missing."""
    screen = SCREENS[place]
    try:
        answers = dict(checked(given(screen, draft)))
        # An emergency waits for no other box on the screen.
        if triage(answers, today()) is Tier.EMERGENCY:
            go_on(place, answers)
            return
        filled = dict(confirmed(checked(still_assessed(completed(screen, answers))), ()))
    except AnswerError as error:
        state["screening.missing"] = str(error)
        return
    missing = unanswered(filled, [question.id for question in screen.questions])
    questions = load_questions()
    told = []
    if missing:
        # The first sentence says which one is meant.
        told.append("Still open: " + " · ".join(questions[name].text.partition(". ")[0] for name in missing))
    if not is_ended(screen) and any_ticked(screen):
        told.append(say("screening.tick_rest", nothing_else=say("triage.nothing_else")))
    elif not is_ended(screen):
        told.append(say("screening.tick", none=screen.none_text))
    if told:
        state["screening.missing"] = "\n\n".join(told)
    else:
        go_on(place, filled)


def confirm(clash_id: str, place: int) -> None:
    """Both answers are right: the more careful reading counts from here on."""
    go_on(place, dict(confirmed(draft, (clash_id,))))


def record_assessed(days: dict) -> None:
    """Keep on which day the signs were assessed, and ask what an early end of the screens left open."""
    answers = {**draft, **{ASSESSED + sign: day.isoformat() for sign, day in days.items()}}
    if finish(answers):
        state["screening.draft"] = answers
        answer_open(assess(checked(answers), today()).missing)
        st.toast(say("screening.recorded"), icon=":material/check:")


def answer_open(missing: tuple[str, ...]) -> None:
    """Go to the first screen on which something is open; where nothing is, stay."""
    if missing:
        go(min(PLACES[question_id] for question_id in missing))


def show_questions(step: int) -> None:
    """One screen with its progress, its questions, and the way on."""
    screen = SCREENS[step]
    st.progress((step + 1) / len(SCREENS), text=f"Step {step + 1} of {len(SCREENS)}")
    st.title(screen.title)
    show_noticed(step)
    st.markdown(screen.lead)
    questions = tuple(question.id for question in screen.questions)
    prefill(draft, questions)
    prefill_none(screen, draft)
    if known and known.answers and screen.id in REMEMBERED:
        prefill(known.answers, tuple(name for name in questions if name not in ASKED_ANEW))
    ask_screen(screen, draft)
    with st.container(horizontal=True):
        if step:
            st.button("Back", key="screening.back", on_click=go, args=(step - 1,))
        label = "Show the result" if step == len(SCREENS) - 1 else "Next"
        st.button(label, key="screening.next", type="primary", on_click=take_next, args=(step,))
    # Below, so that the button stays under the thumb; once, for what is filled in next makes it untrue.
    if message := state.pop("screening.missing", None):
        st.warning(message, icon=":material/edit_note:")


def show_noticed(step: int) -> None:
    """What was ticked so far withholds a plan: that it was seen, and the way to the advice."""
    tier = triage(draft, today())
    if SCREENS[step].safety and tier in (Tier.SAME_DAY, Tier.PROFESSIONAL):
        st.warning(say(f"screening.noticed.{tier.value}"), icon=":material/visibility:")
        st.button(say("screening.advice"), key="screening.advice", on_click=go, args=(len(SCREENS),))


def show_clash(place: int) -> None:
    """Two answers that do not fit together, asked back once: change one, or say that both are right."""
    (clash_id, *others) = open_clashes(draft)
    clash, questions = load_clashes()[clash_id], load_questions()
    st.title(say("clash.title"))
    if others:
        st.caption(say("clash.more", count=len(others)))
    st.markdown(say(f"clash.{clash_id}"))
    for question_id in clash.questions:
        question = questions[question_id]
        answer = answer_in_words(question, draft[question_id]) or say("clash.not_ticked")
        place_of_it = PLACES[question_id]
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"clash.{question_id}"):
            st.markdown(f"{question.text}  \n**{answer}**", width="stretch")
            st.button(say("clash.change"), key=f"clash.change.{question_id}", on_click=go, args=(place_of_it,))
    st.markdown(say("clash.lead"))
    st.button(say("clash.both"), key="clash.both", on_click=confirm, args=(clash_id, place))


def show_result() -> None:
    """The tier first, then what it means for training."""
    st.title("Your result")
    try:
        answers = checked(draft)
    except AnswerError as error:
        st.error(str(error), icon=":material/error:")
        st.button("Answer again from the start", key="screening.again", on_click=start_again)
        return
    stored = known.assessment if known is not None and known.answers == answers else None
    assessment = stored or assess(answers, today())
    if assessment.tier.allows_plan and not assessment.allows_plan:
        show_open(assessment)
    else:
        tier_card(assessment.tier)
        reasons(assessment)
        decline_card(assessment)
    if not assessment.tier.allows_plan:
        st.caption("To read out or show")
        st.code(summary_line(assessment), language=None, wrap_lines=True)
        take_summary(answers, assessment, known.person.name if known and known.person.name != OWN_PERSON else "")
        show_way_back(assessment)
    elif assessment.allows_plan:
        profile = build_profile(answers, assessment)
        named_ticks(answers, assessment)
        st.header("What your back tolerates now")
        tolerance_picture(profile)
        with st.expander("Why"):
            tolerance_reasons(profile)
        st.markdown(say("triage.pain_rule", limit=profile.pain_ceiling))
        st.caption(say("triage.warning_card"))
        old = known.trainee if known is not None and known.trainee and known.trainee.outdated else None
        label = say("screening.update_plan") if old else "Make my plan"
        if st.button(label, key="screening.plan", type="primary", icon=":material/arrow_forward:"):
            if old:
                remake(old, today())
            st.switch_page("plan.py")
    if not assessment.tier.allows_plan:
        named_ticks(answers, assessment)
    with st.container(horizontal=True):
        label = say("screening.mistake") if assessment.tier is Tier.EMERGENCY else "Check my answers"
        st.button(label, key="screening.check", on_click=go, args=(0,))
        st.button("Answer again from the start", key="screening.again", on_click=start_again, type="tertiary")
    again = f" The questions come again on {assessment.re_ask_on:%d %B %Y}." if assessment.tier.allows_plan else ""
    st.caption(say("triage.not_a_device") + again)


def show_way_back(assessment) -> None:
    """What opens the plan again where the triage withholds it."""
    unsaid = tuple(question_id for question_id in assessment.missing if question_id not in AFTERWARDS)
    if today() >= assessment.re_ask_on:
        st.markdown(say("renewal.date"))
    elif unsaid and assessment.tier is not Tier.EMERGENCY:
        st.markdown(say("triage.unfinished"))
        st.button(say("triage.answer_open"), key="screening.open", type="primary", on_click=answer_open, args=(unsaid,))
    else:
        days = resolver(assessment.findings, today())
        if days:
            st.button("Record this", key="screening.resolve", type="primary", on_click=record_assessed, args=(days,))


def show_open(assessment) -> None:
    """Answers that are still needed, as after an update that asks more, or that clash."""
    st.warning(say("triage.missing"), icon=":material/edit_note:")
    if assessment.missing:
        st.button(
            say("triage.answer_open"), key="screening.open", type="primary", on_click=answer_open,
            args=(assessment.missing,),
        )  # fmt: skip
    else:
        st.button(
            say("triage.answer_open"), key="screening.open", type="primary", on_click=go_on,
            args=(len(SCREENS) - 1, dict(draft)),
        )  # fmt: skip


show_troubles()
if state.pop("screening_stale", False):
    st.warning(say("triage.stale"), icon=":material/sync_problem:")
step = state["screening.step"]
if step >= len(SCREENS):
    to_top("screening.result")
    show_result()
elif "screening.clash_at" in state and open_clashes(draft):
    to_top(f"screening.clash.{open_clashes(draft)[0]}")
    show_clash(state["screening.clash_at"])
else:
    to_top(f"screening.{step}")
    show_questions(step)
