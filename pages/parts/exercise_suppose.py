"""What if: pain, a condition or equipment were different. What comes in, what goes out, what is in the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from core.knowledge.questions import load_questions
from core.knowledge.texts import say
from core.scoring import Changed, Changes, Seen, Supposed, suppose, what_changes
from core.screening.answers import measured, ticked
from core.words import Equipment, Fit
from pages.parts.exercise_grid import SIGNS
from pages.parts.exercise_viewer import Viewer, named
from pages.parts.visit import catalog

SHOWN = 8
STIRRED = {"as_answered": None, "easily": True, "hardly": False}

STYLE = """
<style>
.bw-sup { display:grid; gap:.45rem; }
.bw-sup div { display:grid; grid-template-columns:3.6rem minmax(0,1fr); gap:.1rem .7rem;
  border-bottom:1px solid rgba(127,140,150,.25); padding-bottom:.4rem; align-items:center; }
.bw-sup img { width:3.6rem; border-radius:.4rem; background:#f3f5f2; grid-row:span 2; }
.bw-sup b { font-weight:600; } .bw-sup span { line-height:1.35; font-size:.92rem; opacity:.88; }
</style>
"""


def person_what_if(viewer: Viewer) -> None:
    """Controls, the count before and after, and the lists; one rerun for each move."""
    if viewer.base is None:
        st.info(say("options.withheld.what_if"), icon=":material/rule:")
        return
    st.markdown(say("suppose.lead.neutral" if viewer.is_neutral else "suppose.lead"))
    supposed = suppose_controls(viewer.base)
    if supposed == Supposed():
        st.info(say("suppose.untouched"), icon=":material/tune:")
    after = viewer.supposing(suppose(viewer.base.answers, supposed))
    show_changes(viewer.base, after, is_moved=supposed != Supposed())


def suppose_controls(base: Seen) -> Supposed:
    """What may be supposed; everything begins as answered, and stands in the address once moved."""
    pain = round(measured(base.answers, "pain_now"))
    own = [piece for piece in Equipment if piece in base.profile.equipment]
    names = {choice.id: choice.text for choice in load_questions()["diagnosis"].choices}
    named_now = [one for one in names if one in ticked(base.answers, "diagnosis")]
    left, right = st.columns(2, gap="large")
    with left:
        pained = st.slider(
            say("suppose.pain"), 0, 10, pain, key="pain", bind="query-params", help=say("suppose.pain.help")
        )
        stirred = st.segmented_control(
            say("suppose.stirred"),
            list(STIRRED),
            default="as_answered",
            required=True,
            format_func=lambda one: say(f"suppose.stirred.{one}"),
            key="stirred",
            bind="query-params",
            wrap=True,
        )
    with right:
        diagnoses = st.multiselect(
            say("suppose.diagnosis"),
            list(names),
            default=named_now,
            format_func=names.__getitem__,
            key="diagnosis",
            bind="query-params",
            placeholder=say("suppose.diagnosis.none").capitalize(),
        )
        if len(own) == len(Equipment):
            # Two dozen chips would bury the page: who has everything takes pieces away instead.
            away = st.multiselect(
                f"{say('suppose.equipment')}: everything but",
                list(Equipment),
                format_func=lambda one: say(f"equipment.{one.value}"),
                key="without",
                bind="query-params",
                placeholder="Nothing taken away",
            )
            pieces = [piece for piece in own if piece not in away]
        else:
            pieces = st.multiselect(
                say("suppose.equipment"),
                list(Equipment),
                default=own,
                format_func=lambda one: say(f"equipment.{one.value}"),
                key="equipment",
                bind="query-params",
                placeholder="Nothing",
            )
    return Supposed(
        pain=pained if pained != pain else None,
        easily_stirred=STIRRED[stirred or "as_answered"],
        equipment=tuple(pieces) if set(pieces) != set(own) else None,
        diagnoses=tuple(diagnoses) if set(diagnoses) != set(named_now) else None,
    )


def show_changes(before: Seen, after: Seen, *, is_moved: bool) -> None:
    """What differs between the two, or that the screening would come first."""
    if not after.profile.allows_plan:
        tier = say(f"tier.{after.assessment.tier.value}.title")
        told = say("suppose.withheld", tier=tier) if not after.assessment.tier.allows_plan else say("suppose.asks_more")
        st.warning(told, icon=":material/stethoscope:")
        return
    found = what_changes(before.profile, after.profile, catalog())
    if is_moved:
        st.markdown(f"**{_count(found)}.** {_dose(before, after)}")
        if found.is_nothing:
            st.info(say("suppose.nothing"), icon=":material/drag_handle:")
    left, right = st.columns(2, gap="large")
    with left:
        _list("enters", found.enters, _merit)
        _list("freed", found.freed, _gone)
    with right:
        _list("leaves", found.leaves, _block)
        _list("careful", found.careful, _change)
    if found.waiting:
        box = st.expander(
            say("suppose.waiting", count=len(found.waiting)), key="exercises.waiting", icon=":material/pending:"
        )
        box.caption(say("suppose.waiting.lead"))
        with box:
            _rows(found.waiting, lambda one: one.after.blocks[0].comes_back)


def _count(found: Changes) -> str:
    before, after = (sum(one.fit is not Fit.LEFT_OUT for one in verdicts) for verdicts in (found.before, found.after))
    return say("suppose.count", before=before, after=after, all=len(found.after))


def _dose(before: Seen, after: Seen) -> str:
    one, other = before.profile.dose, after.profile.dose
    return "" if one.id == other.id else say("suppose.dose", before=one.name, after=other.name)


def _list(kind: str, changed: Sequence[Changed], why: Callable[[Changed], str]) -> None:
    if changed:
        st.subheader(say(f"suppose.{kind}", count=len(changed)))
        _rows(changed, why)


def _rows(changed: Sequence[Changed], why: Callable[[Changed], str]) -> None:
    rows = "".join(
        f'<div><img src="app/static/figures/{one.exercise_id}.svg" alt="" loading="lazy">'
        f"<b>{SIGNS[one.after.fit][1]} {escape(named(one.exercise_id))}</b><span>{escape(why(one))}</span></div>"
        for one in changed[:SHOWN]
    )
    more = changed[SHOWN:]
    told = say("suppose.more", count=len(more), names=", ".join(named(one.exercise_id) for one in more)) if more else ""
    st.html(f'{STYLE}<div class="bw-sup">{rows}</div><p>{escape(told)}</p>')


def _merit(one: Changed) -> str:
    told = one.after.changes or one.after.merits
    return told[0].text if told else ""


def _gone(one: Changed) -> str:
    return one.after.merits[0].text if one.after.merits else ""


def _block(one: Changed) -> str:
    return f"{one.after.blocks[0].text} {one.after.blocks[0].comes_back}"


def _change(one: Changed) -> str:
    return one.after.changes[0].text
