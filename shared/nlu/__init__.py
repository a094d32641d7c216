"""Understanding a shopper's message by rules, in English, Portuguese and Spanish."""

from shared.nlu.context import ActionTap, Context, Pending, ShownProduct
from shared.nlu.entities import Address, Entities, Price
from shared.nlu.intents import FaqTopic, Intent
from shared.nlu.scoring import Classifier, Evidence, classify_by_rules
from shared.nlu.understanding import Understanding, understand
from shared.nlu.vocabulary import CategoryWords, Vocabulary

__all__ = [
    "ActionTap",
    "Address",
    "CategoryWords",
    "Classifier",
    "Context",
    "Entities",
    "Evidence",
    "FaqTopic",
    "Intent",
    "Pending",
    "Price",
    "ShownProduct",
    "Understanding",
    "Vocabulary",
    "classify_by_rules",
    "understand",
]
