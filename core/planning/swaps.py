"""What can stand in for an exercise: same muscles, fits the person, no more spinal demand where possible."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.catalog import Catalog, Exercise
from core.scoring import Verdict
from core.words import Gate


def alternatives(
    exercise_id: str, catalog: Catalog, verdicts: Mapping[str, Verdict], taken: Collection[str] = ()
) -> tuple[Verdict, ...]:
    """Verdicts of the exercises that can stand in, the nearest first: the catalogue's own swaps, then the
    movement, then shared muscles. Exercises in `taken`, left out, or never offered by themselves are not among them.
    """
    wanted = catalog[exercise_id]
    offered = [one for one in catalog if _may_stand_in(one, wanted, verdicts, taken)]
    offered.sort(key=lambda one: (_distance(one, wanted), -verdicts[one.id].score, one.id))
    return tuple(verdicts[one.id] for one in offered)


def substitute(
    exercise_id: str, catalog: Catalog, verdicts: Mapping[str, Verdict], taken: Collection[str] = ()
) -> str | None:
    """The nearest exercise that can stand in, None where there is none."""
    offered = alternatives(exercise_id, catalog, verdicts, taken)
    return offered[0].exercise_id if offered else None


def _may_stand_in(one: Exercise, wanted: Exercise, verdicts: Mapping[str, Verdict], taken: Collection[str]) -> bool:
    return (
        one.id != wanted.id
        and one.id not in taken
        and one.gate is not Gate.NEVER_BY_ITSELF
        and not verdicts[one.id].left_out
        and one.role is wanted.role
        and (one.id in wanted.instead or one.pattern is wanted.pattern or bool(_shared(one, wanted)))
    )


def _distance(one: Exercise, wanted: Exercise) -> int:
    if one.id in wanted.instead:
        return wanted.instead.index(one.id)
    nearest = len(wanted.instead)
    if one.pattern is wanted.pattern:
        return nearest
    return nearest + (1 if len(_shared(one, wanted)) > 1 else 2)


def _shared(one: Exercise, wanted: Exercise) -> set[str]:
    """Muscles that both train directly."""
    return {m.value for m, share in wanted.muscles.items() if share == 1 and one.muscles.get(m) == 1}
