"""Amounts of money in a text, as people write them. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?i)(?:US\$|R\$|MX\$|\$|€|£|¥|\b(?:USD|BRL|EUR|GBP|MXN))\s?(?P<a>{_NUMBER})"
    rf"|(?P<b>{_NUMBER})\s?(?:€|£|\b(?:USD|BRL|EUR|GBP|MXN|d[oó]lar(?:e?s)?|dollars?|bucks|reais"
    r"|euros?|pesos|cents?|centavos)\b)"
)
_LIMIT: Final = re.compile(
    r"(?i)\b(?:under|below|within|up to|less than|cheaper than|more than|at most|over|above|budget"
    r"|limit|abaixo|até|menos|mais|acima|orçamento|por debajo|hasta|menor|menores|más"
    r"|máximo|mínimo|presupuesto)\b(?:\s+(?:of|de|is|a|que))?\W*$"
    r"|\b(?:between|entre)\b[^.!?\n]{0,16}$"
)
"""Before an amount that limits a search, rather than being what something costs."""
_SAVED_BEFORE: Final = re.compile(
    r"(?i)\b(?:sav(?:e|es|ed|ing)|reduced by|discount of|down by|ahorr\w+|econom\w+"
    r"|desconto de|descuento de)\s(?:(?:you|te|up to|até|hasta)\s)?$"
)
_SAVED_AFTER: Final = re.compile(
    r"(?i)\s(?:off|less|cheaper|discount|savings?|(?:de |em )(?:desconto|descuento|ahorro|economia)"
    r"|a menos|menos|más barat[oa]s?|mais barat[oa]s?)\b"
)
_BEFORE: Final = 24
_CENTS: Final = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount where it stands in a text.

    Attributes:
        minor: in hundredths.
        limits: the words before it make it the limit of a search.
        saved: is taken off a price.
    """

    minor: int
    words: str
    start: int
    end: int
    limits: bool
    saved: bool


def amounts_in(text: str) -> Iterator[Amount]:
    """Yield the amounts of a text, in order."""
    for found in _AMOUNT.finditer(text):
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        yield Amount(
            minor=minor_units(found["a"] or found["b"]),
            words=found.group(),
            start=found.start(),
            end=found.end(),
            limits=_LIMIT.search(before) is not None,
            saved=bool(_SAVED_BEFORE.search(before) or _SAVED_AFTER.match(text, found.end())),
        )


def minor_units(number: str) -> int:
    """Return a number as people write amounts in hundredths: `1,234.50`, `1.234,50`, `89`."""
    bare = re.sub(r"\s", "", number)
    whole, mark, rest = bare.rpartition("," if bare.rfind(",") > bare.rfind(".") else ".")
    if not mark or len(rest) not in (1, 2):
        return int(re.sub(r"\D", "", bare)) * _CENTS
    return int(re.sub(r"\D", "", whole) or "0") * _CENTS + int(rest.ljust(2, "0"))
