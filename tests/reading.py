"""How hard a text is to read: Flesch-Kincaid, the school grade of the United States that the formula was fitted to.

Kincaid and others, 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. Syllables are those of the hyphenation
patterns, or the vowel groups where these find more: hyphenation never parts a word after one letter.
"""

from __future__ import annotations

import re
from functools import cache

import pyphen

HYPHENS = pyphen.Pyphen(lang="en_US")
MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*_`#|>]|:[a-z_]+/?[a-z_]*:")
ENDS = re.compile(r"[.?!]+(?=\W*(?:\s|$))|\n\s*\n|\n\s*[-*0-9]")
SILENT = re.compile(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$|[^aeiouylsxzcg]es$|[aeiouy]les$")


def plain(text: str) -> str:
    """A text without its marks; what is filled in later reads as a short word."""
    return MARKS.sub(r"\1", re.sub(r"\{[^}]*\}", "ten", text))


def words(text: str) -> list[str]:
    """The words of a text, numbers left out."""
    return re.findall(r"[A-Za-z]+(?:['’][a-z]+)?", text)


@cache
def syllables(word: str) -> int:
    """Syllables of one word, at least one."""
    small = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", small))
    return max(1, groups - bool(SILENT.search(small)), len(HYPHENS.positions(small)) + 1)


def grade(text: str) -> float:
    """Flesch-Kincaid grade of one text. Raises ValueError where there is no word in it."""
    bare = plain(text)
    found = words(bare)
    if not found:
        raise ValueError("a text without words has no grade")
    sentences = max(1, sum(bool(words(part)) for part in ENDS.split(bare)))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59
