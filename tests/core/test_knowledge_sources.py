"""Facts about the bibliography and about the phrases that no text may contain."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import DataError
from core.knowledge.claims import REQUIRED, claims_in, load_claims
from core.knowledge.sources import load_sources
from core.words import Provenance

SOURCE = """\
- key: BackwiseClinical
  title: Ours
  where: [here]
  read: design
  what_for: numbers
- key: BackwiseDesign
  title: Ours too
  where: [here]
  read: design
  what_for: choices
"""

CLAIM = """\
- id: heals
  pattern: '\\bheals\\b'
  why: It does not.
  say_instead: may ease
  catches: [It heals.]
  spares: [Your heels.]
"""


def write_sources(folder: Path, extra: str = "", text: str = SOURCE) -> Path:
    (folder / "sources.yaml").write_text(text + extra, encoding="utf-8")
    return folder


def write_claims(folder: Path, text: str) -> Path:
    (folder / "claims.yaml").write_text(text, encoding="utf-8")
    return folder


def test_our_own_decisions_are_marked_as_design_and_nothing_else_is() -> None:
    ours = {source.key for source in load_sources().values() if source.read is Provenance.DESIGN}
    assert ours == {"BackwiseClinical", "BackwiseDesign", "BackwiseLegs"}


@pytest.mark.parametrize("key", ["Henschke2009", "APTA2021", "Bono2017", "Childs2005", "SSS2022", "vonArx2021"])
def test_verified_works_of_the_clinical_evidence_have_a_link(key: str) -> None:
    source = load_sources()[key]
    assert source.read is Provenance.VERIFIED
    assert source.links


@pytest.mark.parametrize("key", ["Hayden2021", "selfBACK2021", "Berglund2015", "Silbernagel2007"])
def test_recalled_numbers_of_verified_works_are_owned_up_to(key: str) -> None:
    assert "from knowledge" in load_sources()[key].note


@pytest.mark.parametrize("key", ["Nachemson1976", "Granhed1987", "Thomee1997"])
def test_works_not_seen_are_not_called_verified(key: str) -> None:
    assert load_sources()[key].read is Provenance.FROM_KNOWLEDGE


def test_links_are_addresses_only() -> None:
    granhed = load_sources()["Granhed1987"]
    assert len(granhed.where) == 2
    assert [link[:7] for link in granhed.links] == ["http://"]


def test_missing_own_key_stops_the_program(tmp_path: Path) -> None:
    write_sources(tmp_path, text=SOURCE.replace("BackwiseDesign", "Somebody2020"))
    with pytest.raises(DataError) as caught:
        load_sources(tmp_path)
    assert [(p.file, p.field) for p in caught.value.problems] == [("data/sources.yaml", "BackwiseDesign")]


def test_broken_sources_are_reported_with_file_line_and_field(tmp_path: Path) -> None:
    broken = "- key: Nobody1900\n  title: A title\n  year: 1234\n  where: []\n  read: guessed\n"
    write_sources(tmp_path, broken)
    with pytest.raises(DataError) as caught:
        load_sources(tmp_path)
    assert all(problem.file.endswith("sources.yaml") for problem in caught.value.problems)
    assert {(problem.line, problem.field) for problem in caught.value.problems} == {
        (13, "year"),
        (14, "where"),
        (15, "read"),
        (11, "what_for"),
    }


def test_repeated_key_is_reported(tmp_path: Path) -> None:
    write_sources(tmp_path, SOURCE)
    with pytest.raises(DataError, match="'BackwiseClinical' is given twice"):
        load_sources(tmp_path)


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("A spine-safe way to squat", "spine_safe"),
        ("Curls with no spinal load", "no_spinal_load"),
        ("This drill fixes posture", "fixes_posture"),
        ("Walking heals discs", "heals"),
        ("It prevents injury", "prevents_injury"),
        ("Your risk score today", "risk_score"),
        ("A clinically validated plan", "clinically_validated"),
        ("Weak glutes are why your back hurts", "weak_muscles_cause_pain"),
        ("A dangerous lift", "danger"),
        ("It cures back pain", "cures"),
        ("Decompresses the spine", "decompresses"),
        ("Pain-free guaranteed", "pain_free_promise"),
    ],
)
def test_forbidden_phrases_are_found(text: str, claim: str) -> None:
    assert [found.claim.id for found in claims_in(text)] == [claim]


@pytest.mark.parametrize(
    "text",
    [
        "Low spinal demand, a good place to start.",
        "Your back is sensitive right now; here is what you can do.",
        "Strong hips help with daily tasks; the extra benefit for the back is small.",
        "A trend, not a risk score. It has not been clinically validated.",
        "Keep your heels down and breathe out on the way up.",
        "A vertebral fracture that has healed.",
    ],
)
def test_modest_sentences_pass(text: str) -> None:
    assert claims_in(text) == []


def test_claims_are_found_across_lines_and_typographic_hyphens() -> None:
    assert [found.words for found in claims_in("It is Spine\u2011Safe and puts no\n  spinal load on you")] == [
        "Spine-Safe",
        "no spinal load",
    ]


def test_every_claim_offers_other_words_that_are_themselves_allowed() -> None:
    for claim in load_claims():
        assert claim.why
        assert claims_in(claim.say_instead) == []


def test_phrases_forbidden_by_name_are_all_there() -> None:
    assert set(REQUIRED) <= {claim.id for claim in load_claims()}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("'\\bheals\\b'", "'(heals'", "not a regular expression"),
        ("[It heals.]", "[It mends.]", "the pattern misses 'It mends.'"),
        ("[Your heels.]", "[It heals all.]", "the pattern wrongly catches 'It heals all.'"),
    ],
)
def test_broken_claims_are_reported_with_their_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    write_claims(tmp_path, "# one comment\n" + CLAIM.replace(old, new))
    with pytest.raises(DataError) as caught:
        load_claims(tmp_path)
    (problem,) = caught.value.problems
    assert message in problem.message
    assert problem.line in (2, 3)


def test_missing_and_repeated_claims_are_reported(tmp_path: Path) -> None:
    write_claims(tmp_path, CLAIM + CLAIM)
    with pytest.raises(DataError) as caught:
        load_claims(tmp_path)
    fields = [problem.field for problem in caught.value.problems]
    assert fields == ["id", *(claim for claim in REQUIRED if claim != "heals")]
