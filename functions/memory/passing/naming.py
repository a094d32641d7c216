"""What words name, as memory writes it: only what the shop, or any shopper, has words for."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from shared.models.memory import Trait, TraitKind
from shared.nlu.language import detect_language
from shared.nlu.lexicon import ANY_LANGUAGE, LANGUAGES, load_lexicon
from shared.nlu.spotting import Spot, spot
from shared.nlu.vocabulary import Vocabulary
from shared.nlu.words import fold, keys_of, tidy, tokenize

_KINDS: Final[dict[str, TraitKind]] = {
    "category": "category",
    "colour": "colour",
    "brand": "manufacturer",
    "attribute": "feature",
}
"""What the rules find in a message -> what is remembered of it."""
_YES: Final = "yes"
_LONGEST: Final = 40
_MOST_WORDS: Final = 4


class Naming:
    """Reads words as one brand's shoppers use them.

    Args:
        vocabulary: of the brand.
        locale: the brand's, for what denies: "no" is Spanish, and Portuguese for "in the".
    """

    def __init__(self, vocabulary: Vocabulary, locale: str) -> None:
        self._vocabulary = vocabulary
        self._locale = locale

    def named(self, kind: TraitKind, value: str, words: str) -> Trait | None:
        """Return what `value` names of a kind if `words` name it, too; else None."""
        match kind:
            case "size":
                found = self._size(value, words)
            case "feature":
                found = self._meant(kind, value, words) or self._feature(value, words)
            case _:
                found = self._meant(kind, value, words)
        return Trait(kind=kind, value=found) if found else None

    def denies(self, trait: Trait, words: str) -> bool:
        """Tell whether the rules read the words as a refusal: "no red please"."""
        tokens = tokenize(tidy(words))
        language = detect_language(tokens, load_lexicon(), None, self._locale).language
        spots = [one for one in self._spots(words, language) if _trait(one) == trait]
        return bool(spots) and all(one.negated for one in spots)

    def _meant(self, kind: TraitKind, value: str, words: str) -> str | None:
        """A category may be named by its id; everything else by words that mean the same."""
        there = self._values(kind, words)
        meant = {value} & there or self._values(kind, value) & there
        return next(iter(meant)) if len(meant) == 1 else None

    def _values(self, kind: TraitKind, text: str) -> set[str]:
        """In any language: shoppers mix them, and a short text may be of several."""
        spots = (one for language in LANGUAGES for one in self._spots(text, language))
        traits = (_trait(one) for one in spots)
        return {one.value for one in traits if one and one.kind == kind}

    def _spots(self, text: str, language: str) -> Iterable[Spot]:
        tokens = tokenize(tidy(text))
        return spot(tokens, language, load_lexicon(), self._vocabulary.book).spots

    def _size(self, value: str, words: str) -> str | None:
        """A single letter counts as a capital alone: "s" and "m" are pieces of other words."""
        printed = self._vocabulary.sizes_by_key.get(fold(value).replace(" ", ""))
        if printed is None:
            return None
        letter = len(printed) == 1 and printed.isalpha()
        sought, how = (printed, re.NOFLAG) if letter else (value.strip(), re.IGNORECASE)
        stands = rf"(?<![\w.,$€£'’]){re.escape(sought)}(?![\w%'’]|[.,]\d)"
        return printed if re.search(stands, words, how) else None

    def _feature(self, value: str, words: str) -> str | None:
        """What no product has is not kept: it may be anything about a person."""
        keys, said = keys_of(value), keys_of(words)
        stands = any(said[at : at + len(keys)] == keys for at in range(len(said)))
        if not stands or len(value) > _LONGEST or not 0 < len(keys) <= _MOST_WORDS:
            return None
        grammar = load_lexicon().function_words[ANY_LANGUAGE]
        telling = [key for key in keys if key not in grammar]
        known = bool(telling) and self._of_products.issuperset(telling)
        return " ".join(value.casefold().split()) if known else None

    @cached_property
    def _of_products(self) -> frozenset[str]:
        texts = (*self._vocabulary.titles, *self._vocabulary.traits)
        return frozenset(key for text in texts for key in keys_of(text) if key.isalnum())


def _trait(found: Spot) -> Trait | None:
    kind = _KINDS.get(found.kind)
    if kind is None:
        return None
    name, _, value = found.value.partition("=")
    return Trait(kind=kind, value=name if value in ("", _YES) else value)
