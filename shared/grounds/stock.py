"""What an answer says of stock: how many are left, what can be bought, what is sold out. Pure."""

import re
from typing import Final

from shared.grounds.belonging import owner
from shared.grounds.facts import Facts
from shared.grounds.naming import Item, unnumbered
from shared.grounds.problem import Problem

_COUNT: Final = re.compile(
    r"(?i)\b(?P<a>\d+)\s+(?:(?!(?:is|are|est[áã]\w*|são|son|é|es)\b)\w+\s+){0,2}"
    r"(?:left|in stock|available|remaining|em estoque"
    r"|dispon[ií]ve(?:l|is)|disponibles?|en existencias?|restantes?)\b"
    r"|\b(?:restam?|s[oó] temos|quedan?|s[oó]lo (?:hay|quedan))\s+(?P<b>\d+)\b"
)
_GONE: Final = (
    r"sold[\s-]out|out of stock|unavailable|esgotad[oa]s?|indispon[ií]ve(?:l|is)"
    r"|(?:fora de|sem) estoque|agotad[oa]s?|sin existencias?|sin stock"
)
_THERE: Final = (
    r"in stock|available|em estoque|dispon[ií]ve(?:l|is)|disponibles?|en existencias?|en stock"
)
_SAID: Final = re.compile(rf"(?i)\b(?:(?P<gone>{_GONE})|(?P<there>{_THERE}))\b")
_NOT: Final = re.compile(
    r"(?i)(?:\b(?:not|no longer|never|isn['’]t|aren['’]t|no|não|nao|nem|ya no|tampoco)\b)"
    r"(?:\W+\w+){0,3}\W*$"
)
_MAYBE: Final = re.compile(
    r"(?i)\b(?:back|when|once|if|until|will|soon|again|almost|nearly|whether|ask|check|was|were|may"
    r"|might|volta\w*|quando|se|assim que|novamente|de novo|quase|em breve|estava|si|cuando"
    r"|vuelv\w+|pronto|casi|nuevamente|de nuevo|otra vez|hasta que|estaba)\b|\?\s*$"
)
_SOME: Final = re.compile(
    r"(?i)\d|\b(?:sizes?|colou?rs?|variants?|versions?|some|tamanhos?|cor|cores|numeraç\w+|alguns"
    r"|algumas|vers\w+|tallas?|color(?:es)?|alg[uú]n\w*|in|em|en|na|no|nas|nos)\b"
)
"""Only some of it is spoken of: a size, a colour."""


def unfounded_stock(sentence: str, facts: Facts) -> list[Problem]:
    """Return what a sentence says of stock without a ground, or against what is known."""
    found: list[Problem] = []
    for count in _COUNT.finditer(unnumbered(sentence, facts.items)):
        number = int(count["a"] or count["b"])
        named = owner(sentence, count.start(), count.end(), facts.items)
        known = facts.items[named].stocks if named else frozenset[int]()
        if number not in facts.stocks:
            found.append(Problem("stock", count.group()))
        elif known and number not in known:
            found.append(Problem("stock", sentence))
    return found


def wrong_availability(sentence: str, facts: Facts) -> list[Problem]:
    """Return the sentence if it says of one product that it can, or can't, be bought, wrongly."""
    for said in _SAID.finditer(sentence):
        before = sentence[: said.start()]
        refused = _NOT.search(before)
        rest = before[: refused.start() if refused else None] + sentence[said.end() :]
        named = owner(sentence, said.start(), said.end(), facts.items)
        if named is None or _MAYBE.search(sentence):
            continue
        is_there = (said["there"] is not None) != (refused is not None)
        if not _agrees(facts.items[named], rest, is_there=is_there):
            return [Problem("availability", sentence)]
    return []


def _agrees(item: Item, rest: str, *, is_there: bool) -> bool:
    if item.available is None or is_there == item.available:
        return True
    if is_there:
        return False
    bare = rest
    for title in sorted(item.titles, key=len, reverse=True):
        bare = bare.replace(title, " ")
    words = set(re.findall(r"\w+", bare.casefold()))
    return item.short or _SOME.search(bare) is not None or bool(words & item.values)
