"""Every word a brand's products use, to know a typing error and mend it."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from functions.catalog.fields import stems

_ONE_ERROR_FROM: Final = 4
_TWO_ERRORS_FROM: Final = 7
_SHORT: Final = 5
_SHORTEST_PART: Final = 3
_MOST_ENDINGS: Final = 4


class Vocabulary:
    """The words of one brand, with how many products use each."""

    def __init__(self) -> None:
        self._products: Counter[str] = Counter()
        self._stems: Counter[tuple[str, str]] = Counter()

    def add(self, words: Iterable[str]) -> None:
        """Count the words of one more product."""
        for word in words:
            self._products[word] += 1
            if self._products[word] == 1:
                self._stems.update(stems(word).items())

    def remove(self, words: Iterable[str]) -> None:
        """Take the words of a product away again."""
        for word in words:
            self._products[word] -= 1
            if self._products[word] <= 0:
                del self._products[word]
                self._stems.subtract(stems(word).items())

    def has(self, word: str) -> bool:
        """Tell whether a product has exactly `word`."""
        return word in self._products

    def knows(self, word: str) -> bool:
        """Tell whether a product has `word` or a form of it."""
        # Compared by language: a word's stem in one may be a typing error in another.
        return word in self._products or any(self._stems[each] > 0 for each in stems(word).items())

    def starting(self, word: str) -> tuple[str, ...]:
        """Return the most frequent words that begin with `word`, at most four."""
        if len(word) < _SHORTEST_PART:
            return ()
        found = [known for known in self._products if known.startswith(word)]
        return tuple(sorted(found, key=lambda one: (-self._products[one], one))[:_MOST_ENDINGS])

    def mended(self, word: str) -> str | None:
        """Return the known word `word` was probably meant to be.

        One error is allowed from four letters on, two from seven; a swap of neighbours is one.
        A short word keeps its first letter: «gift» is not «lift». Of equally near words the one
        with the same first letter wins, then the more frequent.
        """
        allowed = (len(word) >= _ONE_ERROR_FROM) + (len(word) >= _TWO_ERRORS_FROM)
        if not allowed or not word.isalpha():
            return None
        near = process.extract(
            word, self._products.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=12
        )
        near = [one for one in near if len(word) > _SHORT or one[0][0] == word[0]]
        best = min(
            near,
            key=lambda found: (
                found[1],
                found[0][0] != word[0],
                -self._products[found[0]],
                found[0],
            ),
            default=None,
        )
        return best[0] if best else None

    def split(self, word: str) -> tuple[str, str] | None:
        """Return the two known words that `word` writes as one."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            if word[:cut] in self._products and word[cut:] in self._products:
                return word[:cut], word[cut:]
        return None
