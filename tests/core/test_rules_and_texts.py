"""Every number and sentence that the core asks for exists, has its source, and promises nothing it may not."""

from __future__ import annotations

import ast
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from core.catalog import load_catalog
from core.errors import DataError
from core.knowledge.claims import claims_in
from core.knowledge.doses import load_doses
from core.knowledge.loading import DATA_DIR
from core.knowledge.questions import load_questions, load_screens
from core.knowledge.rules import load_rules, number, rules_version, whole
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts, say
from core.planning import load_templates
from core.scoring.exclusions import EXCLUSIONS
from core.words import LEG_MUSCLES, Axis, Equipment, Fit, Goal, LoadKind, Muscle, Position, Provenance, Role

CORE = Path(__file__).resolve().parents[2] / "core"
WEIGHTED = (LoadKind.DUMBBELL, LoadKind.KETTLEBELL, LoadKind.BARBELL, LoadKind.MACHINE)
BLOCKS = (
    "axis", "own", "condition", "equipment", "skill", "rung",
    *(f"exclusion.{one.id}" for one in EXCLUSIONS),
    *(f"position.{one.value}" for one in Position),
    *(f"gate.{one}" for one in ("never_by_itself", "opt_in", "gate_irritable", "gate_pain", "gate_weeks")),
)  # fmt: skip

# Ids that the core builds by an f-string, by the shape of the f-string.
FAMILIES: dict[str, list[str]] = {
    "score.weight.{}": [f"score.weight.{axis.value}" for axis in Axis],
    "score.{}": [
        f"score.{one}" for one in ("stimulus", "goal", "liked", "disliked", "skill", "rung_below", "one_sided")
    ],
    "plan.{}": [
        f"plan.{one}" for one in ("new_group", "free_work", "full_session", "new_exercise", "further_exercise")
    ],
    "plan.muscle_{}": [f"plan.muscle_{place}" for place in ("low", "band", "beyond")],
    "plan.weight.{}": [f"plan.weight.{muscle.value}" for muscle in LEG_MUSCLES],
    "load.step.{}": [f"load.step.{kind.value}" for kind in WEIGHTED],
    "load.least.{}": [f"load.least.{kind.value}" for kind in WEIGHTED],
    "axis.{}.asks.{}": [f"axis.{axis.value}.asks.{rating}" for axis in Axis for rating in range(4)],
    "axis.{}.name": [f"axis.{axis.value}.name" for axis in Axis],
    "axis.{}.change": [f"axis.{axis.value}.change" for axis in Axis],
    "equipment.{}": [f"equipment.{piece.value}" for piece in Equipment],
    "muscle.{}": [f"muscle.{muscle.value}" for muscle in Muscle],
    "fit.{}": [f"fit.{fit.value}" for fit in Fit],
    "verdict.amount.{}": [f"verdict.amount.{points}" for points in range(6)],
    "verdict.merit.goal.{}": [f"verdict.merit.goal.{goal.value}" for goal in Goal],
    "verdict.merit.role.{}": [f"verdict.merit.role.{role.value}" for role in Role if role is not Role.MAIN],
    "verdict.block.{}": [f"verdict.block.{one}" for one in BLOCKS],
    "verdict.back.{}": [f"verdict.back.{one}" for one in BLOCKS],
}


@dataclass(frozen=True)
class Asked:
    """One call of number, whole or say: where, for which id (with {} for what is filled in), with which values.

    `values` is None where they come from a mapping, so that the code alone does not tell them.
    """

    where: str
    function: str
    shape: str
    values: frozenset[str] | None


def asked() -> Iterator[Asked]:
    for path in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
                continue
            shape = _shape(node.args[0])
            if node.func.id in ("number", "whole", "say") and shape is not None:
                names = [keyword.arg for keyword in node.keywords]
                values = None if None in names else frozenset(name for name in names if name)
                yield Asked(f"{path.relative_to(CORE)}:{node.lineno}", node.func.id, shape, values)


