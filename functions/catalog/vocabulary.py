"""Every word a brand's products use, to know a typing error and mend it."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from functions.catalog.fields import stems

_ONE_ERROR_FROM: Final = 4
_TWO_ERRORS_FROM: Final = 7
_SHORTEST_PART: Final = 3


class Vocabulary:
    """The words of one brand, with how many products use each."""

    def __init__(self) -> None:
        self._products: Counter[str] = Counter()
        self._stems: Counter[str] = Counter()

    def add(self, words: Iterable[str]) -> None:
        """Count the words of one more product."""
        for word in words:
            self._products[word] += 1
            if self._products[word] == 1:
                self._stems.update(set(stems(word).values()))

    def remove(self, words: Iterable[str]) -> None:
        """Take the words of a product away again."""
        for word in words:
            self._products[word] -= 1
            if self._products[word] <= 0:
                del self._products[word]
                self._stems.subtract(set(stems(word).values()))

    def has(self, word: str) -> bool:
        """Tell whether a product has exactly `word`."""
        return word in self._products

    def knows(self, word: str) -> bool:
        """Tell whether a product has `word` or a form of it."""
        return word in self._products or any(self._stems[stem] > 0 for stem in stems(word).values())

    def has_start(self, word: str) -> bool:
        """Tell whether a product has a word that begins with `word`."""
        return len(word) >= _SHORTEST_PART and any(
            known.startswith(word) for known in self._products
        )

    def mended(self, word: str) -> str | None:
        """Return the known word `word` was probably meant to be.

        One error is allowed from four letters on, two from seven; a swap of neighbours is one.
        Of equally near words the one with the same first letter wins, then the more frequent.
        """
        allowed = (len(word) >= _ONE_ERROR_FROM) + (len(word) >= _TWO_ERRORS_FROM)
        if not allowed or not word.isalpha():
            return None
        near = process.extract(
            word, self._products.keys(), scorer=OSA.distance, score_cutoff=allowed, limit=12
        )
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
