"""Which known product a price, a count or "sold out" is said of, where the words leave no doubt.

Pure. No answer is better than a wrong one here: a sentence that compares, or tells of two things,
names nobody.
"""

import re
from collections.abc import Mapping
from typing import Final

from shared.grounds.naming import Item, mentions

_OTHERS: Final = re.compile(
    r"(?i)\b(?:with|plus|or|than|but|while|whereas|unlike|these|those|other|another|matching|your"
    r"|and(?! (?:it |they )?(?:costs?|is|are|only|just|now|comes?|sells?|ha(?:s|ve))\b)"
    r"|com|ou|mas|enquanto|est[ea]s|ess[ea]s|outr[oa]s?|seu|sua|do que"
    r"|e(?! (?:custa|sai|está|é|fica|vale|tem)\b)"
    r"|con|pero|mientras|est[oa]s|otr[oa]s?|tu|su|que (?:el|la|los|las)"
    r"|y(?! (?:cuesta|está|sale|vale|es|tiene)\b))\b|[+&;]"
)
_THING: Final = re.compile(
    r"(?i)\b(?:for|with|match(?:es|ing)?|like|unlike|than|of|to|and|or|plus|para|com|como|do|da|dos"
    r"|das|con|del|de|y|e|ou)\s+(?:(?:the|our|a|o|os|as|el|la|los|las|un|una|um|uma)\s+)?$"
)
_OF_PRICE: Final = re.compile(
    r"(?i)\b(?:price|cost|preço|valor|precio|stock|estoque|availability|pieces?|pares?|pairs?"
    r"|unidades?|left)\s+(?:of|for|do|da|dos|das|de|del)\s+"
    r"(?:(?:the|our|o|a|os|as|el|la|los|las)\s+)?$"
)
_LEADS_ON: Final = re.compile(
    r"(?i)[\s,:]*(?:\b(?:for|is|are|of|the|our|left|you get|gets you|buys|only|pelo|pela|pelos"
    r"|pelas|por|do|da|dos|das|de|del|o|a|os|as|el|la|los|las|um|uma|un|una|está|esta|é|es|is|in"
    r"|en|em|stock|leva|llevas|pairs?|pares?|pieces?|unidades?|custa|cuesta|costs?|tênis|tenis)"
    r"\b[\s,:]*)*"
)
_FAR: Final = 60


def owner(sentence: str, start: int, end: int, items: Mapping[str, Item]) -> str | None:
    """Return the id of the one product that what stands at `start:end` is said of, if any."""
    found = mentions(sentence, items)
    named = {each for one in found for each in one.ids}
    if len(named) != 1:
        return None
    before = next((one for one in reversed(found) if one.end <= start), None)
    if before is not None:
        between, ahead = sentence[before.end : start], sentence[: before.start]
        if _THING.search(ahead) and not _OF_PRICE.search(ahead):
            return None
        return None if len(between) > _FAR or _OTHERS.search(between) else next(iter(named))
    after = next((one for one in found if one.start >= end), None)
    if after is None or not _LEADS_ON.fullmatch(sentence[end : after.start]):
        return None
    return next(iter(named))
