"""Numbers in a message, in digits or in words."""

from decimal import Decimal
from typing import NamedTuple

from shared.nlu.reading import Reading

LARGEST = Decimal(10) ** 12
_GROUP = 3
_MOST_WORDS = 8


class Numeral(NamedTuple):
    """A number in tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    value: Decimal
    in_digits: bool

    @property
    def whole(self) -> int | None:
        """The value when it is a whole number."""
        return int(self.value) if self.value == int(self.value) else None


def find_numerals(reading: Reading) -> tuple[Numeral, ...]:
    """Every number, from left to right: `1.500,00`, `1k`, `two hundred and fifty`."""
    numerals: list[Numeral] = []
    position = 0
    while position < len(reading.tokens):
        numeral = _in_digits(reading, position) or _in_words(reading, position)
        if numeral:
            numerals.append(numeral)
        position = numeral.end if numeral else position + 1
    return tuple(numerals)


def parse_decimal(text: str) -> Decimal | None:
    """Read digits with separators of either custom; None above a million millions.

    A single separator before exactly three digits separates thousands ("1.500" is 1500).
    """
    separators = [char for char in text if char in ".,"]
    digits = text
    if len(set(separators)) > 1:
        thousands = separators[0]
        digits = text.replace(thousands, "").replace(separators[-1], ".")
    elif separators and (len(separators) > 1 or _groups_thousands(text, separators[0])):
        digits = text.replace(separators[0], "")
    elif separators:
        digits = text.replace(separators[0], ".")
    if digits.count(".") > 1 or len(digits) > 2 * _GROUP * _GROUP or not digits.isascii():
        return None
    value = Decimal(digits)
    return value if value < LARGEST else None


def _groups_thousands(text: str, separator: str) -> bool:
    before, after = text.split(separator, 1)
    return len(after) == _GROUP and 0 < len(before) <= _GROUP and before[0] != "0"


def _in_digits(reading: Reading, position: int) -> Numeral | None:
    text = reading.tokens[position].text
    if not text[0].isdecimal():
        return None
    value = parse_decimal(text)
    if value is None:
        return None
    multiplier = reading.starting("multiplier", position + 1)
    if multiplier:
        return Numeral(position, multiplier.end, value * int(multiplier.value), in_digits=True)
    return Numeral(position, position + 1, value, in_digits=True)


def _in_words(reading: Reading, position: int) -> Numeral | None:
    first = reading.starting("number", position)
    if first is None:
        return None
    total, current, end = 0, int(first.value), first.end
    smallest = current
    for _ in range(_MOST_WORDS):
        multiplier = reading.starting("multiplier", end)
        if multiplier:
            current *= int(multiplier.value)
            smallest = int(multiplier.value)
            end = multiplier.end
            continue
        link = reading.starting("range_link", end)
        following = reading.starting("number", link.end if link else end)
        if following is None or int(following.value) >= smallest or smallest < 10:  # noqa: PLR2004
            break
        total, current = total + current, int(following.value)
        smallest, end = current, following.end
    return Numeral(position, end, Decimal(total + current), in_digits=False)
