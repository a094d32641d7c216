"""Things written by a rule: order numbers, discount codes, e-mail addresses, ratings."""

import re
from typing import NamedTuple

from shared.nlu.context import Pending
from shared.nlu.numerals import Numeral
from shared.nlu.reading import Reading

_ORDER_NUMBER = re.compile(r"(?<![^\W_])([A-Za-z]{2})([\s#-]{0,2})(\d{6,12})(?!\d)")
_ORDER_DIGITS = re.compile(r"(?<!\d)\d{5,14}(?!\d)")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,3}\.[A-Za-z]{2,24}"
)
_CODE = re.compile(r"(?<![\w-])[A-Za-z0-9][A-Za-z0-9_-]{2,24}(?![\w-])")
_PRINTED_CODE = re.compile(r"[A-Z]{4,20}[-_]?\d{1,4}")
_STARS = re.compile(r"[⭐★🌟]")
_OUT_OF = re.compile(r"(?<!\d)([1-5])\s?/\s?5(?!\d)")
_CODE_REACH = 24
_MOST_STARS = 5


class OrderNumber(NamedTuple):
    """An order number as printed, or only the digits where the letters were left out."""

    full: str | None
    digits: str | None


def find_order_number(reading: Reading) -> OrderNumber:
    """Find `AB-123456` in any case, with a space or nothing for the hyphen."""
    for match in _ORDER_NUMBER.finditer(reading.text):
        letters, gap, digits = match.groups()
        if not gap.isspace() or not _is_word(letters, reading):
            return OrderNumber(f"{letters.upper()}-{digits}", None)
    about_orders = reading.concepts & {"order", "track", "invoice"}
    if about_orders or "#" in reading.text or reading.context.pending == Pending.ORDER_CHOICE:
        digits_only = _ORDER_DIGITS.search(reading.text)
        return OrderNumber(None, digits_only.group() if digits_only else None)
    return OrderNumber(None, None)


def find_email(text: str) -> str | None:
    """The first e-mail address, lower case."""
    match = _EMAIL.search(text) if "@" in text else None
    return match.group().lower() if match else None


def find_code(reading: Reading) -> str | None:
    """A discount code: what follows the word for it, or the only code-like word there is."""
    if reading.context.pending == Pending.CODE:
        return _first_code(reading, reading.text, any_word=reading.words == 1)
    named = next((spot for spot in reading.of("concept") if spot.value == "code"), None)
    if named is None or named.negated:
        return _first_code(reading, reading.text) if _alone(reading) else None
    position = _character(reading, named.end)
    following = reading.text[position : position + _CODE_REACH * 2]
    return _first_code(reading, following, any_word=True) or _first_code(reading, reading.text)


def find_rating(reading: Reading, numerals: tuple[Numeral, ...]) -> int | None:
    """One to five stars, said as signs, as `4/5` or as a number where a rating is asked for."""
    stars = len(_STARS.findall(reading.text))
    if 0 < stars <= _MOST_STARS:
        return stars
    fraction = _OUT_OF.search(reading.text)
    if fraction:
        return int(fraction.group(1))
    asked = reading.context.pending == Pending.RATE or "rate" in reading.concepts
    wholes = [numeral.whole for numeral in numerals]
    return next((n for n in wholes if asked and n and n <= _MOST_STARS), None)


def _is_word(letters: str, reading: Reading) -> bool:
    return any(letters.lower() in words for words in reading.lexicon.words.values())


def _alone(reading: Reading) -> bool:
    shaped = bool(_PRINTED_CODE.fullmatch(reading.text.strip()))
    return shaped or (reading.words == 1 and reading.context.has_cart)


def _character(reading: Reading, token: int) -> int:
    lowered = reading.text.lower()
    position = 0
    for item in reading.tokens[:token]:
        position = max(lowered.find(item.text, position), position) + len(item.text)
    return position


def _first_code(reading: Reading, text: str, *, any_word: bool = False) -> str | None:
    shouted = reading.text.isupper()
    for match in _CODE.finditer(text):
        word = match.group()
        if (
            _ORDER_NUMBER.fullmatch(word)
            or word.isdecimal()
            or not _codelike(word, shouted, any_word)
        ):
            continue
        if not word.isalpha() or not _spoken(word.lower(), reading):
            return word.upper()
    return None


def _codelike(word: str, shouted: bool, any_word: bool) -> bool:  # noqa: FBT001 -- two facts
    mixed = any(char.isdigit() for char in word) and any(char.isalpha() for char in word)
    return mixed or any_word or (word.isupper() and not shouted)


def _spoken(word: str, reading: Reading) -> bool:
    return reading.lexicon.book.knows(word) or reading.vocabulary.book.knows(word)