def _shape(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if isinstance(argument, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in argument.values)
    return None


CALLS = tuple(asked())


def ids_of(call: Asked) -> list[str]:
    """Ids that a call may ask for: its own, the family listed above, or all known ones that look like it."""
    if "{}" not in call.shape:
        return [call.shape]
    if call.shape in FAMILIES:
        return FAMILIES[call.shape]
    pattern = ".+".join(re.escape(part) for part in call.shape.split("{}"))
    known = load_texts() if call.function == "say" else load_rules()
    return [one for one in known if re.fullmatch(pattern, one)]


def test_calls_are_found() -> None:
    assert {call.function for call in CALLS} == {"number", "whole", "say"}
    assert len(CALLS) >= 100


def test_every_number_asked_for_exists() -> None:
    rules = load_rules()
    for call in CALLS:
        if call.function == "say":
            continue
        wanted = ids_of(call)
        assert wanted, call
        assert [one for one in wanted if one not in rules] == [], call
        if call.function == "whole":
            assert all(rules[one].value == int(rules[one].value) for one in wanted), call


def test_every_sentence_asked_for_exists_and_gets_what_it_needs() -> None:
    texts = load_texts()
    for call in CALLS:
        if call.function != "say":
            continue
        wanted = ids_of(call)
        assert wanted, call
        assert [one for one in wanted if one not in texts] == [], call
        if "{}" not in call.shape and call.values is not None:
            assert placeholders(texts[call.shape]) == call.values, call


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("shape", FAMILIES)
def test_every_family_of_ids_is_whole(shape: str) -> None:
    known = {**load_rules(), **load_texts()}
    assert [one for one in FAMILIES[shape] if one not in known] == []


def test_missing_numbers_and_sentences_stop_with_their_id() -> None:
    with pytest.raises(DataError, match=r"plan\.nonsense: this rule is missing"):
        number("plan.nonsense")
    with pytest.raises(DataError, match=r"verdict\.nonsense: this sentence is missing"):
        say("verdict.nonsense")
    with pytest.raises(DataError, match="must be a whole number"):
        whole("plan.growth_irritable")


# ---------------------------------------------------------------- sources


def test_every_source_key_stands_in_the_bibliography() -> None:
    known = load_sources()
    cited: dict[str, str] = {rule.id: rule.source for rule in load_rules().values()}
    cited |= {dose.id: dose.source for dose in load_doses().values()}
    cited |= {question.id: question.source for question in load_questions().values()}
    cited |= {choice.text: choice.source for q in load_questions().values() for choice in q.choices if choice.source}
    cited |= {f"{exercise.id}.demand": exercise.demand_source for exercise in load_catalog()}
    cited |= {
        f"{exercise.id}.{index}": key for exercise in load_catalog() for index, key in enumerate(exercise.sources)
    }
    cited |= {row["id"]: row["source"] for row in rows("ladders.yaml")}
    assert {place: key for place, key in cited.items() if key not in known} == {}
    assert len(cited) > 300


def rows(name: str) -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = yaml.safe_load((DATA_DIR / name).read_text(encoding="utf-8"))
    return loaded


def test_rules_say_unit_meaning_and_provenance() -> None:
    for rule in load_rules().values():
        assert rule.unit
        assert rule.means
        assert rule.provenance in Provenance


def test_a_number_called_verified_cites_a_work_that_was_read() -> None:
    sources = load_sources()
    for rule in load_rules().values():
        if rule.provenance is Provenance.VERIFIED:
            assert sources[rule.source].read is Provenance.VERIFIED, rule.id


def test_rules_are_stamped() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", rules_version())


def test_what_decides_stamps_plans_and_what_a_model_is_held_against_does_not(tmp_path: Path) -> None:
    shutil.copytree(DATA_DIR, tmp_path / "data")
    legs, evidence = tmp_path / "data" / "legs", {"directions", "efforts", "logs", "moments", "ratios"}
    stamps = {"": rules_version(tmp_path / "data")}
    for path in sorted(legs.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"{text}# \n", encoding="utf-8")
        rules_version.cache_clear()
        stamps[path.stem] = rules_version(tmp_path / "data")
        path.write_text(text, encoding="utf-8")
    assert {name for name, stamp in stamps.items() if name and stamp == stamps[""]} == evidence


# ---------------------------------------------------------------- numbers of the evidence


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("irritability.high_from", 6),
        ("irritability.moderate_from", 3),
        ("irritability.irritable_from", 5),
        ("irritability.fresh_irritable_from", 3),
        ("triage.adult_age", 18),
        ("triage.fragile_age", 70),
        ("triage.weak_flags_advice", 2),
        ("triage.weak_flags_professional", 3),
        ("triage.severe_pain", 8),
        ("triage.cold_re_ask_days", 5),
        ("triage.re_ask_days", 28),
        ("triage.gap_days", 14),
        ("profile.strong_irritable", 3),
        ("profile.strong_settled", 2),
        ("profile.some_irritable", 2),
        ("profile.some_settled", 1),
        ("profile.worried_from", 7),
        ("profile.unsure_to", 4),
        ("score.block_sensitivity", 3),
        ("score.block_demand", 2),
        ("score.weight.flexion", 1.2),
        ("score.weight.compression", 1),
        ("gate.calm_weeks", 4),
        ("gate.rmdq", 10),
        ("plan.growth_irritable", 1.1),
        ("plan.growth_settled", 1.2),
        ("plan.growth_step_sets", 2),
        ("plan.weeks_default", 6),
        ("plan.weeks_most", 12),
    ],
)
def test_a_number_is_that_of_the_evidence(rule: str, value: float) -> None:
    assert number(rule) == value


