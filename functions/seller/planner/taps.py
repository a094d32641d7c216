"""Ids of what can be tapped: `verb:arg:arg`, opaque to everyone but the seller."""

from typing import NamedTuple

MAX_ID = 200
"""Characters in the id of a WhatsApp list row."""


class Tap(NamedTuple):
    """What a tapped button or row asks for."""

    verb: str
    args: tuple[str, ...] = ()

    def arg(self, position: int) -> str:
        """Return an argument, empty when it is not there."""
        return self.args[position] if position < len(self.args) else ""


def tap_id(verb: str, *args: str) -> str:
    """Return the id of an action; a colon inside an argument is escaped."""
    return ":".join((verb, *(arg.replace("%", "%25").replace(":", "%3A") for arg in args)))


def read_tap(action_id: str) -> Tap:
    """Return what an id asks for, whatever its age or origin."""
    verb, *args = action_id.split(":")
    return Tap(verb, tuple(arg.replace("%3A", ":").replace("%25", "%") for arg in args))
