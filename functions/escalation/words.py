"""Wording of the hand-off, for shoppers and for the desk."""

from functools import cache
from pathlib import Path
from typing import Any

from shared.models.wire import Text, in_language


@cache
def phrases() -> dict[str, Text]:
    """Return what shoppers read, by key."""
    loaded: dict[str, Text] = _read("phrases.yaml")
    return loaded


@cache
def desk_phrases() -> dict[str, Text]:
    """Return what agents read, by key."""
    loaded: dict[str, Text] = _read("desk.yaml")["phrases"]
    return loaded


@cache
def doubt_words() -> dict[str, tuple[str, ...]]:
    """Return the words that show a doubt, by doubt."""
    loaded: dict[str, list[str]] = _read("desk.yaml")["doubts"]
    return {doubt: tuple(words) for doubt, words in loaded.items()}


def say(key: str, language: str, **values: object) -> str:
    """Return a phrase for shoppers in a language, filled in."""
    return in_language(phrases()[key], language).format(**values)


def note(key: str, language: str, **values: object) -> str:
    """Return a phrase for agents in a language, filled in."""
    return in_language(desk_phrases()[key], language).format(**values)


def _read(name: str) -> Any:
    import yaml

    return yaml.safe_load(Path(__file__).with_name(name).read_text(encoding="utf-8"))
