"""The seller's wordings, read once from the YAML files beside this module."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

import yaml

Wordings = Mapping[str, tuple[str, ...]]
"""Key -> wordings that mean the same; placeholders as in `str.format`."""

Phrases = Mapping[str, Wordings]
"""Language -> its wordings."""

LANGUAGES: Final = ("en", "pt", "es")

_FOLDER: Final = Path(__file__).with_name("phrases")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C parser is ten times as fast, which a cold start feels."""


@cache
def shared_phrases() -> Phrases:
    """Return the wordings that all brands share, in every language."""
    return {language: _read(_FOLDER / f"{language}.yaml") for language in LANGUAGES}


def _read(path: Path) -> Wordings:
    loaded: dict[str, str | list[str]] = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)
    return {
        key: (wordings,) if isinstance(wordings, str) else tuple(wordings)
        for key, wordings in loaded.items()
    }
