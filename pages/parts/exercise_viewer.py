"""For whom the exercises are shown: the person at hand, or a neutral profile where nobody was screened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core.knowledge.texts import say
from core.profile import Preferences, Profile
from core.scoring import Seen, Verdict, judge_all, neutral_answers, seen
from core.units import MassUnit
from pages.parts.home import today
from pages.parts.visit import Record, catalog, catalog_for


@dataclass(frozen=True)
class Viewer:
    """Whose verdicts are shown. `base` is what they rest on, None where the triage withholds them."""

    known: Record | None
    base: Seen | None
    is_neutral: bool

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict on every exercise, none where the triage withholds them."""
        return judge_all(self.base.profile, catalog_for(self.base.profile)) if self.base else {}

    @property
    def profile(self) -> Profile | None:
        """The profile behind the verdicts, the neutral one included."""
        return self.base.profile if self.base else None

    @cached_property
    def legs(self) -> Profile:
        """Whose legs are meant: the person's, or those of the neutral profile."""
        return self.profile or seen(neutral_answers(), today()).profile

    @property
    def own_profile(self) -> Profile | None:
        """The person's own profile: a dose or an account of demand is never given to nobody."""
        return None if self.is_neutral else self.profile

    @property
    def unit(self) -> MassUnit:
        """Unit of loads."""
        return self.known.person.units if self.known else MassUnit.KG

    def supposing(self, answers) -> Seen:
        """What would follow from other answers, everything else of this person kept."""
        kept = self.known.choices if self.known and not self.is_neutral else Preferences()
        calm_weeks = self.base.profile.calm_weeks if self.base else 0
        return seen(answers, today(), kept, calm_weeks)


def viewer_of(known: Record | None) -> Viewer:
    """The person where one was screened, else the neutral profile."""
    if known is None or known.answers is None or known.assessment is None or known.profile is None:
        return Viewer(known, seen(neutral_answers(), today()), is_neutral=True)
    allowed = known.profile.allows_plan
    return Viewer(known, Seen(known.answers, known.assessment, known.profile) if allowed else None, is_neutral=False)


def whose(viewer: Viewer) -> None:
    """Say it where the verdicts are not the visitor's own, or are withheld."""
    if viewer.base is None:
        st.info(say("exercises.withheld"), icon=":material/rule:")
    elif viewer.is_neutral:
        st.info(say("options.neutral"), icon=":material/person_outline:")


def named(exercise_id: str) -> str:
    """Name of an exercise."""
    return catalog()[exercise_id].name
