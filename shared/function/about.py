"""Whom stored documents are about, so that erasing somebody finds them by an index."""

import re
from typing import Any, Final

from shared.stores.matching import as_list, as_mapping

PEOPLE: Final = frozenset(
    {"customerId", "phone", "userId", "parentUserId", "webId", "customer_id", "user_id"}
)
"""Fields of ours whose value is a customer's id, or a name they are known by."""
THREADS: Final = frozenset({"conversation", "conversationId"})
"""Fields that hold brand, channel, customer and more, with `|` between them."""
RAW: Final = re.compile(r"\b(?:[A-Z]{2}(?:\.[A-Z]+)?\.\w+|\d{7,15})\b")
"""Phone numbers and WhatsApp's ids of people, in what nobody understood."""


def about(*values: Any) -> list[str]:
    """Return the ids and names of people in events, answers and the like; each once."""
    found: set[str] = set()
    for value in values:
        _collect(value, found)
    return sorted(found)


def about_text(text: str) -> list[str]:
    """Return what looks like the names of people in a text that is no event of ours."""
    return sorted(set(RAW.findall(text)))


def _collect(value: Any, found: set[str]) -> None:
    named = as_mapping(value)
    if named is None:
        for one in as_list(value):
            _collect(one, found)
        return
    for key, one in named.items():
        if not isinstance(one, str):
            _collect(one, found)
        elif key in PEOPLE:
            found.add(one)
        elif key in THREADS:
            found.update(one.split("|")[2:3])
