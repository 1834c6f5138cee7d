"""All that is said to people: no claim that must not be made, one spelling, no cheering, and plain enough to read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from core.knowledge.claims import claims_in
from tests.reading import grade, plain, syllables, words

ROOT = Path(__file__).resolve().parents[1]

# Fields of the data that are shown to people, and lists of them. Titles of works and words of other apps are not ours.
SHOWN = frozenset(
    [
        "text",
        "help",
        "title",
        "lead",
        "none_text",
        "low_text",
        "high_text",
        "how",
        "cues",
        "fault",
        "fix",
        "make_easier",
        "make_harder",
        "why",
        "about",
        "name",
        "softened",
        "slower",
        "shorter",
        "gate_reason",
        "asks",
        "note",
        "settled",
        "conflict",
        "means",
        "say_instead",
    ]
)
WHERE = (
    "words/*.yaml", "technique/*.yaml", "exercises/*.yaml", "coverage/*.yaml", "rules/*.yaml", "questions.yaml",
    "screens.yaml", "conditions.yaml", "doses.yaml", "ladders.yaml", "templates.yaml", "claims.yaml", "sources.yaml",
)  # fmt: skip
NOT_OURS = frozenset({"sources.title", "sources.where", "seeds.settled"})
DOCUMENTS = ("README.md", "CHANGELOG.md")

# Where a claim stands because it is named as something that is not said.
QUOTED: Mapping[str, frozenset[str]] = {
    "claims.yaml": frozenset({"why"}),
}
"""Files and their fields that speak about the claims themselves: the list of what is not said, and why."""

AMERICAN = {
    "color": "colour", "behavior": "behaviour", "favor": "favour", "labor": "labour", "neighbor": "neighbour",
    "harbor": "harbour", "flavor": "flavour", "humor": "humour", "rumor": "rumour", "center": "centre",
    "fiber": "fibre", "liter(?!a)": "litre", "(?:kilo|centi|milli)meter": "kilometre", "gray": "grey", "mold": "mould",
    "(?:anal|paral)yz": "analyse", "organiz": "organise", "realiz": "realise", "recogniz": "recognise",
    "optimiz": "optimise", "minimiz": "minimise", "maximiz": "maximise", "normaliz": "normalise",
    "customiz": "customise", "summariz": "summarise", "emphasiz": "emphasise", "prioritiz": "prioritise",
    "generaliz": "generalise", "individualiz": "individualise", "stabiliz": "stabilise", "visualiz": "visualise",
    "utiliz": "utilise", "apologiz": "apologise", "standardiz": "standardise", "(?:travel|model)(?:ed|ing)": "modelled",
    "(?:label|cancel|level)(?:ed|ing)": "labelled", "fulfill(?!ed|ing)": "fulfil", "skillful": "skilful",
    "enrollment": "enrolment", "catalog(?!u)": "catalogue", "dialog(?!u)": "dialogue", "defense": "defence",
    "offense": "offence", "aging": "ageing", "anemia": "anaemia", "edema": "oedema", "estrogen": "oestrogen",
    "orthoped": "orthopaedic", "pediatric": "paediatric", "gynecolog": "gynaecology", "hemorr": "haemorrhage",
    "diarrhea": "diarrhoea", "maneuver": "manoeuvre", "gotten": "got", "toward(?!s)": "towards", "cozy": "cosy",
    "training program(?!m)": "training programme", "exercise program(?!m)": "exercise programme",
    "physical therap": "physiotherapist", "sidewalk": "pavement", "skeptic": "sceptic",
}  # fmt: skip
"""How a word begins in American spelling, and one that is written instead."""
SPELT = re.compile(rf"\b(?:{'|'.join(AMERICAN)})\w*", re.IGNORECASE)

CHEERS = re.compile(
    r"!|\b(?:well done|great job|good job|awesome|amazing|fantastic|crush(?:ed|ing)? it|smash(?:ed|ing)? it|nailed it"
    r"|you've got this|keep it up|congratulations|hooray|beast mode|no pain,? no gain)\b",
    re.IGNORECASE,
)

MARKUP = re.compile(r"[<>{};=]|\b[a-z-]+:[^ ]|^\.")
"""What HTML and styles hold, and sentences do not."""
ENOUGH_WORDS = 8
"""Shorter texts are labels; a grade says nothing of them."""
ADVICE, METHOD = (6.5, 12.0), (8.0, 13.0)
"""Highest median and highest single grade: of what people act on, and of how it works and where it comes from."""
EXPLAINS = ("words/method", "words/tolerance", "rules/", "coverage/", "claims", "sources", "conditions", "doses")


def strings(value: Any, place: str, field: str = "") -> Iterator[tuple[str, str, str]]:
    """Place, field and text of all that is shown."""
    if isinstance(value, str):
        if field in SHOWN:
            yield place, field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from strings(inner, f"{place}.{key}", field if field == "cues" else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            name = inner.get("id", inner.get("key", index)) if isinstance(inner, dict) else index
            yield from strings(inner, f"{place}.{name}", field)


@cache
def data_texts() -> dict[str, dict[str, tuple[str, str]]]:
    """By file under data/, the field and the text of each place."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for pattern in WHERE:
        for path in sorted((ROOT / "data").glob(pattern)):
            loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            found[path.relative_to(ROOT / "data").as_posix()] = {
                place: (field, text)
                for place, field, text in strings(loaded, path.stem)
                if f"{path.stem}.{field}" not in NOT_OURS
            }
    return found


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """What a page says in its own words: its strings of more than one word, but for docstrings, markup and styles."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in told:
            continue
        if " " in node.value.strip() and not MARKUP.search(node.value):
            yield node.lineno, node.value


def paragraphs(path: Path) -> Iterator[str]:
    """What a document says, without its code and the addresses of its links and pictures."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"`[^`]*`", "", text)
    yield from re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<!--.*?-->", "", text)).split("\n\n")


@cache
def everything() -> dict[str, str]:
    """All texts by where they stand."""
    found = {
        f"data/{file}: {place}": text
        for file, texts in data_texts().items()
        for place, (field, text) in texts.items()
        if field not in QUOTED.get(file, ())
    }
    for path in sorted((ROOT / "pages").rglob("*.py")):
        found |= {f"{path.relative_to(ROOT)}:{line}: {text[:40]}": text for line, text in literals(path)}
    for name in DOCUMENTS:
        found |= {f"{name}: {index}": text for index, text in enumerate(paragraphs(ROOT / name))}
    return found


def test_the_texts_are_found() -> None:
    kinds = [where.split("/")[0].split(":")[0] for where in everything()]
    assert kinds.count("data") > 3000
    assert kinds.count("pages") > 60
    assert kinds.count("README.md") > 10
    assert all(texts for texts in data_texts().values())


def test_no_text_makes_a_claim_that_must_not_be_made() -> None:
    made = {where: [found.words for found in claims_in(text)] for where, text in everything().items()}
    assert {where: said for where, said in made.items() if said} == {}


@pytest.mark.parametrize(
    "claim",
    [
        "spine-safe", "no spinal load", "fixes posture", "heals", "cures", "prevents injury", "risk score",
        "clinically validated", "weak glutes cause pain", "danger",
    ],
)  # fmt: skip
def test_each_claim_that_must_not_be_made_is_noticed(claim: str) -> None:
    assert claims_in(f"This {claim} today.")


def test_only_the_list_itself_speaks_of_the_claims() -> None:
    quoted = [text for file, fields in QUOTED.items() for field, text in data_texts()[file].values() if field in fields]
    assert any(claims_in(text) for text in quoted)


def test_the_spelling_is_british() -> None:
    found = {where: SPELT.findall(text) for where, text in everything().items() if SPELT.search(text)}
    assert found == {}


@pytest.mark.parametrize(
    "american", ["color", "centered", "behavior", "analyzes", "recognized", "modeling", "labeled", "catalog", "toward"]
)
def test_american_spelling_is_noticed(american: str) -> None:
    assert SPELT.search(f"a {american} here")


def test_british_spelling_is_not() -> None:
    assert SPELT.findall(" ".join(AMERICAN.values())) == []


def test_nothing_cheers() -> None:
    assert {where: text for where, text in everything().items() if CHEERS.search(text)} == {}


def readable(text: str) -> Iterator[str]:
    """The parts of a text that are long enough for a grade; a bar parts the cells of a table."""
    yield from (part for part in text.split("|") if len(words(plain(part))) >= ENOUGH_WORDS)


def limits(file: str) -> tuple[float, float]:
    return METHOD if file.startswith(EXPLAINS) else ADVICE


def test_every_file_reads_plainly() -> None:
    hard: dict[str, object] = {}
    for file, texts in data_texts().items():
        graded = {place: grade(part) for place, (_, text) in texts.items() for part in readable(text)}
        if not graded:
            continue
        most_median, most = limits(file)
        if median(graded.values()) > most_median:
            hard[file] = f"median {median(graded.values()):.1f}"
        hard |= {f"{file} {place}": f"{found:.1f}" for place, found in graded.items() if found > most}
    assert hard == {}


def test_what_people_act_on_is_held_to_the_stricter_limits() -> None:
    strict = {file for file in data_texts() if limits(file) == ADVICE}
    assert {"words/today.yaml", "words/triage.yaml", "technique/answers.yaml", "questions.yaml"} <= strict
    assert len(strict) >= 25


# ---------------------------------------------------------------- the measure itself


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("back", 1), ("scale", 1), ("called", 1), ("times", 1), ("training", 2), ("muscles", 2), ("places", 2),
        ("rounded", 2), ("being", 2), ("quiet", 2), ("exercise", 3), ("compression", 3), ("usually", 3),
        ("exercises", 4), ("repetitions", 4), ("emergency", 4),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_known_sentence_has_its_known_grade() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)


def test_longer_sentences_and_words_are_harder() -> None:
    short = grade("Keep the weight close. Stop at a pull.")
    assert (
        short
        < grade("Keep the weight close and stop at a pull.")
        < grade("Maintain proximity and discontinue at tension.")
    )


def test_marks_and_placeholders_are_no_words() -> None:
    assert plain("**Stop** at {limit} of [ten](https://a.example).") == "Stop at ten of ten."


def test_a_text_without_words_has_no_grade() -> None:
    with pytest.raises(ValueError, match="without words"):
        grade("12 3")
