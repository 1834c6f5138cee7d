"""How one pose gives picture and demand, how good the body model is, and where it must not be used."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from core import charts
from core.body.anthropometry import Body
from core.body.spine.demand import MODEL_BAND
from core.body.validation import Contrast, Verdict, checked_contrasts, checked_loads
from core.catalog import load_catalog
from core.charts.validation import MARKS, Place, validation
from core.knowledge.sources import load_sources
from core.knowledge.texts import say
from core.words import Provenance
from pages.parts import method_body_numbers as numbers
from pages.parts.method_body_figure import marked_figure, mechanics
from pages.parts.method_tables import STYLE as TABLE_STYLE

NOT_COUNTED = "–"
DEGREES_FROM = 3.0
"""A contrast beyond this is an angle; ratios stay near one."""
FAR_OFF = 0.5
KNOWN_MISSES = {"thrust": "hip_thrust", "morning": "good_morning"}
PARTINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "more": {
        "front": ("RussellPhillips1989", "Gorsic2020"),
        "thrust": ("Otsuka2021",),
        "glute_ham": ("Callaghan1998", "McGill2002"),
        "hack": ("Clark2017",),
        "split_rdl": (),
    },
    "less": {"lean": ("RussellPhillips1989", "Glassbrook2017")},
    "same": {"sit_up": ("Axler1997", "McGill2002"), "one_leg": ("Mackey2021",)},
}
LIMITS = ("core", "sit_up", "fast", "twist", "round", "lying", "rails", "bands", "pelvis")
LIMIT_SOURCES = ("Swain2020", "DL-model2023", "Dreischarf2015", "Rajaee2015")
SHADES = {Verdict.RIGHT: "", Verdict.NEAR: "k1", Verdict.WRONG: "k3"}

STYLE = """
<style>
.bw-named { font-weight:600; margin:.2rem 0 .4rem; }
.bw-t td.n { white-space:nowrap; }
.bw-t details p { max-width:44rem; }
</style>
"""


def body_model() -> None:
    """The whole tab."""
    st.html(TABLE_STYLE + STYLE)
    st.markdown(say("method.body.lead"))
    one_pose()
    against_loads()
    against_differences()
    part_ways()
    limits()
    from_newtons_to_ratings()
    hand_and_model()


def one_pose() -> None:
    """How one pose gives picture and demand."""
    st.header(say("method.body.how.title"))
    found = mechanics()
    words, drawn = st.columns(2, gap="large")
    words.markdown(
        say(
            "method.body.how.text",
            lean=f"{found.lean_deg:.0f}",
            above=f"{found.above_kg:.0f}",
            lever=f"{found.lever_m * 100:.0f}",
            moment=f"{found.moment_nm:.0f}",
            arm=f"{found.extensor_arm_m * 100:.1f}",
            pull=f"{found.pull_n / numbers.KN:.1f}",
            compression=numbers.kilonewtons(found.compression_n),
        )
    )
    drawn.image(
        marked_figure(),
        caption=say(
            "method.body.figure.caption",
            who=say(f"method.body.figure.{found.sex.value}"),
            stature=f"{found.stature_m:.2f}",
            mass=f"{found.mass_kg:.0f}",
            load=f"{found.load_kg:.0f}",
        ),
        width="stretch",
        alt=say("method.body.figure.alt"),
    )


def against_loads() -> None:
    """Every published load beside the model's, summed up, drawn and listed."""
    st.header(say("method.body.loads.title"))
    points, whole = numbers.points(), numbers.summaries()["all"]
    places = Counter(one.place for one in points)
    low, high = (f"{factor:g}" for factor in MODEL_BAND)
    words, drawn = st.columns(2, gap="large")
    words.markdown(
        say(
            "method.body.loads.text",
            count=whole.count,
            spearman=f"{whole.spearman:.2f}",
            error=f"{whole.median_error:.0%}",
            far=sum(load.counted and abs(load.error) > FAR_OFF for load in checked_loads()),
            low=low,
            high=high,
            inside=places[Place.INSIDE],
        )
    )
    words.markdown(_about_arm())
    palette = charts.DARK if st.context.theme.type == "dark" else charts.LIGHT
    drawn.plotly_chart(
        validation(points, MODEL_BAND, palette),
        key="method.validation",
        theme=None,
        config=dict(charts.CONFIG),
        alt=say(
            "method.body.loads.alt",
            count=len(points),
            inside=places[Place.INSIDE],
            missed=places[Place.MISSED],
            out=places[Place.OUT_OF_DOMAIN],
        ),
    )
    _table("method.body.loads.agreement", _agreement_rows())
    st.markdown(say("method.body.loads.honest"))
    _table("method.body.loads", _load_rows())


