"""From a word of the shopper's to a like that can be remembered, or nothing."""

import re
from typing import Final

from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.models.memory import Trait, TraitKind
from shared.nlu.context import Context
from shared.nlu.entities import Entities
from shared.nlu.understanding import understand
from shared.nlu.vocabulary import Vocabulary

_SIZE: Final = re.compile(r"X{0,4}[SL]|M|PP?|G{1,3}|[A-Z]{0,2} ?\d{1,3}(?:[.,/ -]\d{1,3})?[A-Z]?")
_MAKER: Final = re.compile(r"[\w&'. -]{2,40}")
_FEATURE: Final = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){0,2}")
"""One to three words: what a thing is or has, not what is to be done."""


def trait_named(kind: TraitKind, value: str, scene: Scene) -> Trait | None:
    """Return the like as both planners write it; None for what is none of this kind."""
    said = value.strip()
    found: str | None = None
    match kind:
        case "size":
            found = said.upper() if _SIZE.fullmatch(said.upper()) else None
        case "colour":
            found = next(iter(_read(said, scene).colours), None)
        case "category":
            found = category_named(said, scene)
        case "manufacturer":
            found = said if _MAKER.fullmatch(said) else None
        case "feature":
            known = next(iter(_read(said, scene).attributes.values()), None)
            found = known or (fold(said) if _FEATURE.fullmatch(said) else None)
    return Trait(kind=kind, value=found) if found else None


def _read(said: str, scene: Scene) -> Entities:
    understood = understand(
        said,
        context=Context(language=scene.voice.language),
        vocabulary=Vocabulary(),
        locale_prior=scene.voice.language,
    )
    return understood.entities


def category_named(said: str, scene: Scene) -> str | None:
    """Return the id of the category that a word names in any language."""
    for each in scene.brand.categories:
        names = (each.id, *each.name.values(), *(w for ws in each.synonyms.values() for w in ws))
        if fold(said) in {fold(name) for name in names}:
            return each.id
    return None
