"""Stretches of time in a text, with their units, in the seller's languages. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shared.grounds.numbers import NUMBER, is_vague, number_of
from shared.grounds.spans import Scale, Span


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
_RATED: Final = re.compile(
    r"(?i)\b(?:once|twice|times|vez|vezes|veces|minut[eo]s|hours?|horas?|days?|d[ií]as?)\s+$"
)
_CLOCK: Final = re.compile(r"(?i)\b(?:[àa]s|das)\s*$")
_CLOCK_SHORT: Final = re.compile(r"(?i)\b(?:las|los)\s*$")
"""Before a bare "h" alone: "a las dos horas" is two hours later."""
_NAMED: Final = re.compile(
    r"(?i)\b(?:(?P<none>same[\s-]day|mesmo dia|mismo d[ií]a)"
    r"|(?P<hour>within the hour|dentro d[ea] (?:la )?hora|na próxima hora|en la próxima hora)"
    r"|(?:next[\s-]day|overnight|dia seguinte|d[ií]a siguiente))\b"
)
_YEAR: Final = 12
_HOUR: Final = 60
_DAY: Final = 1440


def durations_in(text: str) -> Iterator[Duration]:
    """Yield the stretches of time that a text names; ages, times of day and rates are none."""
    for found in _DURATION.finditer(text):
        if duration := _read(found, text):
            yield duration
    for found in _NAMED.finditer(text):
        long = 0 if found["none"] else _HOUR if found["hour"] else _DAY
        span = Span("minutes", long, long, _HOUR if found["hour"] else _DAY)
        yield Duration(span, found.group(), found.start(), found.end(), light=True)


def _read(found: re.Match[str], text: str) -> Duration | None:
    at = next(number for number in range(len(_UNITS)) if found[f"u{number}"])
    _, scale, unit = _UNITS[at]
    before, after = text[max(0, found.start() - 24) : found.start()], text[found.end() :][:24]
    hour, year = unit == _HOUR, unit == _YEAR
    bare = hour and found["u1"].casefold() == "h"
    is_clock = hour and _CLOCK.search(before) is not None
    is_clock = is_clock or (bare and (found["high"] or _CLOCK_SHORT.search(before)) is not None)
    is_age = year and (_AGE_BEFORE.search(before) or _AGE_AFTER.match(after))
    vague = is_vague(found["low"]) and not found["high"]
    is_rate = _RATE.match(after) or (vague and _RATED.search(before))
    if is_clock or is_age or is_rate:
        return None
    ends = [round(number_of(one) * unit) for one in (found["low"], found["high"]) if one]
    working = bool(found["working"] or re.search(_WORKING_FIRST, found["gap"], re.IGNORECASE))
    return Duration(
        span=Span(scale, min(ends), max(ends), unit, working),
        words=found.group(),
        start=found.start(),
        end=found.end(),
        vague=vague,
        light=(unit == 1 and scale == "minutes") or "-" in found["gap"].strip(" "),
    )
