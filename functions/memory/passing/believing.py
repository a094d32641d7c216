"""How far a model is believed that says what a shopper stated in passing, whatever it was told.

Only what stands in the shopper's own words counts, and only what the shop has words for. That
something was no question, no search and not about somebody else, code cannot fully know: so it is
learnt as noticed, never as said (`functions/memory/learn.py`).
"""

import re
from collections.abc import Sequence
from typing import Final

from functions.memory.passing.form import Heard, Remark
from functions.memory.passing.naming import Naming
from functions.memory.traits import Taste
from shared.grounds.sentences import sentences
from shared.models.brand import Brand
from shared.nlu.vocabulary import Vocabulary
from shared.nlu.words import keys_of

MOST: Final = 8
_LONGEST: Final = 300
_AROUND: Final = " .,;:!¡…\"'“”«»()"


def believed(
    heard: Heard, lines: Sequence[str], brand: Brand, vocabulary: Vocabulary
) -> tuple[Taste, ...]:
    """Return what is believed of a model's answer.

    Args:
        heard: the answer.
        lines: what the shopper wrote.
        brand: whose categories and language count.
        vocabulary: the brand's words.
    """
    naming = Naming(vocabulary, brand.locales[0])
    stated = [one for line in lines for one in sentences(line) if "?" not in one]
    found: dict[Taste, None] = {}
    for remark in heard.remarks:
        taste = _stated(remark, stated, naming)
        if taste is not None:
            found[taste] = None
    clear = (one for one in found if one.opposite not in found)
    return tuple(clear)[:MOST]


def _stated(remark: Remark, stated: Sequence[str], naming: Naming) -> Taste | None:
    """A question states nothing, nor do words that are the bare thing: "red"."""
    words = _standing(remark.words, stated)
    if remark.for_other or words is None or len(keys_of(words)) <= len(keys_of(remark.value)):
        return None
    trait = naming.named(remark.kind, remark.value, words)
    if trait is None or (remark.wanted and naming.denies(trait, words)):
        return None
    return Taste(trait.kind, trait.value, wanted=remark.wanted)


def _standing(words: str, stated: Sequence[str]) -> str | None:
    """Return the words as the shopper wrote them; None where they did not, in one sentence."""
    bare = " ".join(words.strip(_AROUND).split())
    if not bare or len(bare) > _LONGEST:
        return None
    literally = re.compile(rf"(?<!\w){re.escape(bare)}(?!\w)", re.IGNORECASE)
    found = (literally.search(" ".join(one.split())) for one in stated)
    return next((one.group() for one in found if one), None)
