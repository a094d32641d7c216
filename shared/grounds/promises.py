"""Which stretches of time an answer states, and who must have said them. Pure.

What the shop does (delivers, takes back, repairs) only its own words can promise. What a product
does ("40 hours of battery") its texts may say, and a shopper's own plans are theirs to repeat.
"""

import re
from typing import Final

from shared.grounds.durations import Duration, durations_in
from shared.grounds.facts import Facts
from shared.grounds.naming import unnumbered
from shared.grounds.problem import Problem
from shared.grounds.spans import Span, is_borne
from shared.grounds.timings import shop_spans_in, spans_in

_PROMISE: Final = re.compile(
    r"(?i)\b(?:deliver|arriv|ship|dispatch|there (?:in|within|by)|(?:be|is|it's) with you"
    r"|at your door|yours"
    r"|(?:get|have|receive) (?:it|them|your)|receiv|return|refund|money back|exchang|warrant"
    r"|guarant|covered|repair|replac|cancel|expir|deadline|valid|same[\s-]day|next[\s-]day"
    r"|entreg|cheg|envi|receb|despach|devol|devuel|troca[rs]?\b|troque|reembols|garant|cobert[oa]s?\b|cubr"
    r"|consert|repar|válid|prazo|frete|lleg|recib|cambi(?:ar\w*|os?|es?)\b|plazo|tard|demor|express|exprés)"
)
_PRODUCT: Final = re.compile(
    r"(?i)\b(?:batter|bater|charg|carg|lasts?\b|dura\b|runtime|autonom|playback|play|assembl"
    r"|montag|montar|armar|burn|queima|noise|ruído|ruido)|%"
)
_NEAR: Final = 28
_FROM: Final = re.compile(
    r"(?i)\b(?:in|within|of|for|after|takes?|under|than|just|only|em|de|por|após|até|leva|só"
    r"|apenas|en|tras|hasta|tarda|durante|solo)\s+(?:the |o |el |la )?$"
)
_LONG: Final = 10080
_SOON: Final = re.compile(
    r"(?i)\b(?:arriv\w*|deliver\w*|get (?:it|them)|there|with you|cheg\w+|entreg\w+|lleg\w+"
    r"|recib\w+|receb\w+)\b(?:\s\w+){0,3}\s(?:(?P<today>today|tonight|hoje|hoy)"
    r"|tomorrow|amanhã|mañana)\b"
)
_AGO: Final = re.compile(r"(?i)\b(?:ago|earlier|h[áa]|hace|atr[áa]s)\b")
_DAY: Final = 1440


def unfounded_durations(sentence: str, facts: Facts, said: str) -> list[Problem]:
    """Return the stretches of time in a sentence that nobody said who may."""
    promises = _PROMISE.search(sentence) is not None
    about_product = _PRODUCT.search(sentence) is not None
    found = [
        one.words
        for one in durations_in(unnumbered(sentence, facts.items))
        if _is_claim(one, sentence, promises=promises, about_product=about_product)
        and not is_borne(one.span, promised(facts))
        and not (_AGO.search(_around(one, sentence)) and is_borne(one.span, facts.ages))
        and not (_may_describe(one, sentence, promises) and is_borne(one.span, described(facts)))
        and not (not promises and not about_product and is_borne(one.span, spans_in(said)))
    ]
    found += [one.group() for one in _SOON.finditer(sentence) if not _may_arrive(one, facts)]
    return [Problem("duration", words) for words in found]


def promised(facts: Facts) -> set[Span]:
    """Return the stretches of time that the shop itself has named."""
    return {*facts.spans, *shop_spans_in(facts.texts)}


def described(facts: Facts) -> set[Span]:
    """Return those that texts about products, and what the shop told before, have."""
    told = (span for one in facts.told for span in spans_in(one))
    return {*shop_spans_in(facts.described), *told}


def _is_claim(one: Duration, sentence: str, *, promises: bool, about_product: bool) -> bool:
    if one.vague:
        before = sentence[: one.start]
        is_long = one.span.scale == "months" or one.span.high >= _LONG
        return promises and (is_long or one.light or _FROM.search(before) is not None)
    return promises or about_product or not one.light


def _may_describe(one: Duration, sentence: str, promises: bool) -> bool:  # noqa: FBT001
    return not promises or _PRODUCT.search(_around(one, sentence)) is not None


def _around(one: Duration, sentence: str) -> str:
    return sentence[max(0, one.start - _NEAR) : one.end + _NEAR]


def _may_arrive(soon: re.Match[str], facts: Facts) -> bool:
    """Tell whether it can be there so soon; that it leaves the same day does not mean so."""
    days = 0 if soon["today"] else _DAY
    known = promised(facts) - {Span("minutes", 0, 0, _DAY)}
    return is_borne(Span("minutes", days, days, _DAY), known)
