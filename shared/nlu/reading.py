"""One message with everything found in its words: what classifiers and entity readers look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from shared.nlu.context import Context
from shared.nlu.lexicon import Lexicon
from shared.nlu.spotting import Spot
from shared.nlu.vocabulary import Vocabulary
from shared.nlu.words import Token


@dataclass(frozen=True)
class Reading:
    """A message, read.

    Attributes:
        text: as the shopper wrote it, without invisible characters.
        keys: the tokens' folded words, typos corrected.
        spots: known words and phrases, in order.
        currency: what a price is in when the text names none.
    """

    text: str
    language: str
    context: Context
    vocabulary: Vocabulary
    lexicon: Lexicon
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    spots: tuple[Spot, ...]

    def of(self, kind: str) -> Iterator[Spot]:
        """The spots of one kind, in order."""
        return (spot for spot in self.spots if spot.kind == kind)

    def values(self, kind: str, *, negated: bool = False) -> tuple[str, ...]:
        """The different values of one kind, in order, either asked for or negated."""
        return tuple(dict.fromkeys(spot.value for spot in self.of(kind) if spot.negated == negated))

    def starting(self, kind: str, position: int) -> Spot | None:
        """The spot of a kind that begins at a token."""
        return self._starts.get((kind, position))

    def ending(self, kind: str, position: int) -> Spot | None:
        """The spot of a kind that ends just before a token."""
        return self._ends.get((kind, position))

    @cached_property
    def words(self) -> int:
        """How many tokens are words or numbers."""
        return sum(token.key.isalnum() for token in self.tokens)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Every concept said and not negated."""
        return frozenset(spot.value for spot in self.of("concept") if not spot.negated)

    @cached_property
    def _starts(self) -> dict[tuple[str, int], Spot]:
        return {(spot.kind, spot.start): spot for spot in reversed(self.spots)}

    @cached_property
    def _ends(self) -> dict[tuple[str, int], Spot]:
        return {(spot.kind, spot.end): spot for spot in reversed(self.spots)}
