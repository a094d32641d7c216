"""What an answer states that no tool said. Pure, in the seller's languages."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from shared.grounds.facts import Facts

Kind = Literal["amount", "order", "stock", "discount", "days", "link", "brand", "person", "prompt"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an answer must not say.

    Attributes:
        kind: of statement.
        said: the words.
    """

    kind: Kind
    said: str


_NUMBER: Final = r"\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT: Final = re.compile(
    rf"(?i)(?:US\$|R\$|MX\$|\$|€|£|¥|\b(?:USD|BRL|EUR|GBP|MXN))\s?(?P<a>{_NUMBER})"
    rf"|(?P<b>{_NUMBER})\s?(?:€|£|\b(?:USD|BRL|EUR|GBP|MXN|d[oó]lar(?:e?s)?|dollars?|bucks|reais"
    r"|euros?|pesos|cents?|centavos)\b)"
)
_ORDER: Final = re.compile(r"\b[A-Z]{2}-\d{4,12}\b")
_STOCK: Final = re.compile(
    r"(?i)\b(?P<a>\d+)\s+(?:\w+\s+){0,2}(?:left|in stock|available|remaining|em estoque"
    r"|dispon[ií]ve(?:l|is)|disponibles?|en existencia|restantes?)\b"
    r"|\b(?:restam?|s[oó] temos|quedan?|s[oó]lo (?:hay|quedan))\s+(?P<b>\d+)\b"
)
_DISCOUNT: Final = re.compile(
    r"(?i)(?P<a>\d{1,3})\s?%\s*(?:off|discount|less|cheaper|de\s+des(?:conto|cuento)|menos)"
    r"|(?:discount|off|des(?:conto|cuento))\s+(?:of|de)\s+(?P<b>\d{1,3})\s?%"
)
_DAYS: Final = re.compile(
    r"(?i)\b(?P<a>\d{1,3})\s+(?:\w+\s+)?(?:days?|dias?|d[ií]as?|hours?|horas?|weeks?|semanas?)\b"
)
_LIMIT: Final = re.compile(
    r"(?i)\b(?:under|below|within|up to|less than|cheaper than|more than|at most|over|above|budget"
    r"|limit|abaixo|até|menos|mais|acima|orçamento|por debajo|hasta|menor|menores|más"
    r"|máximo|mínimo|presupuesto)\b(?:\s+(?:of|de|is|a|que))?\W*$"
    r"|\b(?:between|entre)\b[^.!?\n]{0,16}$"
)
"""Before an amount that limits a search, rather than being what something costs."""
_BEFORE: Final = 24
_CENTS: Final = 100


def unfounded(text: str, facts: Facts, said: str) -> tuple[Problem, ...]:
    """Return the statements about money, orders, stock, discounts and times without a ground.

    Args:
        text: the model's answer.
        facts: what tools said.
        said: the shopper's message. Its order numbers may be repeated, and its amounts as the limit
            of a search; that they write a price, a discount or a time makes it none of the shop's.
    """
    grounds = " ".join(facts.texts)
    numbers = {int(number) for number in re.findall(r"\d{1,9}", grounds)}
    percents = {int(number) for number in re.findall(r"(\d{1,3})\s?%", grounds)}
    limits = {minor for _, _, minor in _amounts(said)}
    found = [
        Problem("amount", words)
        for before, words, minor in _amounts(text)
        if minor not in facts.amounts and not (minor in limits and _LIMIT.search(before))
    ]
    orders = facts.orders | set(_ORDER.findall(said))
    found += [Problem("order", words) for words in _ORDER.findall(text) if words not in orders]
    found += _numbered("stock", _STOCK, text, facts.stocks)
    found += _numbered("discount", _DISCOUNT, text, percents)
    found += _numbered("days", _DAYS, text, numbers)
    return tuple(dict.fromkeys(found))


def minor_units(number: str) -> int:
    """Return a number as people write amounts in hundredths: `1,234.50`, `1.234,50`, `89`."""
    bare = re.sub(r"\s", "", number)
    whole, mark, rest = bare.rpartition("," if bare.rfind(",") > bare.rfind(".") else ".")
    if not mark or len(rest) not in (1, 2):
        return int(re.sub(r"\D", "", bare)) * _CENTS
    return int(re.sub(r"\D", "", whole) or "0") * _CENTS + int(rest.ljust(2, "0"))


def _amounts(text: str) -> list[tuple[str, str, int]]:
    """Return what stands before each amount, the amount as written, and its hundredths."""
    return [
        (
            text[max(0, found.start() - _BEFORE) : found.start()],
            found.group(),
            minor_units(found["a"] or found["b"]),
        )
        for found in _AMOUNT.finditer(text)
    ]


def _numbered(
    kind: Kind, pattern: re.Pattern[str], text: str, known: frozenset[int] | set[int]
) -> list[Problem]:
    return [
        Problem(kind, found.group())
        for found in pattern.finditer(text)
        if int(next(group for group in found.groups() if group)) not in known
    ]
