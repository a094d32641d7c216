"""What a shopper hears: one bubble, and what can be tapped in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knative.local.whatsapp_phone import Choice, shown

ORDER_NUMBER = re.compile(r"\b[A-Z]{2}-\d{6,}\b")


@dataclass(frozen=True)
class Heard:
    """One answer.

    Attributes:
        id: names the message, the same when it is sent twice.
        place: WhatsApp's id of it, to reply to; or its sequence number on the web.
        link: where its one link leads.
        asks_location: it asks for the shopper's location.
    """

    id: str
    place: str
    text: str
    choices: tuple[Choice, ...]
    link: str | None = None
    asks_location: bool = False

    def choice(self, title: str | int) -> Choice:
        """Return what is titled so (or contains it), or is at this place, from 1."""
        if isinstance(title, int):
            assert len(self.choices) >= title, f"no choice {title} in: {self}"
            return self.choices[title - 1]
        found = [one for one in self.choices if title.casefold() in one.title.casefold()]
        assert found, f"no choice {title!r} in: {self}"
        return found[0]

    @property
    def number(self) -> str:
        """The one order number in the text."""
        found = set(ORDER_NUMBER.findall(self.text))
        assert len(found) == 1, f"not one order number in: {self}"
        return found.pop()

    def has(self, *words: str) -> bool:
        """Tell whether the text has all of these words."""
        return all(word.casefold() in self.text.casefold() for word in words)


def from_whatsapp(sent: Mapping[str, Any]) -> Heard:
    """Return a message as the imitated Meta shows it."""
    body = sent["body"]
    text, choices = shown(body)
    interactive = body.get("interactive", {})
    parameters = interactive.get("action", {}).get("parameters", {})
    return Heard(
        id=body.get("biz_opaque_callback_data", sent["id"]),
        place=sent["id"],
        text=text,
        choices=tuple(choices),
        link=parameters.get("url"),
        asks_location=interactive.get("type") == "location_request_message",
    )


def from_web(message: Mapping[str, Any]) -> Heard:
    """Return a message as the web chat shows it."""
    actions: Sequence[Mapping[str, Any]] = message["actions"]
    links = [one["url"] for one in actions if one.get("url")]
    return Heard(
        id=message["id"],
        place=str(message["sequence"]),
        text=message["message"],
        choices=tuple(
            Choice("action", one["id"], one["title"]) for one in actions if not one.get("url")
        ),
        link=links[0] if links else None,
    )
