"""What keeps a shopper from buying, and what the brand's policies say to it. Pure."""

from typing import Final

from functions.escalation.words import doubt_words
from shared.conversation.desk import Doubt
from shared.models.brand import Brand
from shared.models.wire import in_language
from shared.nlu.words import keys_of

DOUBTS: Final[tuple[Doubt, ...]] = ("price", "trust", "delivery")


def doubt_in(texts: list[str]) -> Doubt | None:
    """Return the doubt that the newest text with one shows."""
    for text in reversed(texts):
        keys = frozenset(keys_of(text))
        for doubt in DOUBTS:
            if keys & {key for word in doubt_words()[doubt] for key in keys_of(word)}:
                return doubt
    return None


def facts_for(doubt: Doubt | None, brand: Brand, language: str) -> tuple[str, ...]:
    """Return what the brand's policies say to a doubt, word for word."""
    policies = brand.policies
    texts = {
        None: (),
        "price": (policies.payment.text, policies.shipping.text),
        "trust": (policies.returns.text, policies.payment.text),
        "delivery": (policies.shipping.text,),
    }[doubt]
    return tuple(in_language(text, language) for text in texts)
