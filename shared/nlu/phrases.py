"""A book of phrases: finds the longest known phrase at a position, whatever the plural or typo."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.nlu.words import keys_of, singulars

_PREFIX_LENGTHS = range(3, 16)
_SHORTEST_TYPO = 4
_LONGEST_TYPO = 24
_TWO_EDITS_FROM = 8


class Mark(NamedTuple):
    """What a phrase stands for: ("colour", "blue"); `language` is "" where it does not matter."""

    kind: str
    value: str
    language: str = ""


class Found(NamedTuple):
    """A phrase found in tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    marks: tuple[Mark, ...]


Choice = Callable[[Sequence[str], tuple[Mark, ...]], tuple[Mark, ...]]
"""Of the marks of a phrase (its words come first), those that count here."""


@dataclass(slots=True)
class _Node:
    words: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    prefixes: dict[str, "_Node"] = field(default_factory=dict[str, "_Node"])
    marks: tuple[Mark, ...] = ()


class PhraseBook:
    """Phrases and what they stand for.

    A phrase is words with spaces; a word ending in `*` matches any ending. Filled once, then
    only read.
    """

    def __init__(self) -> None:
        self._root = _Node()
        self._words: set[str] = set()
        self._prefixes: set[str] = set()
        self._plurals: dict[str, str] = {}
        self._targets: dict[tuple[str, str], dict[str, None]] = {}

    def add(self, phrase: str, mark: Mark) -> None:
        """Make `phrase` stand for `mark`, beside what it stands for already."""
        node = self._root
        keys = keys_of(phrase)
        for key in keys:
            self.learn(key, language=mark.language)
            if key.endswith("*"):
                node = node.prefixes.setdefault(key[:-1], _Node())
            else:
                node = node.words.setdefault(key, _Node())
        if keys and mark not in node.marks:
            node.marks = (*node.marks, mark)

    def learn(self, key: str, *, language: str | None = None) -> None:
        """Know a folded word; with a language, typos in that language are taken for it."""
        word = key.removesuffix("*")
        if key != word:
            self._prefixes.add(word)
        self._words.add(word)
        if not word.isalpha():
            return
        for singular in singulars(word):
            self._plurals.setdefault(singular, word)
        if language is not None and len(word) >= _SHORTEST_TYPO:
            self._targets.setdefault((language, word[0]), {})[word] = None

    def knows(self, key: str) -> bool:
        """Tell whether the word, its singular, its plural or its beginning is in the book."""
        return any(form in self._words for form in self._forms(key)) or any(
            key[:length] in self._prefixes for length in _PREFIX_LENGTHS
        )

    def holds(self, key: str) -> bool:
        """Tell whether exactly this word is in the book."""
        return key in self._words

    def nearest(self, key: str, language: str = "") -> str | None:
        """The word a typo stands for: same first letter, one edit away (two from 8 letters on)."""
        if not _SHORTEST_TYPO <= len(key) <= _LONGEST_TYPO or not key.isalpha():
            return None
        # rapidfuzz takes 60 ms to import: only a message with an unknown word pays for it
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        found = process.extractOne(
            key,
            [*self._targets.get(("", key[0]), ()), *self._targets.get((language, key[0]), ())],
            scorer=OSA.distance,
            score_cutoff=2 if len(key) >= _TWO_EDITS_FROM else 1,
        )
        return found[0] if found else None

    def find(self, keys: Sequence[str], choose: Choice | None = None) -> Iterator[Found]:
        """Read from left to right and take the longest phrase at each place, without overlap."""
        position = 0
        while position < len(keys):
            found = self._longest(keys, position, choose)
            if found:
                yield found
            position = found.end if found else position + 1

    def _longest(self, keys: Sequence[str], start: int, choose: Choice | None) -> Found | None:
        best: Found | None = None
        open_nodes = [(start, self._root)]
        while open_nodes:
            position, node = open_nodes.pop()
            if node.marks and (best is None or position >= best.end):
                marks = choose(keys[start:position], node.marks) if choose else node.marks
                beside = best.marks if best and position == best.end else ()
                best = Found(start, position, (*beside, *marks)) if marks else best
            if position < len(keys):
                children = self._children(node, keys[position])
                open_nodes.extend((position + 1, child) for child in children)
        return best

    def _children(self, node: _Node, key: str) -> list[_Node]:
        children: list[_Node] = []
        if node.prefixes:
            beginnings = (key[:length] for length in _PREFIX_LENGTHS)
            children = [node.prefixes[part] for part in beginnings if part in node.prefixes][-1:]
        word = next((form for form in self._forms(key) if form in node.words), None)
        return children if word is None else [*children, node.words[word]]

    def _forms(self, key: str) -> Iterator[str]:
        yield key
        if key.isalpha():
            yield from singulars(key)
            if key in self._plurals:
                yield self._plurals[key]
