"""An answer as the content of exactly one WhatsApp message, within every limit.

Up to 3 choices become reply buttons, up to 10 a list, a lone web address a link button; what
does not fit these without losing prices, totals or addresses becomes plain text.
"""

from collections.abc import Sequence

from functions.whatsapp_sender import limits
from functions.whatsapp_sender.choices import Choice, choices_of, links_of
from functions.whatsapp_sender.interactive import (
    Content,
    image_content,
    interactive_content,
    is_picture,
    is_web_address,
    link_part,
    list_part,
    location_part,
    reply_buttons_part,
    shown_in_row,
    text_content,
)
from functions.whatsapp_sender.layout import fitting_body, plain_text
from shared.models.message import Answer
from shared.text import length, one_line


def render(answer: Answer, language: str) -> Content:
    """Return the richest content that keeps all of the answer's meaning."""
    choices = choices_of(answer, language)
    return (
        _location_request(answer, language, choices)
        or _without_choices(answer, language, choices)
        or _buttons(answer, language, choices)
        or _list(answer, language, choices)
        or render_plain(answer, language)
    )


def render_plain(answer: Answer, language: str) -> Content:
    """Return the answer as text: for when WhatsApp refuses the rich form."""
    return text_content(plain_text(answer, language, choices_of(answer, language)))


def _location_request(answer: Answer, language: str, choices: Sequence[Choice]) -> Content | None:
    if not answer.ask_location or any(choice.product for choice in choices):
        return None
    body = fitting_body(answer, language, choices, lambda _: True)
    return interactive_content(location_part(), body) if body else None


def _without_choices(answer: Answer, language: str, choices: Sequence[Choice]) -> Content | None:
    """Return a link button, a picture with its caption, or text, when nothing can be chosen."""
    if choices:
        return None
    links = links_of(answer)
    if len(links) == 1 and is_web_address(links[0].url):
        body = fitting_body(answer, language, (), lambda _: False, with_links=False)
        (link,) = links
        if body and length(one_line(link.title)) in range(1, limits.LINK_TITLE + 1):
            return interactive_content(link_part(link), body, answer.image_url)
    text = plain_text(answer, language, ())
    if is_picture(answer.image_url) and length(text) <= limits.BODY:
        return image_content(f"{answer.image_url}", text)
    return text_content(text)


def _buttons(answer: Answer, language: str, choices: Sequence[Choice]) -> Content | None:
    if len(choices) > limits.BUTTONS:
        return None
    body = fitting_body(
        answer,
        language,
        choices,
        lambda choice: bool(choice.description) or length(choice.title) > limits.BUTTON_TITLE,
    )
    image = answer.image_url or (
        answer.products[0].image_url if len(answer.products) == 1 else None
    )
    return interactive_content(reply_buttons_part(choices), body, image) if body else None


def _list(answer: Answer, language: str, choices: Sequence[Choice]) -> Content | None:
    rows = _rows(choices)
    left_out = [choice for choice in choices if choice not in rows]
    body = fitting_body(
        answer,
        language,
        choices,
        lambda choice: choice in left_out or not shown_in_row(choice),
        products_elsewhere=not any(choice.product for choice in left_out)
        and len(answer.products) > 1,
    )
    return (
        interactive_content(list_part(rows, answer.list_button, language), body) if body else None
    )


def _rows(choices: Sequence[Choice]) -> list[Choice]:
    """Return the choices that get a row: actions before products, in their order."""
    spare = limits.ROWS - sum(not choice.product for choice in choices)
    kept: list[Choice] = []
    for choice in choices:
        if choice.product:
            spare -= 1
        if not choice.product or spare >= 0:
            kept.append(choice)
    last = [choice for choice in kept if choice.is_more][:1]
    others = [choice for choice in kept if choice not in last]
    return [*others[: limits.ROWS - len(last)], *last]
