"""How pleased the shopper sounds, from 0 (furious) over 0.5 (neutral) to 1 (delighted)."""

from math import tanh

from shared.nlu.reading import Reading

_WEIGHTS = {"very_negative": -3.0, "negative": -0.9, "positive": 0.9, "very_positive": 1.8}
_NEGATION_REACH = 3
_FLIP = -0.6
_INTENSE = 1.4
_LOUD = 1.3
_LOUD_WORDS = 2
_SOFTNESS = 3.0
_MOST_SPOTS = 40


def sentiment_of(reading: Reading) -> float:
    """Weigh the words of feeling; negation turns them, intensity and shouting strengthen them."""
    denied = _reach(reading, "negation", _NEGATION_REACH)
    strengthened = _reach(reading, "intensity", 2)
    total = 0.0
    for spot in list(reading.of("feeling"))[:_MOST_SPOTS]:
        weight = _WEIGHTS[spot.value]
        if spot.start in denied:
            weight *= _FLIP
        if spot.start in strengthened:
            weight *= _INTENSE
        total += weight
    if total < 0 and _is_loud(reading.text):
        total *= _LOUD
    return round(0.5 + 0.5 * tanh(total / _SOFTNESS), 3)


def _reach(reading: Reading, kind: str, length: int) -> frozenset[int]:
    return frozenset(
        position for spot in reading.of(kind) for position in range(spot.end, spot.end + length)
    )


def _is_loud(text: str) -> bool:
    words = [word for word in text.split() if word.isalpha() and len(word) > 1]
    shouted = sum(word.isupper() for word in words)
    return "!!" in text or (shouted >= _LOUD_WORDS and shouted * 2 > len(words))
