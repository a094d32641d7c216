"""Stretches of time in a text, with their units, in the seller's languages. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from shared.grounds.numbers import NUMBER, is_vague, number_of

Scale = Literal["minutes", "months"]
"""A month has no number of days that everybody agrees on: the two are never compared."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time or, as in "3 to 6 days", a range of them.

    Attributes:
        low: in the scale's unit.
        high: the same as `low` where it is no range.
        step: the unit it was said in; whole ones of it between `low` and `high` are meant, too.
        working: counted in days on which people work.
    """

    scale: Scale
    low: int
    high: int
    step: int
    working: bool = False

    def bears(self, point: int, scale: Scale, *, working: bool) -> bool:
        """Tell whether one number of a claim is among what this says.

        Working days may be told as days: that is how people shorten them.
        """
        if scale != self.scale or (working and not self.working):
            return False
        inside = self.low < point < self.high and (point - self.low) % self.step == 0
        return inside or point in (self.low, self.high)


@dataclass(frozen=True, slots=True)
class Duration:
    """A stretch of time where it stands in a text.

    Attributes:
        vague: may be an article and no number: "a day".
        light: minutes, or joined to what follows: "a 10-hour shift" promises nothing by itself.
    """

    span: Span
    words: str
    start: int
    end: int
    vague: bool = False
    light: bool = False


_UNITS: Final[tuple[tuple[str, Scale, int], ...]] = (
    (r"minutes?|minutos?|mins?", "minutes", 1),
    (r"hours?|horas?|hrs?|hs?", "minutes", 60),
    (r"days?|dias?|d[ií]as?", "minutes", 1440),
    (r"weeks?|wks?|semanas?", "minutes", 10080),
    (r"months?|meses|m[eê]s", "months", 1),
    (r"years?|yrs?|anos?|años?", "months", 12),
)
_WORKING_FIRST: Final = r"business|working"
_BESIDE: Final = (
    rf"{_WORKING_FIRST}|full|whole|calendar|consecutive|more|extra|additional|entire|long|short"
    r"|single|mere|little|mais|más|longos|longas|inteiros?|inteiras?|completos?|completas?"
)
_DURATION: Final = re.compile(
    rf"(?i)(?<![\w$€£]|[.,:]\b)(?P<low>{NUMBER})"
    rf"(?:\s*(?:[-–—]|\b(?:to|or|and|a|à|até|ou|e|o|u|y|hasta)\b)\s*(?P<high>{NUMBER}))?"
    rf"(?P<gap>[\s\u00a0]*[-\u2011]?\s*(?:(?:{_BESIDE})[\s-]+){{0,2}})"
    rf"(?:{'|'.join(f'(?P<u{at}>{words})' for at, (words, _, _) in enumerate(_UNITS))})\b"
    r"(?P<working>\s+(?:úteis|útil|uteis|h[aá]biles|h[aá]bil|laborables|laborales))?"
)
_AGE_BEFORE: Final = re.compile(
    r"(?i)(?:\bage[sd]?|rated|mai?or(?:es)? (?:de|que)|mayor(?:es)? (?:de|que)|acima de"
    r"|a partir d[eo]s?|desde)\s*(?:los|os)?\s*$"
)
_AGE_AFTER: Final = re.compile(
    r"(?i)[\s-]*(?:olds?\b|of age|and (?:up|over|older)|or (?:over|older)|de (?:idade|edad)"
    r"|e acima|ou mais|o más|en adelante)"
)
_RATE: Final = re.compile(
    r"(?i)\s*(?:\ba|/|\bper|\bpor|\bal|\bao|\beach|\bevery|\ba la|\bà)\s*"
    r"(?:day|week|month|year|dia|d[ií]a|semana|m[eê]s|ano|año)\b"
)
_CLOCK: Final = re.compile(r"(?i)\b(?:[àa]s|das|las|los)\s*$")
_NAMED: Final = re.compile(
    r"(?i)\b(?:(?P<none>same[\s-]day|mesmo dia|mismo d[ií]a)"
    r"|(?:next[\s-]day|overnight|dia seguinte|d[ií]a siguiente))\b"
)
_DAY: Final = 1440
_WORK_WEEK: Final = 5


def durations_in(text: str) -> Iterator[Duration]:
    """Yield the stretches of time that a text names; ages, times of day and rates are none."""
    for found in _DURATION.finditer(text):
        if duration := _read(found, text):
            yield duration
    for found in _NAMED.finditer(text):
        days = 0 if found["none"] else _DAY
        span = Span("minutes", days, days, _DAY)
        yield Duration(span, found.group(), found.start(), found.end(), light=True)


def spans_in(text: str) -> frozenset[Span]:
    """Return what a text says, read as a ground: all of it counts."""
    spans = {one.span for one in durations_in(text)}
    weeks = {
        Span("minutes", 7 * one.high // _WORK_WEEK, 7 * one.high // _WORK_WEEK, _DAY)
        for one in spans
        if one.working and one.high % (_WORK_WEEK * _DAY) == 0
    }
    return frozenset(spans | weeks)


@lru_cache(maxsize=512)
def shop_spans_in(text: str) -> frozenset[Span]:
    """Return what a text of the shop says; read once, as nobody's private words are among them."""
    return spans_in(text)


def is_borne(span: Span, grounds: Iterable[Span]) -> bool:
    """Tell whether each end of a claim is among what the grounds say."""
    known = tuple(grounds)
    return all(
        any(one.bears(point, span.scale, working=span.working) for one in known)
        for point in (span.low, span.high)
    )


def _read(found: re.Match[str], text: str) -> Duration | None:
    at = next(number for number in range(len(_UNITS)) if found[f"u{number}"])
    _, scale, unit = _UNITS[at]
    before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() :][:24]
    hour, year = unit == 60, scale == "months" and unit == 12  # noqa: PLR2004 (as above)
    is_clock = hour and (_CLOCK.search(before) or (found["high"] and found["u1"].lower() == "h"))
    is_age = year and (_AGE_BEFORE.search(before) or _AGE_AFTER.match(after))
    if is_clock or is_age or _RATE.match(after):
        return None
    ends = [round(number_of(one) * unit) for one in (found["low"], found["high"]) if one]
    working = bool(found["working"] or re.search(_WORKING_FIRST, found["gap"], re.IGNORECASE))
    return Duration(
        span=Span(scale, min(ends), max(ends), unit, working),
        words=found.group(),
        start=found.start(),
        end=found.end(),
        vague=is_vague(found["low"]) and not found["high"],
        light=(unit == 1 and scale == "minutes") or "-" in found["gap"].strip(" "),
    )
