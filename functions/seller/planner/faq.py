"""Questions about the shop: the catalog's FAQ answers, the brand file where it cannot."""

from typing import Final

from functions.seller.planner.answers import lines, paragraphs, row
from functions.seller.planner.asides import aside
from functions.seller.planner.scene import Scene
from functions.seller.planner.taps import tap_id
from functions.seller.planner.tools import Plan, frequent_answer, straight
from functions.seller.steps import Reply
from shared.models.brand import FaqEntry
from shared.models.message import Answer
from shared.models.wire import in_language

_ROWS: Final = 10


def answer_question(scene: Scene, topic: str | None = None) -> Plan:
    """Answer a frequent question by its words and topic."""
    about = topic or (scene.entities.faq_topic.value if scene.entities.faq_topic else None)
    question = "" if scene.tap else scene.text
    if not about and not question:
        return topics(scene)
    return _looked_up(scene, question, about)


def topics(scene: Scene) -> Plan:
    """Show what can be asked."""
    entries = sorted((each for each in scene.brand.faq if each.active), key=lambda each: each.order)
    by_topic = {each.topic: each for each in reversed(entries)}
    shown = [each for each in entries if by_topic[each.topic] is each][:_ROWS]
    rows = tuple(
        row(in_language(each.question, scene.voice.language), tap_id("faq", each.topic))
        for each in shown
    )
    answer = Answer(
        message=scene.say("ask_topic"), actions=rows, list_button=scene.say("list_topics")
    )
    return straight(Reply(answer=answer, dialogue=aside(scene.notes)))


def faq_text(scene: Scene, entry: FaqEntry | None, topic: str | None) -> str:
    """Return the answer of an entry, else what the brand file says on the topic, else nothing."""
    seeded = entry or next(
        (each for each in scene.brand.faq if each.active and each.topic == topic), None
    )
    if seeded:
        return in_language(seeded.answer, scene.voice.language)
    policies = scene.brand.policies
    known = {
        "returns": policies.returns.text,
        "delivery": policies.shipping.text,
        "payment": policies.payment.text,
    }
    return in_language(known.get(topic or "", {}), scene.voice.language)


def _looked_up(scene: Scene, question: str, topic: str | None) -> Plan:
    found = yield from frequent_answer(scene, question, topic)
    text = faq_text(scene, found.faq if found else None, topic)
    if not text:
        answer = Answer(
            message=scene.say("faq_unknown"),
            actions=(scene.button("topics", "faq"), scene.button("person", "person")),
        )
        return Reply(answer=answer, dialogue=aside(scene.notes))
    further = (
        (scene.button("continue_checkout", "checkout"),)
        if scene.notes.in_checkout
        else (scene.button("topics", "faq"), scene.button("categories", "cat"))
    )
    return Reply(
        answer=Answer(message=paragraphs(lines(text)), actions=further), dialogue=aside(scene.notes)
    )
