"""An understanding as it travels between releases."""

from shared.nlu.intents import Intent
from shared.nlu.meaning import Understanding


def test_an_intent_of_a_newer_release_is_unclear_to_this_one() -> None:
    sent = {
        "language": "en",
        "language_confidence": 1.0,
        "intent": "reserve_a_table",
        "confidence": 0.9,
        "alternatives": [["reserve_a_room", 0.5], ["search", 0.4]],
    }

    read = Understanding.model_validate(sent)

    assert read.intent is Intent.UNCLEAR
    assert read.alternatives == ((Intent.UNCLEAR, 0.5), (Intent.SEARCH, 0.4))
