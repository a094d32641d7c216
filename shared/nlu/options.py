"""Which values of the product at hand a message names: "in black?", "42", "preto, tamanho M"."""

from collections.abc import Mapping

from shared.nlu.reading import Reading
from shared.nlu.words import keys_of

_WHOLE = 0.9


def find_option_values(reading: Reading, sizes: tuple[str, ...]) -> Mapping[str, str]:
    """Match the selected product's option values, whatever language the colour is said in."""
    said = frozenset(reading.keys) | frozenset(token.key for token in reading.tokens)
    colours = frozenset(reading.values("colour"))
    worded = frozenset(size.lower() for size in sizes) | frozenset(
        spot.value.lower() for spot in reading.of("size")
    )
    chosen: dict[str, str] = {}
    for name, values in reading.context.selected_options.items():
        scores = [_likeness(value, said, colours, worded, reading) for value in values]
        best = max(scores, default=0.0)
        if best >= _WHOLE or (best > 0 and scores.count(best) == 1):
            chosen[name] = values[scores.index(best)]
    return chosen


def _likeness(
    value: str,
    said: frozenset[str],
    colours: frozenset[str],
    sizes: frozenset[str],
    reading: Reading,
) -> float:
    keys = keys_of(value.replace("_", " "))
    heard = sum(key in said for key in keys)
    if keys and heard == len(keys):
        return 1.0 + len(keys)
    if value.lower() in sizes:
        return 1.0
    named = {
        mark.value
        for found in reading.lexicon.book.find(keys)
        for mark in found.marks
        if mark.kind == "colour" and found.end - found.start == len(keys)
    }
    if named & colours:
        return 0.9
    if any(key in said for key in keys if key.isdecimal()):
        return 0.6
    return heard / len(keys) if keys and heard * 2 >= len(keys) else 0.0
