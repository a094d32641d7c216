"""From a CloudEvents type to its class."""

from functools import cache
from importlib import import_module
from typing import Final

from shared.events.event import Event

MODULES: Final = (
    "whatsapp",
    "chat",
    "products",
    "carts",
    "orders",
    "payments",
    "sales",
    "customers",
    "failures",
)


@cache
def event_classes() -> dict[str, type[Event]]:
    """Return every event class by its type."""
    for module in MODULES:
        import_module(f"shared.events.{module}")
    return {cls.type: cls for cls in _concrete(Event)}


def _concrete(parent: type[Event]) -> list[type[Event]]:
    found: list[type[Event]] = []
    for child in parent.__subclasses__():
        if "type" in child.__dict__ and child.__module__.startswith("shared.events."):
            found.append(child)
        found.extend(_concrete(child))
    return found
