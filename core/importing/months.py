"""Month and day-period words of many languages, from the Unicode locale data that Babel carries."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.localedata import locale_identifiers

FIRST_LANGUAGES = (
    "en", "es", "de", "fr", "it", "pt", "nl", "tr", "ru", "pl", "sv", "da", "nb", "fi", "cs", "sk", "hu", "ro", "el",
    "uk", "bg", "hr", "sr", "sl", "lt", "lv", "et", "ca", "he", "ar", "fa", "hi", "id", "ms", "vi", "th", "ja", "ko",
    "zh", "is", "ga", "eu", "gl",
)  # fmt: skip
LEAST_LETTERS = 3


def folded(text: str) -> str:
    """Lower case without accents, dots and odd spaces, so that spellings of one word meet."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).replace(".", "").replace("\u2019", "'")


@cache
def month_words(language: str) -> Mapping[str, int]:
    """Month number by word in one language: full and short names, and beginnings that only one month has."""
    locale = Locale.parse(language)
    full: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in locale.months[context][width].items():
                word = folded(name)
                if not word.isdigit() and not word[:1].isdigit():
                    full.setdefault(word, month)
    words = dict(full)
    for length in range(LEAST_LETTERS, max((len(word) for word in full), default=0)):
        starts: dict[str, set[int]] = {}
        for word, month in full.items():
            if len(word) > length:
                starts.setdefault(word[:length], set()).add(month)
        for start, months in starts.items():
            if len(months) == 1:
                words.setdefault(start, next(iter(months)))
    return words


@cache
def languages() -> tuple[str, ...]:
    """Languages in the order in which they are tried: those that the apps speak first, then all others."""
    others = sorted(one for one in locale_identifiers() if len(one) <= LEAST_LETTERS and one not in FIRST_LANGUAGES)
    return (*FIRST_LANGUAGES, *others)


@cache
def afternoon_words() -> Mapping[str, bool]:
    """True for words that mean the afternoon, False for those of the morning."""
    words: dict[str, bool] = {}
    for language in FIRST_LANGUAGES:
        periods = Locale.parse(language).day_periods
        for context in periods.values():
            for width in ("abbreviated", "wide"):
                names = context.get(width, {})
                for name, is_afternoon in (("am", False), ("pm", True)):
                    if name in names:
                        words.setdefault(folded(names[name]).replace(" ", ""), is_afternoon)
    return words


@cache
def language_name(language: str) -> str:
    """The language's own name and its English one, for a choice list."""
    own, english = Locale.parse(language).get_display_name(language), Locale.parse(language).get_display_name("en")
    return str(english) if own == english or own is None else f"{english} – {own}"
