"""What a text founds about time: everything it says, read as a ground. Pure."""

import re
from functools import lru_cache
from typing import Final

from shared.grounds.durations import durations_in
from shared.grounds.numbers import DIGITS, number_of
from shared.grounds.sentences import sentences
from shared.grounds.spans import Span

_MORE: Final = re.compile(
    rf"(?i)\b(?:(?:another|mais|más|otr[ao]s) (?P<a>{DIGITS})|(?P<b>{DIGITS}) (?:more|mais|más))"
    r"(?=[.,;]|$)"
)
_DAY: Final = 1440
_WORK_WEEK: Final = 5


def spans_in(text: str) -> frozenset[Span]:
    """Return what a text says, read as a ground: all of it counts."""
    spans = {span for one in sentences(text) for span in _said_in(one)}
    weeks = {
        Span("minutes", 7 * one.high // _WORK_WEEK, 7 * one.high // _WORK_WEEK, _DAY)
        for one in spans
        if one.working and one.high % (_WORK_WEEK * _DAY) == 0
    }
    return frozenset(spans | weeks)


@lru_cache(maxsize=128)
def shop_spans_in(texts: tuple[str, ...]) -> frozenset[Span]:
    """Return what texts of the shop say; read once, as nobody's private words are among them."""
    return frozenset[Span]().union(*map(_shop_text, texts))


@lru_cache(maxsize=512)
def _shop_text(text: str) -> frozenset[Span]:
    return spans_in(text)


def _said_in(sentence: str) -> set[Span]:
    """Return what a sentence says; "and ten minutes give another 5" leaves out what of."""
    spans = {one.span for one in durations_in(sentence)}
    more = [number_of(found["a"] or found["b"]) for found in _MORE.finditer(sentence)]
    longer = {
        Span(one.scale, round(each * one.step), round(each * one.step), one.step)
        for one in spans
        for each in more
    }
    return spans | longer
