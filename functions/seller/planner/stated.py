"""What a message tells of the shopper: likes, dislikes, what is true no more, or whose wish it is.

Both planners write what they hear through `stated_signal`, so that memory gets one kind of it.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from functions.seller.planner.naming import category_named
from functions.seller.planner.scene import Scene
from functions.seller.planner.variants import fold
from shared.models.memory import Correction, Signal, Trait, TraitKind
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent

_CLAUSE: Final = re.compile(r"[,.;!?]+|\b(?:but|now|mas|agora|pero|ahora)\b", re.IGNORECASE)
_LETTER_SIZE: Final = re.compile(r"\b(?:X{0,3}S|M|X{0,4}L|PP|P|G{1,3})\b")
"""In capitals only: "l" and "m" are words of other things."""
_ABOUT_TASTES: Final = frozenset({Intent.STATE_PREFERENCE, Intent.FORGET_PREFERENCE})
_BRIEF: Final = 4
_YES: Final = "yes"


def stated(scene: Scene) -> tuple[Signal, ...]:
    """Return the signal of a stated preference; what is only searched for states none."""
    if scene.tap or scene.intent in _ABOUT_TASTES or not _hears(scene, "hears_preference"):
        return ()
    said = scene.entities
    liked = (*_sized(said.sizes), *_named(said))
    return () if is_about_other(scene) or not liked else (stated_signal(liked, scene.at),)


def refused_aside(scene: Scene) -> Correction | None:
    """Return what a message refuses that says nothing else: "no leather please".

    "A black bag, but no leather" is about that bag; so are words that narrow a list.
    """
    said = scene.entities
    alone = not (said.category or said.colours or said.sizes or said.terms)
    if scene.tap or is_about_other(scene) or scene.intent in _ABOUT_TASTES or not alone:
        return None
    refused = _refused(scene) if len(scene.text.split()) <= _BRIEF else ()
    return Correction(disliked=entries(refused)) if refused else None


def likes_said(scene: Scene) -> tuple[Trait, ...]:
    """Return what a statement of tastes says is liked."""
    if _hears(scene, "hears_dislike") and not gone_said(scene):
        return ()
    gone = {fold(one.value) for one in gone_said(scene)}
    sizes = _sized((*scene.entities.sizes, *_LETTER_SIZE.findall(scene.text)))
    found = (*sizes, *_named(scene.entities))
    return tuple(dict.fromkeys(one for one in found if fold(one.value) not in gone))


def dislikes_said(scene: Scene) -> tuple[Trait, ...]:
    """Return what a statement of tastes says is not wanted."""
    said = scene.entities
    if gone_said(scene):
        return ()
    if not _hears(scene, "hears_dislike"):
        return _refused(scene)
    words = [Trait(kind="feature", value=term) for term in said.terms[:3]]
    found = _named(said) or ([] if _refused(scene) else words)
    return tuple(dict.fromkeys((*_refused(scene), *found)))


def gone_said(scene: Scene) -> tuple[Trait, ...]:
    """Return sizes that are true no more: "I'm not a size M any more, I'm L"."""
    if not _hears(scene, "hears_any_more"):
        return ()
    clauses = [part for part in _CLAUSE.split(scene.text) if part.strip()]
    over = " ".join(part for part in clauses if _in_text(scene, "hears_any_more", part))
    sizes = (*scene.entities.sizes, *_LETTER_SIZE.findall(scene.text))
    words = fold(over).split()
    return _sized(size for size in sizes if fold(size) in words)


def told(scene: Scene) -> tuple[tuple[Signal, ...], Correction | None]:
    """Return what memory learns, and corrects, of a statement of tastes."""
    if scene.tap or is_about_other(scene):
        return (), None
    liked = likes_said(scene)
    said = Correction(forget=entries(gone_said(scene)), disliked=entries(dislikes_said(scene)))
    signals = (stated_signal(liked, scene.at),) if liked else ()
    return signals, said if said != Correction() else None


def is_about_other(scene: Scene) -> bool:
    """Tell whether a message is about somebody else: "it's for my daughter, she's 6"."""
    return _hears(scene, "hears_other")


def shops_for_other(scene: Scene) -> bool:
    """Tell whether this turn looks for somebody else's things; "for me" ends it."""
    if is_about_other(scene):
        return True
    of_themselves = _hears(scene, "hears_myself") or _hears(scene, "hears_preference")
    return scene.notes.for_other and not of_themselves


def stated_signal(traits: Iterable[Trait], at: datetime) -> Signal:
    """Return what a shopper said they like, as memory learns it."""
    of: dict[TraitKind, tuple[str, ...]] = {}
    for one in traits:
        of[one.kind] = (*of.get(one.kind, ()), one.value)
    return Signal(
        kind="stated",
        at=at,
        category=next(iter(of.get("category", ())), None),
        manufacturer=next(iter(of.get("manufacturer", ())), None),
        colours=of.get("colour", ()),
        sizes=of.get("size", ()),
        features=of.get("feature", ()),
    )


def entries(traits: Iterable[Trait]) -> tuple[str, ...]:
    """Return traits as a correction names them: `colour:red`."""
    return tuple(dict.fromkeys(f"{one.kind}:{one.value}" for one in traits))


def _named(said: Entities) -> tuple[Trait, ...]:
    attributes = said.attributes.items()
    features = (name if value == _YES else value for name, value in attributes)
    return (
        *(Trait(kind="colour", value=colour) for colour in said.colours),
        *(Trait(kind="manufacturer", value=maker) for maker in said.brands),
        *(Trait(kind="category", value=each) for each in (said.category,) if each),
        *(Trait(kind="feature", value=feature) for feature in features),
    )


def _refused(scene: Scene) -> tuple[Trait, ...]:
    """Return what is refused; "I don't like these shoes" is not about all shoes."""
    said = scene.entities
    found = (
        *(Trait(kind="colour", value=colour) for colour in said.excluded_colours),
        *(Trait(kind="manufacturer", value=maker) for maker in said.excluded_brands),
        *(Trait(kind="feature", value=value) for value in said.excluded_values),
    )
    terms = (term for term in said.excluded_terms if category_named(term, scene) is None)
    return found or tuple(Trait(kind="feature", value=term) for term in terms)


def _sized(sizes: Iterable[str]) -> tuple[Trait, ...]:
    return tuple(Trait(kind="size", value=size) for size in dict.fromkeys(sizes))


def _hears(scene: Scene, key: str) -> bool:
    return _in_text(scene, key, scene.text)


def _in_text(scene: Scene, key: str, text: str) -> bool:
    """Tell whether a phrase of any language is in the text: shoppers mix them."""
    words = re.sub(r"[^\w' ]+", " ", fold(text).replace("\u2019", "'"))
    spoken = f" {' '.join(words.split())} "
    languages = scene.voice.shared.values()
    return any(f" {fold(one)} " in spoken for each in languages for one in each.get(key, ()))