def against_differences() -> None:
    """Every published difference between two exercises, and the misses said plainly."""
    st.header(say("method.body.contrasts.title"))
    contrasts = {one.id: one for one in checked_contrasts()}
    verdicts = Counter(one.verdict for one in contrasts.values())
    st.markdown(
        say(
            "method.body.contrasts.text",
            count=len(contrasts),
            **{verdict.value: verdicts[verdict] for verdict in Verdict},
            **{name: f"{contrasts[known].model:.2f}" for name, known in KNOWN_MISSES.items()},
            thrust_published=contrasts[KNOWN_MISSES["thrust"]].published,
        )
    )
    _table("method.body.contrasts", (_contrast_row(one) for one in contrasts.values()))


def part_ways() -> None:
    """Where physics and the source articles disagree, in both directions, and where they agree."""
    st.header(say("method.body.part.title"))
    values = numbers.partings()
    st.markdown(say("method.body.part.lead", **values))
    for side, points in PARTINGS.items():
        said = [f"- {say(f'method.body.part.{name}', **values)} {_cited(keys)}" for name, keys in points.items()]
        st.markdown(f"**{say(f'method.body.part.{side}')}**\n\n" + "\n".join(said))
    lower = sum(one.by_model < one.by_hand for one in numbers.apart())
    ratings = len(numbers.apart())
    st.markdown(say("method.body.part.both_ways", lower=lower, ratings=ratings))


def limits() -> None:
    """Where the model must not be used, and what stands there instead."""
    st.header(say("method.body.limits.title"))
    low, high = (f"{factor:g}" for factor in MODEL_BAND)
    st.markdown(f"{say('method.body.limits.text', low=low, high=high)}\n\n{_cited(LIMIT_SOURCES)}")
    loads = {load.id: load for load in checked_loads()}
    values = {
        "bird_dog": f"{-loads['bird_dog'].error:.0%}",
        "leg_raise": f"{-loads['double_leg_raise'].error:.0%}",
        "sit_up": f"{-loads['sit_up'].error:.0%}",
        "sitting": f"{loads['sitting_flexed_wilke'].error:.0%}",
    }
    rows = (say(f"method.body.limit.{name}", **values).split("|") for name in LIMITS)
    _table("method.body.limits", (_head(where) + _cell(why) + _cell(instead) for where, why, instead in rows))
    _table("method.body.basis", _basis_rows())


def from_newtons_to_ratings() -> None:
    """The cut-offs by which a modelled value becomes a rating."""
    st.header(say("method.body.ratings.title"))
    st.markdown(say("method.body.ratings.text"))
    _table(
        "method.body.ratings",
        (
            _head(str(rating)) + _cell(_span(*compression)) + _cell(_span(*shear)) + _cell(_span(*lean, "°"))
            for rating, (compression, shear, lean) in enumerate(numbers.cut_offs())
        ),
    )


def hand_and_model() -> None:
    """Which exercises are rated more than a step apart, what counts, and how the plan says so."""
    st.header(say("method.body.differ.title"))
    apart = numbers.apart()
    man, woman = (_person(body) for body in numbers.REFERENCES)
    count = len({one.exercise.id for one in apart})
    st.markdown(say("method.body.differ.text", man=man, woman=woman, count=count, all=len(load_catalog())))
    _table("method.body.differ", (_apart_row(one) for one in apart))
    st.markdown("\n".join(f"- {note}" for note in dict.fromkeys(note for one in apart for note in one.notes)))


def _about_arm() -> str:
    found = numbers.arms()
    ranks = [one.spearman for _, one in found]
    errors = [one.median_error for _, one in found]
    return say(
        "method.body.loads.arm",
        shortest=f"{found[0][0]:g}",
        longest=f"{found[-1][0]:g}",
        spearman=f"{min(ranks):.2f}",
        error_low=f"{min(errors):.0%}",
        error_high=f"{max(errors):.0%}",
    )


