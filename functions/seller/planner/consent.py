"""What the shopper decides about messages and data: stop, start, forget me, language, ratings."""

from functions.seller.phrasebook import LANGUAGES
from functions.seller.planner.answers import row
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Plan, straight
from functions.seller.planner.wording import Voice
from functions.seller.steps import Rating, Reply
from shared.conversation.dialogue import Question
from shared.models.memory import Signal
from shared.models.message import Answer

_BEST = 5
_LOW = 2


def stop(scene: Scene) -> Plan:
    """End messages that the shopper did not ask for; news waits for the next message."""
    answer = Answer(message=scene.say("stopped"), actions=(scene.button("start", "start"),))
    notes = scene.notes.noting(proactive=False, followed_orders=(), question=Question.NONE)
    return straight(Reply(answer=answer, dialogue=notes))


def start(scene: Scene) -> Plan:
    """Send news again."""
    notes = scene.notes.noting(proactive=True, question=Question.NONE)
    return straight(Reply(answer=Answer(message=scene.say("started")), dialogue=notes))


def ask_forget(scene: Scene) -> Plan:
    """Explain what forgetting means and ask for a yes: it cannot be undone."""
    answer = Answer(
        message=scene.say("ask_forget"),
        actions=(
            scene.button("yes_forget", "confirm", "forget"),
            scene.button("no", "deny", "forget"),
        ),
    )
    notes = scene.notes.noting(question=Question.FORGET_CONFIRM)
    return straight(Reply(answer=answer, dialogue=notes))


def forget(scene: Scene) -> Plan:
    """Erase the shopper: nothing said so far is kept in the notes either."""
    notes = type(scene.notes)(language=scene.voice.language, greeted=True, proactive=False)
    answer = Answer(message=scene.say("forgotten"))
    return straight(Reply(answer=answer, dialogue=notes, erase_customer=True))


def speak(scene: Scene, language: str) -> Plan:
    """Go on in the language that was tapped."""
    if language not in LANGUAGES:
        rows = tuple(row(scene.say(f"language_{code}"), tap_id("lang", code)) for code in LANGUAGES)
        answer = Answer(
            message=scene.say("ask_language"), actions=rows, list_button=scene.say("list_options")
        )
        return straight(Reply(answer=answer, dialogue=scene.notes))
    voice = Voice(language, scene.voice.seed, scene.voice.shared, scene.voice.own)
    notes = scene.notes.noting(language=language)
    return straight(Reply(answer=Answer(message=voice.say("speaking")), dialogue=notes))


def ask_rating(scene: Scene, number: str | None) -> Plan:
    """Ask how content the shopper is, 1 to 5."""
    answer = Answer(
        message=scene.say("ask_rating"),
        actions=tuple(
            row(scene.say(f"stars_{n}"), tap_id("rate", number or "", str(n)))
            for n in range(1, _BEST + 1)
        ),
        list_button=scene.say("list_rating"),
    )
    notes = scene.notes.noting(question=Question.RATE, rate_order=number)
    return straight(Reply(answer=answer, dialogue=notes))


def rate(scene: Scene, number: str | None, score: int | None) -> Plan:
    """Take a rating; a bad one is met with an offer to put it right."""
    if score is None or not 1 <= score <= _BEST:
        return ask_rating(scene, number)
    low = score <= _LOW
    answer = Answer(
        message=scene.say("rated_low" if low else "rated"),
        actions=(scene.button("person", "person"),)
        if low
        else (scene.button("categories", "cat"),),
    )
    order = number or scene.notes.rate_order or None
    signal = Signal(kind="support", at=scene.at, satisfaction=(score - 1) / (_BEST - 1))
    return straight(
        Reply(
            answer=answer,
            dialogue=scene.notes.noting(question=Question.NONE, rate_order=None),
            signals=(signal,),
            rating=Rating(score=score, order_number=order),
        )
    )