@pytest.mark.parametrize(
    ("dose", "reps", "rir", "band", "cap"),
    [
        ("flare", (8, 12), 5, (2, 4), 6),
        ("moderate", (8, 12), 3, (4, 6), 8),
        ("building", (8, 12), 2, (6, 10), 12),
        ("settled_strength", (5, 8), 2, (8, 12), 16),
        ("settled_muscle", (8, 15), 1, (10, 14), 16),
    ],
)
def test_doses_are_those_of_the_evidence(
    dose: str, reps: tuple[int, int], rir: int, band: tuple[int, int], cap: int
) -> None:
    known = load_doses()[dose]
    assert (known.reps, known.rir[0], known.weekly_sets, known.weekly_cap) == (reps, rir, band, cap)
    assert known.one_sided_reps[0] >= 5


# ---------------------------------------------------------------- words


def strings(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{place}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            name = inner.get("id", index) if isinstance(inner, dict) else index
            yield from strings(inner, f"{place}.{name}")


def user_facing() -> Iterator[tuple[str, str]]:
    """Every text under data/, but for the list of forbidden phrases itself and the titles of others' works."""
    for path in sorted(DATA_DIR.rglob("*.yaml")):
        if path.name == "claims.yaml":
            continue
        for place, text in strings(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem):
            if not (path.name == "sources.yaml" and place.endswith((".title", ".what_for", ".note"))):
                yield place, text


def test_no_text_makes_a_forbidden_claim() -> None:
    texts = dict(user_facing())
    assert len(texts) > 3000
    found = {place: [claim.words for claim in claims_in(text)] for place, text in texts.items()}
    assert {place: words for place, words in found.items() if words} == {}


FRIGHTENING = re.compile(r"\b(worn|slipped|brittle|crumbl\w+|crack(s|ed)?)\b", re.IGNORECASE)


def test_no_name_frightens() -> None:
    assert {place: text for place, text in user_facing() if FRIGHTENING.search(text)} == {}


def test_sentences_have_no_stray_braces_or_edges() -> None:
    for text_id, text in load_texts().items():
        assert text == text.strip(), text_id
        assert placeholders(text) == frozenset(re.findall(r"\{(\w+)\}", text)), text_id


def test_screens_come_with_the_urgent_ones_first_and_none_is_empty() -> None:
    screens = load_screens()
    assert [screen.id for screen in screens][:2] == ["nerves", "now"]
    assert len(screens) == 7
    assert all(screen.questions for screen in screens)


def test_templates_name_their_seed_items() -> None:
    assert {template.seeds for template in load_templates().values()} >= {("B29",), ("B30",)}
