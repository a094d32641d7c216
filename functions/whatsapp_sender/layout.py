"""The text of an answer: its words, and in full whatever its buttons and rows can't show."""

from collections.abc import Callable, Iterable, Iterator

from functions.whatsapp_sender import limits
from functions.whatsapp_sender.choices import (
    Choice,
    action_line,
    link_line,
    links_of,
    message_of,
    product_line,
    told,
)
from functions.whatsapp_sender.words import word
from shared.models.message import Answer
from shared.text import fit, length

Hidden = Callable[[Choice], bool]
"""Tells whether a button or row leaves out something of the choice."""


def fitting_body(
    answer: Answer,
    language: str,
    choices: Iterable[Choice],
    hidden: Hidden,
    *,
    products_elsewhere: bool = False,
    with_links: bool = True,
) -> str | None:
    """Return the fullest text that fits an interactive body, None if none keeps the meaning.

    Args:
        answer: what to say.
        language: of prices and fixed words.
        choices: the choices shown as buttons or rows.
        hidden: which of them need a line of text as well.
        products_elsewhere: rows show every product with its price, so the text may leave them out.
        with_links: whether web addresses need a line.
    """
    message = message_of(answer)
    links = [
        link_line(link)
        for link in links_of(answer)
        if with_links and (link.url or "") not in message
    ]
    actions = [
        action_line(choice, None) for choice in choices if not choice.product and hidden(choice)
    ]
    for lines in _products(answer, language, products_elsewhere=products_elsewhere):
        text = _joined(message, lines, actions, links) or word("choose", language)
        if length(text) <= limits.BODY:
            return text
    return None


def plain_text(answer: Answer, language: str, choices: Iterable[Choice]) -> str:
    """Return the whole answer as text, options numbered, in at most 4,096 characters.

    Only the answer's own words are ever cut, never prices or web addresses.
    """
    message = message_of(answer)
    links = [link_line(link) for link in links_of(answer) if (link.url or "") not in message]
    actions = [choice for choice in choices if not choice.product]
    first = len(answer.products) + 1 if len(answer.products) > 1 else 1
    numbered = [action_line(choice, number) for number, choice in enumerate(actions, start=first)]
    text = ""
    for lines in _products(answer, language, products_elsewhere=False):
        text = _joined(message, lines, numbered, links)
        if length(text) <= limits.TEXT:
            return text or word("choose", language)
    rest = _joined("", *[_bare_products(answer, language)], numbered, links)
    room = limits.TEXT - length(rest) - 2
    return fit(_joined(fit(message, max(room, 0)), [rest]), limits.TEXT)


def _products(answer: Answer, language: str, *, products_elsewhere: bool) -> Iterator[list[str]]:
    """Yield the products' lines, ever shorter."""
    message = message_of(answer)
    if all(told(card, language, message) for card in answer.products):
        yield []
        return
    yield _product_lines(answer, language, described=True)
    yield _bare_products(answer, language)
    if products_elsewhere:
        yield []


def _bare_products(answer: Answer, language: str) -> list[str]:
    return _product_lines(answer, language, described=False)


def _product_lines(answer: Answer, language: str, *, described: bool) -> list[str]:
    many = len(answer.products) > 1
    return [
        product_line(card, language, number if many else None, described=described)
        for number, card in enumerate(answer.products, start=1)
    ]


def _joined(message: str, *groups: list[str]) -> str:
    parts = [message, *("\n".join(group) for group in groups)]
    return "\n\n".join(part for part in parts if part)
