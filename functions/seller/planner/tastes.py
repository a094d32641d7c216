"""What the shopper says of themselves, and takes back: noted, forgotten, erased on a yes."""

from functions.seller.planner import products
from functions.seller.planner.asides import aside
from functions.seller.planner.knowing import known_traits, trait_word
from functions.seller.planner.scene import Scene
from functions.seller.planner.stated import (
    dislikes_said,
    entries,
    gone_said,
    is_about_other,
    likes_said,
    told,
)
from functions.seller.planner.tools import Plan, straight
from functions.seller.planner.variants import fold
from functions.seller.steps import Reply
from shared.conversation.dialogue import Question
from shared.models.memory import Correction, Trait
from shared.models.message import Answer


def state(scene: Scene) -> Plan:
    """Note what the shopper likes, does not want, or is no more; of others nothing is kept."""
    if is_about_other(scene):
        return straight(_said(scene, scene.say("not_for_memory")))
    liked, refused, gone = likes_said(scene), dislikes_said(scene), gone_said(scene)
    if not (liked or refused or gone):
        return products.look_for(scene)
    words = (
        scene.say("taste_liked", what=_words(scene, liked)) if liked else "",
        scene.say("taste_refused", what=_words(scene, refused)) if refused else "",
        scene.say("taste_gone", what=_words(scene, gone)) if gone and not liked else "",
    )
    signals, correction = told(scene)
    answer = _said(scene, " ".join(part for part in words if part))
    return straight(answer.model_copy(update={"signals": signals, "correction": correction}))


def forget(scene: Scene) -> Plan:
    """Forget what is named; where nothing is, ask whether all of it shall go."""
    named = _named(scene)
    if not named:
        unknown = bool(scene.entities.terms)
        return straight(_said(scene, scene.say("taste_unknown"))) if unknown else ask_all(scene)
    words = _words(scene, [one for one in named if one.value != "*"]) or scene.say("your_size")
    answer = _said(scene, scene.say("taste_forgotten", what=words))
    return straight(answer.model_copy(update={"correction": Correction(forget=entries(named))}))


def ask_all(scene: Scene) -> Plan:
    """Ask for a yes: forgetting all tastes cannot be undone. The shopper stays known otherwise."""
    answer = Answer(
        message=scene.say("ask_forget_tastes"),
        actions=(
            scene.button("yes_forget_tastes", "confirm", "tastes"),
            scene.button("no", "deny", "tastes"),
        ),
    )
    notes = scene.notes.noting(question=Question.FORGET_TASTES)
    return straight(Reply(answer=answer, dialogue=notes))


def forget_all(scene: Scene) -> Plan:
    """Forget all tastes, confirmed."""
    notes = scene.notes.noting(question=Question.NONE)
    actions = (scene.button("ideas", "search"),)
    answer = Answer(message=scene.say("tastes_forgotten"), actions=actions)
    return straight(Reply(answer=answer, dialogue=notes, forget_tastes=True))


def _named(scene: Scene) -> tuple[Trait, ...]:
    """Return what is named: of what is remembered the words in the text, else what was meant."""
    said = f" {fold(scene.text)} "
    known = tuple(
        one
        for one in known_traits(scene.given.preferences)
        if {fold(one.value), fold(trait_word(scene, one))} & _phrases(said)
        or f" {fold(one.value)} " in said
    )
    meant = (*likes_said(scene), *dislikes_said(scene))
    sizes = (Trait(kind="size", value="*"),) if _names_size(scene, said) and not meant else ()
    return tuple(dict.fromkeys((*known, *meant, *sizes)))


def _names_size(scene: Scene, said: str) -> bool:
    languages = scene.voice.shared.values()
    return any(f" {fold(one)} " in said for each in languages for one in each.get("hears_size", ()))


def _phrases(said: str) -> set[str]:
    return set(said.replace(",", " ").replace(".", " ").replace("!", " ").split())


def _words(scene: Scene, traits: tuple[Trait, ...] | list[Trait]) -> str:
    return scene.voice.listed(tuple(trait_word(scene, one) for one in traits))


def _said(scene: Scene, text: str) -> Reply:
    actions = (scene.button("ideas", "search"), scene.button("memory", "memory"))
    return Reply(answer=Answer(message=text, actions=actions), dialogue=aside(scene.notes))
