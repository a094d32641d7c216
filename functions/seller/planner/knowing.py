"""What is remembered of the shopper, told: what they said, what was noticed, what they refuse."""

from typing import Final

from functions.seller.planner.answers import lines, paragraphs
from functions.seller.planner.asides import aside
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Plan, straight
from functions.seller.steps import Reply
from shared.decay import FAINT, weight
from shared.models.memory import KEPT_IN, Affinity, Preferences, Trait, TraitKind
from shared.models.message import Answer
from shared.models.product import Reason
from shared.models.wire import in_language

_MOST: Final = 6


def known(scene: Scene) -> Plan:
    """Tell all that is remembered, and how to change it."""
    preferences = scene.given.preferences
    told = paragraphs(
        _block(scene, "memory_said", preferences, explicit=True),
        _block(scene, "memory_seen", preferences, explicit=False),
        _refused(scene, preferences),
    )
    message = paragraphs(told, scene.say("memory_how")) if told else scene.say("memory_nothing")
    buttons = (scene.button("forget_tastes", "memory", "forget"),) if told else ()
    answer = Answer(message=message, actions=(*buttons, scene.button("ideas", "search")))
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def known_traits(preferences: Preferences | None) -> tuple[Trait, ...]:
    """Return every like and dislike that is remembered."""
    if preferences is None:
        return ()
    liked = (
        Trait(kind=kind, value=one.value)
        for kind, field in KEPT_IN.items()
        for one in _affinities(preferences, field)
        if one.value
    )
    return (*liked, *preferences.disliked)


def trait_word(scene: Scene, trait: Trait | Reason) -> str:
    """Return the shopper's word for a like: a category's name, a colour."""
    if trait.kind == "category":
        found = next((each for each in scene.brand.categories if each.id == trait.value), None)
        return in_language(found.name, scene.voice.language).lower() if found else trait.value
    return scene.voice.word("value", trait.value)


def _block(scene: Scene, key: str, known: Preferences | None, *, explicit: bool) -> str:
    if known is None:
        return ""
    told = [
        f"• {scene.say(f'taste_{kind}')}: {words}"
        for kind, field in KEPT_IN.items()
        if (words := _values(scene, kind, _affinities(known, field), explicit=explicit))
    ]
    if not explicit and known.price_min and known.price_max:
        low, high = scene.voice.money(known.price_min), scene.voice.money(known.price_max)
        told.append(f"• {scene.say('taste_price')}: {scene.say('range', low=low, high=high)}")
    return lines(scene.say(key), *told) if told else ""


def _values(
    scene: Scene, kind: TraitKind, affinities: tuple[Affinity, ...], *, explicit: bool
) -> str:
    weighed = [(weight(one, scene.at), one) for one in affinities if one.explicit == explicit]
    strong = sorted((pair for pair in weighed if pair[0] >= FAINT), key=lambda pair: -pair[0])
    traits = (Trait(kind=kind, value=one.value) for _, one in strong[:_MOST] if one.value)
    return scene.voice.listed(tuple(trait_word(scene, one) for one in traits))


def _refused(scene: Scene, known: Preferences | None) -> str:
    traits = known.disliked if known else ()
    words = scene.voice.listed(tuple(trait_word(scene, one) for one in traits))
    return scene.say("memory_refused", what=words) if words else ""


def _affinities(preferences: Preferences, field: str) -> tuple[Affinity, ...]:
    found: tuple[Affinity, ...] = getattr(preferences, field)
    return found
