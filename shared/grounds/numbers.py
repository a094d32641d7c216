"""Numbers as people write them, in digits and in words of the seller's languages. Pure."""

import re
from typing import Final

_COUNTS: Final = {
    2: "two dois duas dos",
    3: "three três tres",
    4: "four quatro cuatro",
    5: "five cinco",
    6: "six seis",
    7: "seven sete siete",
    8: "eight oito ocho",
    9: "nine nove nueve",
    10: "ten dez diez",
    11: "eleven onze once",
    12: "twelve doze doce",
    14: "fourteen catorze quatorze catorce",
    15: "fifteen quinze quince",
    18: "eighteen dezoito dieciocho",
    20: "twenty vinte veinte",
    24: "twenty-four veinticuatro",
    30: "thirty trinta treinta",
    36: "thirty-six",
    40: "forty quarenta cuarenta",
    45: "forty-five",
    48: "forty-eight",
    50: "fifty cinquenta cincuenta",
    60: "sixty sessenta sesenta",
    72: "seventy-two",
    90: "ninety noventa",
}
_SINGLE: Final = "a an one um uma un una uno first primeiro primeira primer primera"
_HALF: Final = "meia meio media medio"
_PHRASES: Final = {
    "half a": 0.5,
    "half an": 0.5,
    "couple of": 2.0,
    "par de": 2.0,
    "vinte e quatro": 24.0,
    "quarenta e oito": 48.0,
    "setenta e duas": 72.0,
    "cuarenta y ocho": 48.0,
    "setenta y dos": 72.0,
}
WORDS: Final[dict[str, float]] = {
    **{word: float(number) for number, words in _COUNTS.items() for word in words.split()},
    **dict.fromkeys(_SINGLE.split(), 1.0),
    **dict.fromkeys(_HALF.split(), 0.5),
    **_PHRASES,
}
DIGITS: Final = r"\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?"
NUMBER: Final = (
    rf"(?:{DIGITS}|(?:{'|'.join(sorted(map(re.escape, WORDS), key=len, reverse=True))})\b)"
)


def number_of(written: str) -> float:
    """Return what a match of `NUMBER` stands for: `2.5`, `2,5`, `1.500`, `two`, `um`."""
    words = written.casefold()
    if words in WORDS:
        return WORDS[words]
    whole, mark, rest = written.replace(",", ".").rpartition(".")
    if mark and len(rest) != 3:  # noqa: PLR2004 (thousands)
        return float(f"{whole.replace('.', '')}.{rest}")
    return float(re.sub(r"\D", "", written))


def is_vague(written: str) -> bool:
    """Tell whether a number may be an article: `a`, `um`, `una`, or `half a`."""
    return WORDS.get(written.casefold(), 2.0) <= 1
