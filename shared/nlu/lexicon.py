"""The built-in words of every language, read once from `data/*.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import TypeAdapter
from typing_extensions import TypedDict

from shared.nlu.phrases import Mark, PhraseBook
from shared.nlu.words import keys_of

LANGUAGES = ("en", "pt", "es")
ANY_LANGUAGE = ""

_LAYERS = (
    frozenset(
        {"number", "article", "multiplier", "currency", "bound", "bound_after", "range_link"}
        | {"unit", "size", "size_word", "ordinal", "definite", "plain"}
    ),
    frozenset({"feeling", "intensity"}),
    frozenset({"negation"}),
)
_DATA = Path(__file__).parent / "data"


class _WordFile(TypedDict):
    function_words: str
    common: str
    marks: dict[str, dict[str, str]]


_WORD_FILE = TypeAdapter(_WordFile)


class Lexicon(NamedTuple):
    """Everything the word files say.

    Attributes:
        books: the phrases of all languages in layers that may overlap: a phrase hides shorter
            ones only in its own layer. Their marks name the language.
        words: per language, every folded word its file holds.
        spelled: per language, the words with accents, as written.
        function_words: per language, the words that carry grammar only; "" holds all of them.
    """

    books: tuple[PhraseBook, ...]
    words: dict[str, frozenset[str]]
    spelled: dict[str, frozenset[str]]
    function_words: dict[str, frozenset[str]]

    @property
    def book(self) -> PhraseBook:
        """The main layer, which knows the words of the others as well."""
        return self.books[0]


def read_yaml(name: str) -> object:
    """Read one data file with the C parser where PyYAML has it: a tenth of the time."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((_DATA / name).read_bytes(), Loader=loader)  # noqa: S506 -- both are safe


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read and compile the word files; later calls return the same value."""
    books = tuple(PhraseBook() for _ in range(len(_LAYERS) + 1))
    words: dict[str, frozenset[str]] = {}
    spelled: dict[str, frozenset[str]] = {}
    function_words: dict[str, frozenset[str]] = {}
    for language in (ANY_LANGUAGE, *LANGUAGES):
        file = _WORD_FILE.validate_python(read_yaml(f"{language or 'any'}.yaml"))
        texts = [file["function_words"], file["common"]]
        function_words[language] = frozenset(_words(file["function_words"]))
        for key in _words(",".join(texts)):
            books[0].learn(key)
        for kind, values in file["marks"].items():
            for value, phrases in values.items():
                texts.append(phrases)
                _add(books, phrases, Mark(kind, value, language))
        words[language] = frozenset(_words(",".join(texts)))
        spelled[language] = frozenset(_accented(",".join(texts)))
    function_words[ANY_LANGUAGE] = frozenset[str]().union(*function_words.values())
    return Lexicon(books, words, spelled, function_words)


def _add(books: tuple[PhraseBook, ...], phrases: str, mark: Mark) -> None:
    layer = next((n for n, kinds in enumerate(_LAYERS, start=1) if mark.kind in kinds), 0)
    for phrase in phrases.split(","):
        books[layer].add(phrase, mark)
        for key in keys_of(phrase) if layer else ():
            books[0].learn(key, language=mark.language)


def _words(text: str) -> list[str]:
    return [key.removesuffix("*") for key in keys_of(text.replace(",", " "))]


def _accented(text: str) -> list[str]:
    return [word for word in text.lower().replace(",", " ").split() if not word.isascii()]
