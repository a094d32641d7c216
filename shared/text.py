"""Text from outside made safe to keep, and text of ours made to fit a limit."""

import re
from typing import Final

JOINER: Final = "\u200d"

_UNWANTED: Final = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, all but the line feed
    "\u202a-\u202e\u2066-\u2069"  # bidirectional overrides make text read as something else
    "\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"  # invisible tag characters carry hidden instructions
    "\ud800-\udfff"  # halves of a surrogate pair cannot be encoded
    "]"
)
_BREAKS: Final = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_EXTENDS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094d"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\u200d\U0001f3fb-\U0001f3ff]"
)
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]")


def clean(text: str) -> str:
    """Return `text` without control, override and hidden characters, trimmed.

    Line breaks stay (as line feeds), tabs become spaces; nothing is interpreted.
    """
    return _UNWANTED.sub("", _BREAKS.sub("\n", text).replace("\t", " ")).strip()


def one_line(text: str) -> str:
    """Return `text` cleaned, with every run of white space as one space."""
    return " ".join(clean(text).split())


def length(text: str) -> int:
    """Return the length in UTF-16 units.

    Channels do not say how they count an emoji; this is the most any of them can make of it.
    """
    return len(text) + sum(character > "\uffff" for character in text)


def fit(text: str, limit: int) -> str:
    """Return `text` in at most `limit` units, ended by an ellipsis where it had to be cut.

    The cut is between words where one ends in the last third, and never inside what a reader
    sees as one character.
    """
    if length(text) <= limit:
        return text
    if limit <= 1:
        return "…"[:limit]
    kept = _whole_characters(text, limit - 1)
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space * 3 >= len(kept) * 2 and not text[len(kept)].isspace():
        kept = kept[:space]
    return kept.rstrip() + "…"


def _whole_characters(text: str, limit: int) -> str:
    end = 0
    used = 0
    for character in text:
        used += 2 if character > "\uffff" else 1
        if used > limit:
            break
        end += 1
    while 0 < end < len(text) and _continues(text, end):
        end -= 1
    return text[:end]


def _continues(text: str, index: int) -> bool:
    """Tell whether the character at `index` belongs to what stands before it."""
    if _EXTENDS.match(text[index]) or text[index - 1] == JOINER:
        return True
    if not _FLAG.match(text[index]):
        return False
    start = index
    while start > 0 and _FLAG.match(text[start - 1]):
        start -= 1
    return (index - start) % 2 == 1
