"""A best guess at the parts of a postal address; never raises, whatever the text."""

import re
from functools import lru_cache
from typing import NamedTuple

from pydantic import TypeAdapter

from shared.nlu.entities import Address
from shared.nlu.lexicon import read_yaml
from shared.nlu.words import fold

_POSTCODES = (
    re.compile(r"(?<![\d-])\d{5}-\d{3}(?![\d-])"),
    re.compile(r"(?<![\d-])\d{4}-\d{3}(?![\d-])"),
    re.compile(r"(?<![\d-])\d{5}-\d{4}(?![\d-])"),
    re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d[A-Z0-9]? ?\d[A-Z]{2}(?![A-Za-z0-9])", re.IGNORECASE),
    re.compile(r"(?<![A-Za-z0-9])[A-Z]\d[A-Z] ?\d[A-Z]\d(?![A-Za-z0-9])", re.IGNORECASE),
    re.compile(r"(?<![\d-])\d{8}(?![\d-])"),
    re.compile(r"(?<![\d-])\d{5}(?![\d-])"),
)
_BARE_POSTCODE = re.compile(r"(?<![\d-])\d{4}(?![\d-])")
_PART = re.compile(r"[,\n;]|\s[-\u2013/|]\s|\s(?=\(?(?:CEP|C\.P\.)\b)", re.IGNORECASE)
_LONGEST = 400


class _Words(NamedTuple):
    streets: frozenset[str]
    units: frozenset[str]
    labels: frozenset[str]
    countries: dict[str, str]
    regions: dict[str, str]
    cities: dict[str, str]


def parse_address(text: str) -> Address:
    """Split a typed address into parts; what cannot be told apart stays in `line1`."""
    words = _load_words()
    postcode, rest = _take_postcode(text[:_LONGEST])
    parts = [_clean(part, words) for part in _PART.split(rest)]
    parts = [part for part in parts if part]
    country, _ = _take_last(parts, words.countries)
    region, region_name = _take_last(parts, words.regions)
    start = next((i for i, part in enumerate(parts) if _is_street(part, words)), 0)
    parts = parts[start:]
    line1, tail = _split_street(parts[0], words) if parts else ("", "")
    others = ([tail] if tail else []) + parts[1:]
    if others and _is_number(others[0]) and not any(char.isdigit() for char in line1):
        line1 = f"{line1}, {others.pop(0)}"
    units = [part for part in others if _is_unit(part, words)]
    places = [part for part in others if part not in units]
    city = _city(places)
    country = country or words.cities.get(fold(city or region_name or ""))
    line2 = ", ".join(units + places[: -1 if city else None])
    return Address(
        line1=line1 or None,
        line2=line2 or None,
        city=city or region_name,
        region=region,
        postcode=postcode,
        country=country,
    )


def find_postcode(text: str) -> str | None:
    """The first thing written like a postcode."""
    return _take_postcode(text[:_LONGEST])[0]


def looks_like_address(text: str) -> bool:
    """Tell whether a street word stands beside a number, as in `Rua Augusta 100`."""
    words = _load_words()
    keys = [fold(word.strip(".,;:#")) for word in text[:_LONGEST].split()]
    streets = [index for index, key in enumerate(keys) if key in words.streets]
    digits = [index for index, key in enumerate(keys) if key[:1].isdigit()]
    return len(keys) > 2 and any(abs(i - j) <= 5 for i in streets for j in digits)  # noqa: PLR2004


@lru_cache(maxsize=1)
def _load_words() -> _Words:
    file = TypeAdapter(dict[str, str | dict[str, str]]).validate_python(read_yaml("places.yaml"))

    def names(key: str) -> frozenset[str]:
        return frozenset(fold(word.strip()) for word in str(file[key]).split(","))

    def codes(key: str) -> dict[str, str]:
        table = file[key]
        pairs = table.items() if isinstance(table, dict) else ()
        return {fold(n.strip()): code for code, line in pairs for n in f"{code},{line}".split(",")}

    return _Words(
        names("streets"),
        names("units"),
        names("labels"),
        codes("countries"),
        codes("regions"),
        codes("cities"),
    )


def _take_postcode(text: str) -> tuple[str | None, str]:
    for pattern in _POSTCODES:
        matches = list(pattern.finditer(text))
        # a five-digit house number comes before the postcode
        match = matches[-1] if matches else None
        if match and not (pattern is _POSTCODES[-1] and match.start() == 0 and len(text) > 5):  # noqa: PLR2004
            return match.group().upper(), f"{text[: match.start()]} , {text[match.end() :]}"
    bare = _BARE_POSTCODE.fullmatch(text.strip())
    return (bare.group(), "") if bare else (None, text)


def _clean(part: str, words: _Words) -> str:
    tokens = part.strip(" \t\r.:()-\u2013").split()
    while tokens and fold(tokens[0].strip(".:")) in words.labels:
        tokens.pop(0)
    while tokens and fold(tokens[-1].strip(".:")) in words.labels:
        tokens.pop()
    return " ".join(tokens)


def _take_last(parts: list[str], names: dict[str, str]) -> tuple[str | None, str | None]:
    for index in range(len(parts) - 1, 0, -1):
        part = parts[index]
        code = names.get(fold(part))
        if code:
            parts.pop(index)
            return code, None if part.upper() == code else part
        tokens = part.split()
        if len(tokens) > 1 and tokens[-1].isupper() and fold(tokens[-1]) in names:
            parts[index] = " ".join(tokens[:-1])
            return names[fold(tokens[-1])], None
    return None, None


def _is_street(part: str, words: _Words) -> bool:
    keys = [fold(token.strip(".")) for token in part.split()]
    return any(key in words.streets for key in keys) or (len(keys) > 1 and keys[0][:1].isdigit())


def _split_street(part: str, words: _Words) -> tuple[str, str]:
    tokens = part.split()
    keys = [fold(token.strip(".")) for token in tokens]
    ends = [i for i, key in enumerate(keys) if i > 0 and key in words.streets]
    if keys and keys[0][:1].isdigit() and ends:
        cut = ends[-1] + 1
    elif keys and keys[0] in words.streets:
        cut = next((i + 1 for i, key in enumerate(keys) if i and key[:1].isdigit()), len(keys))
    else:
        cut = len(keys)
    return " ".join(tokens[:cut]), " ".join(tokens[cut:])


def _is_number(part: str) -> bool:
    return part[:1].isdigit() and len(part.split()) == 1


def _is_unit(part: str, words: _Words) -> bool:
    first = fold(part.split(maxsplit=1)[0].strip(".#"))
    return first in words.units or part[:1] == "#" or _is_number(part)


def _city(places: list[str]) -> str | None:
    return places[-1] if places else None
