"""When the seller cannot or should not go on: apologies and people."""

from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from functions.seller.planner.answers import paragraphs
from functions.seller.planner.scene import Scene
from functions.seller.planner.tools import Ending, Plan, straight
from functions.seller.steps import HandOff, Reply
from shared.conversation.dialogue import Question
from shared.events.sales import EscalationReason
from shared.models.brand import Brand
from shared.models.message import Answer
from shared.nlu.intents import Intent

_WEEK: Final[tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...]] = (
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
)  # fmt: skip
_PLAIN_WISHES: Final = frozenset(
    {
        Intent.STOP_MESSAGES,
        Intent.CANCEL_ORDER,
        Intent.RETURN_ORDER,
        Intent.REFUND,
        Intent.FORGET_ME,
        Intent.DENY,
        Intent.SEARCH,
        Intent.CHOOSE_OPTION,
        Intent.STATE_PREFERENCE,
        Intent.FORGET_PREFERENCE,
    }
)
"""Wishes with harsh words in them that are not about us: "I hate pink", "my money back"."""
_FURIOUS: Final = 3
"""For a plain wish the mood must be this much worse until a person takes over."""


def urgent(scene: Scene) -> Plan | None:
    """Return the hand-off that a message calls for whatever the conversation is at."""
    if scene.intent == Intent.HAND_OFF:
        return straight(to_person(scene, "asked", "hand_off_asked"))
    if scene.intent == Intent.COMPLAINT:
        return straight(to_person(scene, "complaint", "hand_off_complaint"))
    limit = scene.brand.escalation.sentiment_below
    if scene.intent in _PLAIN_WISHES:
        limit /= _FURIOUS
    if scene.sentiment < limit:
        return straight(to_person(scene, "sentiment", "hand_off_sentiment"))
    return None


def to_person(scene: Scene, reason: EscalationReason, key: str) -> HandOff:
    """Put the conversation into the people's queue; the answer says so and when they are there."""
    hours = "" if people_are_in(scene.brand, scene.at) else scene.say("hand_off_closed")
    return HandOff(
        reason=reason,
        answer=Answer(message=paragraphs(scene.say(key), hours)),
        dialogue=scene.notes.noting(question=Question.NONE, failures=0),
        summary=_summary(scene),
    )


def trouble(scene: Scene) -> Ending:
    """Apologise for a tool that failed; after the second time in a row a person takes over."""
    failures = scene.notes.failures + 1
    if failures >= max(2, scene.brand.escalation.failures_before_hand_off):
        return to_person(scene, "failed", "hand_off_trouble")
    return Reply(
        answer=Answer(
            message=scene.say("trouble"),
            actions=(scene.button("menu", "menu"), scene.button("person", "person")),
        ),
        dialogue=scene.notes.noting(failures=failures),
    )


def people_are_in(brand: Brand, at: datetime) -> bool:
    """Tell whether people answer now; a brand without hours promises nothing."""
    if not brand.business_hours.week:
        return True
    try:
        local = at.astimezone(ZoneInfo(brand.business_hours.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        return True
    hours = brand.business_hours.week.get(_WEEK[local.weekday()])
    return hours is not None and hours.opens <= local.strftime("%H:%M") < hours.closes


def _summary(scene: Scene) -> str:
    notes = scene.notes
    parts = (
        f"product: {notes.choice.title}" if notes.choice else "",
        f"cart: {len(notes.cart.lines)} lines" if notes.cart and notes.cart.lines else "",
        f"order: {notes.order_number}" if notes.order_number else "",
        f"asked: {notes.question.value}" if notes.question != Question.NONE else "",
    )
    return "; ".join(part for part in (f"wants: {scene.intent.value}", *parts) if part)
