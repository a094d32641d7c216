"""One turn as the journeys see it: what was said, what is known, how to talk."""

from dataclasses import dataclass
from datetime import datetime

from functions.seller.phrasebook import LANGUAGES, Phrases
from functions.seller.planner.answers import button
from functions.seller.planner.taps import Tap, read_tap, tap_id
from functions.seller.planner.wording import Voice
from functions.seller.steps import PlannerInput
from shared.conversation.dialogue import Dialogue, Question
from shared.models.brand import Brand
from shared.models.message import Action, InboundMessage
from shared.nlu.entities import Entities
from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding

_ABOUT_NAMES = (Question.ADDRESS, Question.RECIPIENT, Question.ORDER_ADDRESS, Question.CODE)
"""Answers to these are names of streets and people: they are in no language."""
_SURE = 0.8
"""Score from which a second reading of a message counts as a second wish."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What a turn is planned from.

    Attributes:
        notes: the dialogue as the turn found it, in this turn's language.
        tap: what was tapped, if the message is a tap.
    """

    given: PlannerInput
    voice: Voice
    notes: Dialogue
    intent: Intent
    also: tuple[Intent, ...]
    entities: Entities
    confidence: float
    sentiment: float
    tap: Tap | None

    @property
    def brand(self) -> Brand:
        """The brand that sells."""
        return self.given.brand

    @property
    def message(self) -> InboundMessage | None:
        """The shopper's message; None when the turn brings news."""
        return self.given.turn.message

    @property
    def text(self) -> str:
        """What the shopper wrote, without space around."""
        return self.message.text.strip() if self.message else ""

    @property
    def at(self) -> datetime:
        """When the turn started: time goes on between steps, the plan must not change with it."""
        return self.given.turn.started_at

    @property
    def is_chat_window(self) -> bool:
        """Tell whether the channel shows no product cards, so that the text must name products."""
        return self.given.channel == "whatsapp"

    def say(self, key: str, **values: object) -> str:
        """Return the wording of `key`."""
        return self.voice.say(key, **values)

    def button(self, name: str, verb: str, *args: str) -> Action:
        """Return a quick reply titled by the phrase `button_<name>`."""
        return button(self.say(f"button_{name}"), tap_id(verb, *args))


def set_scene(given: PlannerInput, phrases: Phrases) -> Scene:
    """Return the scene of a turn, in the language that the shopper speaks now."""
    understanding = given.turn.understanding
    message = given.turn.message
    tap = read_tap(message.action.id) if message and message.action else None
    spoken = understanding.language if understanding and not tap else given.dialogue.language
    heard = understanding.language if understanding else None
    before = given.dialogue.language
    is_address = understanding is not None and understanding.intent == Intent.GIVE_ADDRESS
    if given.dialogue.question in _ABOUT_NAMES or is_address:
        spoken = before
    known = (spoken, before, heard, given.brand.language)
    language = next((code for code in known if code in LANGUAGES), "en")
    return Scene(
        given=given,
        voice=Voice(language, given.turn.turn_id, phrases, given.brand.phrases),
        notes=given.dialogue.noting(language=language),
        intent=understanding.intent if understanding else Intent.UNCLEAR,
        also=_also(understanding),
        entities=understanding.entities if understanding else Entities(),
        confidence=understanding.confidence if understanding else 0.0,
        sentiment=understanding.sentiment if understanding else 0.5,
        tap=tap,
    )


def _also(understanding: Understanding | None) -> tuple[Intent, ...]:
    """Return what a message wants beside its main intent: each sentence may want something."""
    if understanding is None:
        return ()
    sure = (intent for intent, score in understanding.alternatives if score >= _SURE)
    return tuple(intent for intent in dict.fromkeys(sure) if intent != understanding.intent)
