"""Where sentences end, for every check of a model's words. Pure."""

import re
from typing import Final

SENTENCE_END: Final = re.compile(r"(?<=[.!?…])\s+|\n+")


def sentences(text: str) -> list[str]:
    """Return the sentences and lines of a text, in order, none of them empty."""
    return [one for one in SENTENCE_END.split(text) if one.strip()]
