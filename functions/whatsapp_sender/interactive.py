"""The shapes of WhatsApp messages: text, picture, buttons, list, link, location request."""

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from functions.whatsapp_sender import limits
from functions.whatsapp_sender.choices import Choice
from functions.whatsapp_sender.words import word
from shared.models.message import Action
from shared.text import fit, length, one_line

Content = dict[str, object]
"""A message without its recipient: `type` and the object of that name."""
NO_PICTURES: Final = frozenset({".svg", ".webp", ".gif", ".avif", ".heic", ".bmp", ".tif", ".tiff"})
"""Endings of pictures that WhatsApp takes in no message but a sticker, or not at all."""


def text_content(text: str) -> Content:
    """Return a text message; the first web address in it is shown with a preview."""
    return {"type": "text", "text": {"body": text, "preview_url": "http" in text}}


def image_content(url: str, caption: str) -> Content:
    """Return a picture with a caption."""
    return {"type": "image", "image": {"link": url, "caption": caption}}


def interactive_content(part: Content, body: str, image_url: str | None = None) -> Content:
    """Return an interactive message; a picture stands above it where there is one."""
    interactive: Content = {**part, "body": {"text": body}}
    if is_picture(image_url):
        interactive["header"] = {"type": "image", "image": {"link": image_url}}
    return {"type": "interactive", "interactive": interactive}


def reply_buttons_part(choices: Sequence[Choice]) -> Content:
    """Return up to three reply buttons."""
    titles = _distinct([choice.title for choice in choices], limits.BUTTON_TITLE)
    buttons = [
        {"type": "reply", "reply": {"id": choice.id, "title": title}}
        for choice, title in zip(choices, titles, strict=True)
    ]
    return {"type": "button", "action": {"buttons": buttons}}


def list_part(rows: Sequence[Choice], label: str, language: str) -> Content:
    """Return a list of up to ten rows under their sections."""
    titles = dict(
        zip(
            (row.id for row in rows),
            _distinct([row.title for row in rows], limits.ROW_TITLE),
            strict=True,
        )
    )
    sections: dict[str, list[Choice]] = {}
    for row in rows:
        name = next(reversed(sections)) if row.is_more and sections else _section(row, language)
        sections.setdefault(name, []).append(row)
    return {
        "type": "list",
        "action": {
            "button": fit(one_line(label) or word("options", language), limits.LIST_BUTTON),
            "sections": [
                _section_part(
                    name if len(sections) > 1 or members[0].section else "", members, titles
                )
                for name, members in sections.items()
            ],
        },
    }


def link_part(link: Action) -> Content:
    """Return a button that opens a web address."""
    parameters = {"display_text": fit(one_line(link.title), limits.LINK_TITLE), "url": link.url}
    return {"type": "cta_url", "action": {"name": "cta_url", "parameters": parameters}}


def location_part() -> Content:
    """Return the button that sends the shopper's location."""
    return {"type": "location_request_message", "action": {"name": "send_location"}}


def is_web_address(url: str | None) -> bool:
    """Tell whether WhatsApp can open or fetch it."""
    return bool(url) and f"{url}".startswith(("https://", "http://"))


def is_picture(url: str | None) -> bool:
    """Tell whether WhatsApp may show it: JPEG or PNG, which it fetches itself.

    A name without an ending is tried; if it is something else after all, words alone are sent.
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    ending = PurePosixPath(parts.path).suffix.lower()
    return parts.scheme == "https" and bool(parts.hostname) and ending not in NO_PICTURES


def shown_in_row(choice: Choice) -> bool:
    """Tell whether a row shows all that matters of a choice; a product's price always is."""
    return choice.product or (
        length(choice.description) <= limits.ROW_DESCRIPTION
        and (length(choice.title) <= limits.ROW_TITLE or not choice.description)
        and length(choice.title) <= limits.ROW_DESCRIPTION
    )


def _section(row: Choice, language: str) -> str:
    return row.section or word("products" if row.product else "options", language)


def _section_part(name: str, members: Iterable[Choice], titles: dict[str, str]) -> Content:
    rows = [_row(choice, titles[choice.id]) for choice in members]
    title = fit(name, limits.SECTION_TITLE)
    return {"title": title, "rows": rows} if title else {"rows": rows}


def _row(choice: Choice, title: str) -> Content:
    whole_title = choice.title if title != choice.title and choice.title not in choice.price else ""
    details = [choice.price, whole_title, choice.description]
    if not choice.product and choice.description:
        details = [choice.description]
    description = fit(" · ".join(part for part in details if part), limits.ROW_DESCRIPTION)
    row: Content = {"id": choice.id, "title": title}
    return {**row, "description": description} if description else row


def _distinct(titles: Iterable[str], limit: int) -> list[str]:
    """Return the titles cut to the limit; equal ones get a number, WhatsApp refuses them else."""
    found: list[str] = []
    for title in titles:
        cut = fit(title, limit)
        number = 2
        while cut in found:
            mark = f" {number}"
            cut = fit(title, limit - len(mark)) + mark
            number += 1
        found.append(cut)
    return found
