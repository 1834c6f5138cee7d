"""The house itself: pinned packages, a core without a screen, two commands, a whole theme, no claims."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import failure_lines

ROOT = Path(__file__).resolve().parents[1]
SPOKEN = ("app.py", "README.md", "CHANGELOG.md", "core", "pages", "data")

# Claims that must not be made; the data file that lists them for the method page is the one exception.
CLAIMS = re.compile(
    r"spine[- ]safe|no spinal load|fix(es)? (your )?posture|\bheals\b|\bcures?\b|prevents? injur|risk score"
    r"|clinically validated|weak glutes (cause|are the cause)",
    re.IGNORECASE,
)


def spoken_files() -> Iterator[Path]:
    """Every text file that reaches a reader, apart from the list of the claims themselves."""
    for name in SPOKEN:
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in {".py", ".md", ".yaml", ".svg", ".json"} and "claims" not in path.stem:
                yield path


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb` (WCAG 2.2)."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def blend(front: str, back: str, share: float) -> str:
    """The colour that `front` gives over `back` at this opacity."""
    pairs = [(int(front[start : start + 2], 16), int(back[start : start + 2], 16)) for start in (1, 3, 5)]
    return "#" + "".join(f"{round(f * share + b * (1 - share)):02x}" for f, b in pairs)


@pytest.fixture(scope="module")
def theme() -> dict[str, dict[str, object]]:
    return tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.fullmatch(r"-r requirements\.txt|[\w.\[\],-]+==[\w.]+", line)] == []


def test_the_core_needs_no_screen() -> None:
    look = (
        "import importlib, pkgutil, sys, core\n"
        "for room in pkgutil.iter_modules(core.__path__, 'core.'): importlib.import_module(room.name)\n"
        "print('streamlit' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_host_that_runs_the_launcher_as_a_page_shows_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    # It changes what the whole process says of failures, the tests' own too.
    plain: list[bool] = []
    monkeypatch.setattr(failure_lines, "tell_failures_plainly", lambda: plain.append(True))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not at.exception
    assert at.title or at.header
    assert plain


def test_such_a_host_finds_the_pictures_too() -> None:
    assert (ROOT / "static").is_symlink()
    assert (ROOT / "static/figures/leg_press.svg").samefile(ROOT / "pages/static/figures/leg_press.svg")


def test_the_makefile_offers_two_commands() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    newcomers, others = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert (newcomers, others) == ("run test", "sweep figures bench soak")


def test_every_sweep_has_its_module_and_stands_in_the_readme() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (parts,) = re.findall(r"^SWEEPS := (.+)$", makefile, re.MULTILINE)
    modules = {path.stem for path in (ROOT / "tests/sweep").glob("*.py") if "\ndef main(" in path.read_text("utf-8")}
    assert set(parts.split()) == modules
    assert "`make sweep`" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_asks_for_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    start = text.partition("## Start")[2].partition("\n## ")[0]
    assert set(re.findall(r"\bmake [a-z]+", start)) == {"make run", "make test"}
    assert "pip install" not in text


def test_no_file_makes_a_claim_that_must_not_be_made() -> None:
    made = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in spoken_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLAIMS.search(line)
    ]
    assert made == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_text_and_captions_are_readable(theme: dict[str, dict[str, str]], mode: str) -> None:
    colours = theme[mode]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], ground) >= 12
        assert contrast(blend(colours["textColor"], ground, 0.6), ground) >= 4.5
        assert contrast(colours["linkColor"], ground) >= 4.5
        assert contrast(colours["primaryColor"], ground) >= 3
    assert contrast("#ffffff", colours["primaryColor"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("hue", ["green", "orange", "yellow", "red", "blue", "violet", "gray"])
def test_coloured_words_are_readable(theme: dict[str, dict[str, str]], mode: str, hue: str) -> None:
    colours = theme[mode]
    for ground in (colours["backgroundColor"], colours[f"{hue}BackgroundColor"]):
        assert contrast(colours[f"{hue}TextColor"], ground) >= 4.5


def test_both_modes_define_the_same_colours(theme: dict[str, dict[str, object]]) -> None:
    assert theme["light"].keys() == theme["dark"].keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("palette", ["Categorical", "Sequential", "Diverging"])
def test_palettes_have_the_ten_colours_that_plotly_asks_for(
    theme: dict[str, dict[str, list[str]]], mode: str, palette: str
) -> None:
    assert len(set(theme[mode][f"chart{palette}Colors"])) == 10