def _agreement_rows() -> Iterable[str]:
    for name, one in numbers.summaries().items():
        values = (
            str(one.count),
            f"{one.spearman:.2f}",
            f"{one.median_error:.0%}",
            _signed(one.median_bias),
            f"{one.within_25:.0%}",
            f"{one.within_50:.0%}",
        )
        limit = f"{numbers.LIGHT_N / numbers.KN:g}"
        yield _head(say(f"method.body.set.{name}", limit=limit)) + "".join(map(_number, values))


def _load_rows() -> Iterable[str]:
    for load in checked_loads():
        where = numbers.place(load)
        mark = MARKS[where][1] if where else NOT_COUNTED
        low, high = (f"{load.model_n * factor:.0f}" for factor in MODEL_BAND)
        yield (
            _head(load.task)
            + _number(f"{mark} {_signed(load.error)}")
            + _number(f"{load.published_n:.0f}")
            + _number(f"{load.model_n:.0f} ({low}–{high})")
            + _cell(load.source)
            + _cell(_provenance(load.provenance))
        )


def _contrast_row(one: Contrast) -> str:
    angle = abs(one.model) > DEGREES_FROM
    value = f"{one.model:.0f}°" if angle else f"{one.model:.2f}"
    return (
        _head(one.claim)
        + _cell(say(f"method.body.verdict.{one.verdict.value}"), SHADES[one.verdict])
        + _cell(one.published.replace("-", "−"))
        + _number(value.replace("-", "−"))
        + _cell(one.source)
    )


def _basis_rows() -> Iterable[str]:
    for basis, names in numbers.by_basis().items():
        opened = (
            f"<details><summary>{escape(say('method.body.basis.show'))}</summary>"
            f"<p>{escape(', '.join(sorted(names)))}</p></details>"
        )
        yield _head(say(f"method.body.basis.{basis.value}")) + _number(str(len(names))) + f"<td>{opened}</td>"


def _apart_row(one: numbers.Apart) -> str:
    load = f"{one.load_kg:g} kg" if one.load_kg else say("method.body.differ.free")
    ratings = "".join(f'<td class="n k{value}">{value}</td>' for value in (one.by_hand, one.by_model, one.used))
    axis = escape(say(f"axis.{one.axis.value}.name"))
    head = f'<th scope="row">{escape(one.exercise.name)}<br><small>{axis}</small></th>'
    who = say(f"method.body.differ.{one.sex.value}")
    return head + ratings + _cell(f"{who}, {load}")


def _person(body: Body) -> str:
    return say("method.body.differ.person", stature=f"{body.stature_m:.2f}", mass=f"{body.mass_kg:.0f}")


def _cited(keys: Sequence[str]) -> str:
    """Keys of the bibliography, as links where a work has an address; without keys the model stands alone."""
    if not keys:
        return f":small[{say('method.body.part.alone')}]"
    sources = load_sources()
    said = [f"[{key}]({sources[key].links[0]})" if sources[key].links else key for key in keys]
    return f":small[{', '.join(said)}]"


def _provenance(provenance: Provenance) -> str:
    return say(f"method.provenance.{provenance.name.lower()}")


def _signed(share: float) -> str:
    return f"{share:+.0%}".replace("-", "−")


def _span(low: float, high: float, unit: str = "") -> str:
    """A half-open range in words."""
    if low == 0:
        return say("method.body.ratings.below", high=f"{high:g}{unit}")
    if math.isinf(high):
        return say("method.body.ratings.from", low=f"{low:g}{unit}")
    return say("method.body.ratings.between", low=f"{low:g}{unit}", high=f"{high:g}{unit}")


def _head(text: str) -> str:
    return f'<th scope="row">{escape(text)}</th>'


def _cell(text: str, shade: str = "") -> str:
    return f'<td class="{shade}">{escape(text)}</td>' if shade else f"<td>{escape(text)}</td>"


def _number(text: str) -> str:
    return f'<td class="n">{escape(text)}</td>'


def _table(text_id: str, rows: Iterable[str]) -> None:
    """A table whose caption and columns stand among the words; the caption stays in place where the table scrolls."""
    caption = escape(say(f"{text_id}.caption"))
    columns = "".join(f'<th scope="col">{escape(name)}</th>' for name in say(f"{text_id}.columns").split("|"))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    table = f'<table aria-label="{caption}"><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>'
    st.html(f'<p class="bw-named" aria-hidden="true">{caption}</p><div class="bw-t" tabindex="0">{table}</div>')
