"""What a change of the person does to the choice of exercises: what enters, what leaves, what is still in the way."""

from __future__ import annotations

from dataclasses import dataclass

from core.catalog import Catalog
from core.demand import rated
from core.profile import Profile
from core.scoring.verdict import Reason, Verdict, judge_all
from core.words import Fit


@dataclass(frozen=True)
class Changed:
    """One exercise before and after.

    `gone` are the reasons against it that no longer hold, `new` the ones that hold now and did not before.
    """

    before: Verdict
    after: Verdict

    @property
    def exercise_id(self) -> str:
        """Id of the exercise."""
        return self.after.exercise_id

    @property
    def gone(self) -> tuple[Reason, ...]:
        """Blocks and changes of before whose rule is silent after."""
        return _only_in(self.before, self.after)

    @property
    def new(self) -> tuple[Reason, ...]:
        """Blocks and changes of after whose rule was silent before."""
        return _only_in(self.after, self.before)


@dataclass(frozen=True)
class Changes:
    """What differs between two profiles, each list with the best score first.

    `enters` was left out and fits now, with or without a change; `leaves` the reverse; `freed` fits without the change
    that it needed; `careful` fits now only with a change; `waiting` stays left out for a single reason, whose
    `comes_back` says what would have to be true.
    """

    enters: tuple[Changed, ...]
    leaves: tuple[Changed, ...]
    freed: tuple[Changed, ...]
    careful: tuple[Changed, ...]
    waiting: tuple[Changed, ...]
    before: tuple[Verdict, ...]
    after: tuple[Verdict, ...]

    @property
    def is_nothing(self) -> bool:
        """True where every exercise keeps its verdict."""
        return not (self.enters or self.leaves or self.freed or self.careful)


def what_changes(profile_before: Profile, profile_after: Profile, catalog: Catalog) -> Changes:
    """Verdicts of all exercises for both profiles, each at that profile's own loads, and what differs.

    `catalog` is the one that `load_catalog` reads, with demand rated by hand.
    """
    before = judge_all(profile_before, rated(catalog, profile_before))
    after = judge_all(profile_after, rated(catalog, profile_after))
    pairs = [Changed(before[name], after[name]) for name in after]

    def moved(was: tuple[Fit, ...], becomes: tuple[Fit, ...]) -> tuple[Changed, ...]:
        found = [one for one in pairs if one.before.fit in was and one.after.fit in becomes]
        return tuple(sorted(found, key=lambda one: (-one.after.score, one.exercise_id)))

    usable, out = (Fit.FITS, Fit.WITH_CHANGE), (Fit.LEFT_OUT,)
    still_out = moved(out, out)
    return Changes(
        enters=moved(out, usable),
        leaves=moved(usable, out),
        freed=moved((Fit.WITH_CHANGE,), (Fit.FITS,)),
        careful=moved((Fit.FITS,), (Fit.WITH_CHANGE,)),
        waiting=tuple(one for one in still_out if len(one.after.blocks) == 1),
        before=tuple(before.values()),
        after=tuple(after.values()),
    )


def _only_in(one: Verdict, other: Verdict) -> tuple[Reason, ...]:
    heard = {reason.rule for reason in _all(other)}
    return tuple(reason for reason in _all(one) if reason.rule not in heard)


def _all(verdict: Verdict) -> tuple[Reason, ...]:
    # A rule that turns from a block into a change is another reason for the person: it no longer keeps anything out.
    return tuple(_marked(reason, "block") for reason in verdict.blocks) + verdict.changes


def _marked(reason: Reason, kind: str) -> Reason:
    return Reason(f"{kind}.{reason.rule}", reason.axes, reason.text, reason.comes_back)
