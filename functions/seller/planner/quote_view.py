"""The exact offer before an order: what, where to, how, for how much, until when."""

from functions.seller.planner.address import address_text
from functions.seller.planner.answers import clip, lines, paragraphs, shortened
from functions.seller.planner.cart_view import lines_text, totals_text
from functions.seller.planner.delivery import days_text
from functions.seller.planner.scene import Scene
from functions.seller.steps import Reply
from shared.conversation.dialogue import Dialogue, Question
from shared.models.cart import Quote
from shared.models.message import Answer

_LINES = 8
_ADDRESS = 160


def quote_reply(scene: Scene, quote: Quote, notes: Dialogue, lead: str = "") -> Reply:
    """Offer the quote; only its own button, or a yes right after it, confirms it."""
    return Reply(
        answer=Answer(
            message=shortened(lambda most: _text(scene, quote, lead, most), _LINES),
            actions=(
                scene.button("confirm", "confirm", quote.id),
                scene.button("change", "checkout", "change"),
                scene.button("not_now", "deny", quote.id),
            ),
        ),
        dialogue=notes.noting(quote=quote, question=Question.CONFIRM_QUOTE),
    )


def _text(scene: Scene, quote: Quote, lead: str, most: int) -> str:
    minutes = max(1, round((quote.expires_at - scene.at).total_seconds() / 60))
    days = days_text(scene, quote.delivery.days_min, quote.delivery.days_max)
    return paragraphs(
        lead,
        lines(scene.say("quote_title"), lines_text(scene, quote.lines, most)),
        lines(*totals_text(scene, quote.totals, quote.codes, with_delivery=True)),
        lines(
            scene.say("quote_address", address=clip(address_text(quote.address), _ADDRESS)),
            scene.say("quote_delivery", name=quote.delivery.name, days=days),
        ),
        scene.say("ask_confirm", total=scene.voice.money(quote.totals.total), minutes=minutes),
    )
