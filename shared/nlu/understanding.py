"""What a shopper's message means: language, intent, entities and mood, without a model."""

from collections.abc import Mapping

from shared.nlu.context import ActionTap, Context
from shared.nlu.deciding import decide
from shared.nlu.entities import Entities
from shared.nlu.expecting import expect
from shared.nlu.extracting import extract
from shared.nlu.intents import Intent
from shared.nlu.language import Detected, detect_language
from shared.nlu.lexicon import load_lexicon
from shared.nlu.meaning import Understanding
from shared.nlu.reading import Reading
from shared.nlu.scoring import Classifier, Evidence, Label, classify_by_rules
from shared.nlu.sentiment import sentiment_of
from shared.nlu.spotting import spot
from shared.nlu.taps import read_tap
from shared.nlu.vocabulary import Vocabulary
from shared.nlu.words import tidy, tokenize

_WITH_ADDRESS = frozenset({Intent.GIVE_ADDRESS, Intent.CHANGE_ADDRESS, Intent.CHECKOUT, Intent.FAQ})


def understand(
    text: str,
    *,
    context: Context,
    vocabulary: Vocabulary,
    locale_prior: str,
    action: ActionTap | None = None,
    classifier: Classifier = classify_by_rules,
) -> Understanding:
    """Understand one message, in time linear to its length; never raises on any text.

    Args:
        text: what the shopper wrote; a tap without text may leave it empty.
        context: the conversation so far.
        vocabulary: the brand's words.
        locale_prior: the brand's locale, `pt-BR`.
        action: the button or row that was tapped.
        classifier: scores the labels; rules unless a trained one is given.
    """
    tapped = read_tap(action) if action else None
    message = tidy(text if text.strip() or action is None else action.title)
    reading, detected = _read(message, context, vocabulary, locale_prior)
    if tapped:
        entities = Entities(action_args=tapped.args, faq_topic=tapped.topic)
        result = _result(detected, {tapped.intent: 1.0}, entities, reading, answered=True)
        return result.model_copy(update={"confidence": 1.0})
    extracted = extract(reading, context.currency)
    evidence = Evidence(
        message, detected.language, context, reading, extracted.entities, extracted.bare_number
    )
    scores = classifier(evidence)
    expected = expect(evidence, scores)
    entities = expected.entities if expected else evidence.entities
    wanted = {expected.label: expected.score} if expected else {}
    merged = {
        label: max(scores.get(label, 0.0), wanted.get(label, 0.0)) for label in {**scores, **wanted}
    }
    return _result(detected, merged, entities, reading, answered=expected is not None)


def _read(
    text: str, context: Context, vocabulary: Vocabulary, locale: str
) -> tuple[Reading, Detected]:
    lexicon = load_lexicon()
    tokens = tokenize(text)
    detected = detect_language(tokens, lexicon, context.language, locale)
    found = spot(tokens, detected.language, lexicon, vocabulary.book)
    reading = Reading(
        text, detected.language, context, vocabulary, lexicon, tokens, found.keys, found.spots
    )
    return reading, detected


def _result(
    detected: Detected,
    scores: Mapping[Label, float],
    entities: Entities,
    reading: Reading,
    *,
    answered: bool,
) -> Understanding:
    decision = decide(scores, reading, answered=answered)
    changes: dict[str, object] = {"faq_topic": entities.faq_topic or decision.topic}
    if decision.intent not in _WITH_ADDRESS:
        changes |= {"address": None, "postcode": None}
    return Understanding(
        language=detected.language,
        language_confidence=detected.confidence,
        intent=decision.intent,
        confidence=decision.confidence,
        alternatives=decision.alternatives,
        entities=entities.model_copy(update=changes),
        sentiment=sentiment_of(reading),
        out_of_scope=decision.out_of_scope,
    )
