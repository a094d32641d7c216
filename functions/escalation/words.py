"""Wording of the hand-off."""

from functools import cache
from pathlib import Path

from shared.models.wire import Text, in_language


@cache
def phrases() -> dict[str, Text]:
    """Return the phrases by key."""
    import yaml

    loaded: dict[str, Text] = yaml.safe_load(
        Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8")
    )
    return loaded


def say(key: str, language: str, **values: object) -> str:
    """Return a phrase in a language, filled in."""
    return in_language(phrases()[key], language).format(**values)
